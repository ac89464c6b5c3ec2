"""Where somebody else's migrations and a profile meet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """`where` is the statement, as file:line. `broken`: the profile does not hold any more; else a note."""

    profile: str
    where: str
    sentence: str
    broken: bool = True
