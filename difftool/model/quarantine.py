"""What is kept aside in a live database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """One quarantine table. `kind`: rows (deleted), values (overwritten), column or table (dropped).

    `columns` maps the columns of the source to their types there; `stored` are the columns of the quarantine table, in
    order. `rows` is what is kept now, without what a rollback put back. Moments are ISO 8601, UTC.
    """

    name: str
    plan: str
    """digest of the plan that kept it; empty where the ledger does not know"""
    profile: str
    kind: str
    schema: str
    table: str
    columns: Mapping[str, str]
    stored: tuple[str, ...]
    rows: int
    kept_at: str
    keep_until: str
    """empty: until somebody purges it"""
    expired: bool = False
    """whether that moment has passed"""
    needed: str = ""
    """why it must not be purged now: an unfinished plan works with it; empty where it may"""
    way_back: bool = False
    """whether purging it makes a rollback of its plan impossible"""


@dataclass(frozen=True, slots=True)
class Purge:
    """What purging dropped, and what it left with the reason."""

    gone: tuple[Kept, ...]
    left: tuple[tuple[Kept, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Some rows of a quarantine table, each value as text (None = NULL), of `kept.rows` in all."""

    kept: Kept
    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
