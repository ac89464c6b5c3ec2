"""How a database is reached."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Address:
    """A libpq connection string, and where it came from.

    `dsn` never appears in a repr: it may hold a password. `origin` is for the first line of every command, as in
    "DATABASE_URL in .env.local"; `environment` names the entry of the settings that it stands for, if any.
    `notes` are words to say once ("pgbouncer=true was left out of the URL").
    """

    dsn: str = field(repr=False)
    origin: str
    environment: str = ""
    embedded: bool = False
    notes: tuple[str, ...] = ()
