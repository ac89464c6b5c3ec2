"""What a new session of a database starts with, whatever the one that asks has set."""

from __future__ import annotations

from collections.abc import Mapping

from difftool.pg.connection import LIKE_THE_SHADOW
from difftool.pg.session import Session

_READ_AS_WRITTEN = {**LIKE_THE_SHADOW, "standard_conforming_strings": "on"}
"""by these, and the path, the same text may come to mean something else"""


def schemas_in_path(session: Session) -> tuple[str, ...]:
    """Those that are there; without pg_catalog."""
    with session.transaction("read only"):
        session.execute("set local search_path to default")
        return tuple(session.value("select pg_catalog.current_schemas(false)::text[]"))


def set_otherwise(session: Session) -> Mapping[str, str]:
    """What to set by hand, so that a script does there what it did in the shadow."""
    found = session.rows(
        "select name, reset_val from pg_catalog.pg_settings where name = any (%s)", [list(_READ_AS_WRITTEN)]
    )
    return {name: _READ_AS_WRITTEN[name] for name, value in sorted(found) if value != _READ_AS_WRITTEN[name]}
