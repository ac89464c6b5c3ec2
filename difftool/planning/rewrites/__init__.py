"""Statements on tables that are in use, in forms that hold no long lock. A recipe is one small file.

A recipe answers a statement with the drafts that do the same online, or with nothing where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from difftool.planning.draft import Draft, Relation
from difftool.planning.forms import Form
from difftool.planning.rewrites import check, index, not_null, unique

Recipe = Callable[[str, Form], list[Draft]]

RECIPES: tuple[Recipe, ...] = (index.concurrently, unique.by_index, check.in_two_steps, not_null.by_check)


@dataclass(frozen=True, slots=True)
class Online:
    """Which relations are worth it: estimates of rows above `small` (policy: small_table).

    `whole` are those that live's version gives a foreign key only at once, without NOT VALID.
    """

    rows: Mapping[Relation, int] = field(default_factory=dict)
    small: int = 0
    whole: frozenset[Relation] = frozenset()

    @property
    def plain(self) -> Online:
        """No relation is worth it."""
        return Online(whole=self.whole)

    def drafts(self, statement: str, form: Form) -> list[Draft]:
        """The online form, or nothing: then the plain one is short enough, or there is no other."""
        if self.rows.get(form.relation, 0) <= self.small:
            return []
        return next((drafts for recipe in RECIPES if (drafts := recipe(statement, form))), [])


PLAIN = Online()
