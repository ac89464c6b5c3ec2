"""difftool keeps PostgreSQL databases at a declared target schema.

From Python: `difftool.Project(db="postgresql://...").plan("integrated")`; its methods are the commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from difftool.errors import DifftoolError

if TYPE_CHECKING:
    from difftool.api import Project

__all__ = ["DifftoolError", "Project", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Project is loaded when it is asked for: the command line does without, and starts at once."""
    if name == "Project":
        from difftool.api import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
