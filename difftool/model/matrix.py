"""Which targets a database can move between."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """From one profile to another, with rows. `verdict` is lossless, with rules or refused; `why` says more."""

    start: str
    end: str
    verdict: str
    why: str = ""
    steps: int = 0
    no_rows_for: tuple[str, ...] = ()
    """tables for which no sample rows could be made"""
