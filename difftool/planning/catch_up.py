"""Rows that arrive while a plan runs: what looked after the others looks once more, before anything relies on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from difftool.model.plan import Phase
from difftool.planning.batches import whole
from difftool.planning.draft import Draft
from difftool.planning.forms import dropped_by, enforced_by, form_of
from difftool.sql.quote import qualified


def caught_up(drafts: Iterable[Draft], again: Mapping[str, Sequence[Draft]]) -> tuple[Draft, ...]:
    """The drafts, in their final order, with each of `again` at the first that relies on it.

    `again` is given by the columns (in words) that become NOT NULL, or go.
    """
    return tuple(_caught_up(drafts, again))


def _caught_up(drafts: Iterable[Draft], again: Mapping[str, Sequence[Draft]]) -> Iterator[Draft]:
    done: list[Draft] = []
    for draft in drafts:
        due = [each for name in _relied_on(draft) for each in again.get(name, ()) if each not in done]
        done += due
        if draft.closes:
            yield draft
            yield from map(_in_its_own_step, due)
        else:
            yield replace(draft, catch_up=tuple(text for each in due for text in _held_off(each))) if due else draft


def _relied_on(draft: Draft) -> list[str]:
    forms = [form_of(text) for text in draft.statements if text.startswith(("ALTER", "DROP"))]
    return [draft.closes, *(name for form in forms for name in (enforced_by(form), *dropped_by(form)))]


def _in_its_own_step(draft: Draft) -> Draft:
    """Where nothing arrives any more that would need it; its undo is the first one's."""
    undo = replace(draft.undo, sql=()) if draft.undo else None
    return replace(draft, phase=Phase.ENFORCE, title=f"{draft.title}, of rows that came since", probes=(), undo=undo)


def _held_off(draft: Draft) -> tuple[str, ...]:
    """In the transaction that relies on it, while nobody writes."""
    return (f"lock table {qualified(*draft.relation)} in share row exclusive mode", *map(whole, draft.statements))
