"""What every job is given: the project, the database, the shadow, and somewhere to say what it is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from difftool.errors import UsageError
from difftool.files.addresses import address_of, is_connection
from difftool.model.address import Address
from difftool.model.profile import Settings

if TYPE_CHECKING:
    from difftool.pg.shadow import Shadow, Shadows


def silent(_: str) -> None:
    """Say nothing."""


def where_shadows_are(asked: str | None, settings: Settings) -> str:
    """As `Work` takes it: what is asked for beats the settings. Raises Unreachable for an unreadable URL."""
    where = asked or (settings.shadow if isinstance(settings.shadow, str) else settings.shadow["bin"])
    if not is_connection(where):
        return where
    return address_of(where, "--shadow" if asked else "shadow in the settings").dsn


LONGEST = 24 * 86_400.0
"""seconds of a timeout: what PostgreSQL can count in milliseconds"""


@dataclass(frozen=True, slots=True)
class Work:
    """`timeout` bounds, in seconds, each single wait for the live database; `say` shows progress on standard error."""

    settings: Settings
    address: Address | None = None
    shadow: str | Shadow | Shadows = "auto"
    """`auto`, a URL, the folder of an installed server's programs, or what is open and serves several jobs"""
    timeout: float = 60.0
    strict: bool = False
    say: Callable[[str], None] = field(default=silent)

    def __post_init__(self) -> None:
        """Raises UsageError: the command line refuses such a timeout itself, a caller from Python learns it here."""
        if not 0 < self.timeout <= LONGEST:
            raise UsageError(f"timeout is {self.timeout} s: expected more than 0, and at most 24 days")
