"""Taking out of the way what depends on something that must change, where it holds no data and comes back."""

from __future__ import annotations

from difftool.diff.drops import drop
from difftool.diff.proposal import Proposal
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change, Verb

MADE_AGAIN = (
    "view", "materialized_view", "function", "procedure", "aggregate", "trigger", "policy", "rule",
    "constraint", "index", "statistics", "domain_constraint",
)  # fmt: skip
"""Kinds without rows of their own: they may be dropped and are put back from the target."""


def unblocking(changes: tuple[Change, ...], stuck: frozenset[str], current: Catalog) -> tuple[Proposal, ...]:
    """Drop everything that depends, directly or not, on what is altered or dropped and is stuck, the furthest first.

    `stuck` are the subjects, in words, of proposals that failed because something depends on them.
    """
    order: list[Ident] = []
    for change in changes:
        if change.verb is not Verb.CREATE and str(change.ident) in stuck:
            _collect(change.ident, current, order, set())
    return tuple(
        Proposal((drop(current.objects[ident]),), about=str(ident), makes_room=True)
        for ident in order
        if ident in current.objects and ident.kind in MADE_AGAIN
    )


def _collect(on: Ident, current: Catalog, order: list[Ident], path: set[Ident]) -> None:
    """Depth first, so that what depends comes before what it depends on."""
    if on in path:
        return
    for dependent in sorted(who for who, what in current.depends if what == on):
        if dependent.kind in MADE_AGAIN:
            _collect(dependent, current, order, path | {on})
            if dependent not in order:
                order.append(dependent)
