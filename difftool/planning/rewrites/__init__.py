"""Statements on tables that are in use, in forms that hold no long lock. A recipe is one small file.

A recipe answers a statement with the drafts that do the same online, or with nothing where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from difftool.model.catalog import Ident
from difftool.planning.draft import Draft, Relation
from difftool.planning.forms import Form
from difftool.planning.rewrites import check, index, not_null, unique
from difftool.planning.rewrites.swap import Swap

Recipe = Callable[[str, Form], list[Draft]]

RECIPES: tuple[Recipe, ...] = (index.concurrently, unique.by_index, check.in_two_steps, not_null.by_check)


@dataclass(frozen=True, slots=True)
class Online:
    """Which relations are worth it: estimates of rows above `small` (policy: small_table).

    `partitions` has those of partitioned tables that hold their rows; `whole` are tables that live's version gives a
    foreign key only at once, without NOT VALID, `whole_keys` those that cannot take a ready index as their primary key.
    `unfit` says of which
    no column can be exchanged for another, and why, `unfilled` of which none can be filled. `dependents` says
    what depends on what in live. `key` names what belongs to the plan, `batch` is how many rows one has.
    """

    rows: Mapping[Relation, int] = field(default_factory=dict)
    small: int = 0
    whole: frozenset[Relation] = frozenset()
    whole_keys: frozenset[Relation] = frozenset()
    partitions: Mapping[Relation, tuple[Relation, ...]] = field(default_factory=dict)
    unfit: Mapping[Relation, str] = field(default_factory=dict)
    unfilled: Mapping[Relation, str] = field(default_factory=dict)
    dependents: Mapping[Ident, Sequence[Ident]] = field(default_factory=dict)
    key: str = ""
    search_path: str = ""
    batch: int = 5_000
    swaps: tuple[Swap, ...] = ()

    @property
    def plain(self) -> Online:
        """No relation is worth it."""
        return Online(whole=self.whole)

    @property
    def in_place(self) -> Online:
        """Types change where they are."""
        return replace(self, swaps=())

    def is_large(self, relation: Relation) -> bool:
        return self.rows.get(relation, 0) > self.small

    def drafts(self, statement: str, form: Form) -> list[Draft]:
        """The online form, or nothing: then the plain one is short enough, or there is no other.

        Of a partitioned table no index can be built concurrently: it comes ONLY there, and then in each partition.
        """
        if not self.is_large(form.relation):
            return []
        if form.relation in self.partitions and (form.node == "IndexStmt" or form.constraint in _INDEXED):
            return []
        if form.relation in self.whole_keys and form.constraint == "CONSTR_PRIMARY":
            return []
        return next((drafts for recipe in RECIPES if (drafts := recipe(statement, form))), [])


_INDEXED = ("CONSTR_UNIQUE", "CONSTR_PRIMARY")

PLAIN = Online()
