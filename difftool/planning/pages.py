"""Statements laid out one object after another: a table with its constraints, indexes, triggers, policies, comments."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from difftool.diff.proposal import Proposal
from difftool.diff.scope import root
from difftool.model.catalog import Catalog
from difftool.planning.forms import form_of


def pages(proposals: Sequence[Proposal], catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """What concerns one object, or what belongs to it, stands with its creation.

    Foreign keys come last, for they need two tables; `catalog` knows what belongs to what.
    """
    found: dict[Hashable, list[str]] = {}
    last: list[str] = []
    for number, (about, statement) in enumerate((p.about, text) for p in proposals for text in p.statements):
        form = form_of(statement)
        if form.constraint == "CONSTR_FOREIGN":
            last.append(statement)
        else:
            ident = catalog.told.get(about)
            home = root(catalog.objects, ident) if ident else (form.relation if any(form.relation) else number)
            found.setdefault(home, []).append(statement)
    return (*map(tuple, found.values()), *((statement,) for statement in last))
