"""What of the rows would certainly stop a script that is made without data rules: less than a plan asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change, Verb
from difftool.planning.probes import casts, enums, partitions, sequences
from difftool.planning.probes.question import Asker, Question
from difftool.planning.probes.rows import Sides
from difftool.planning.questions import ASKERS

_OF_VALUES: tuple[Asker, ...] = (casts.stopping, enums.ask)
_LEFT_OUT = (casts.ask, enums.ask, partitions.ask, sequences.ask)
_OF_ROWS = tuple(ask for ask in ASKERS if ask not in _LEFT_OUT)
_MADE_ANEW = frozenset(("partition_key", "partition_of", "bound", "inherits"))
_OTHER_VALUES = frozenset(("type", "generated", "local"))
_COMPUTING = ("function", "aggregate", "operator", "cast", "type", "domain", "enum", "range", "collation")


def stopping(changes: tuple[Change, ...], live: Catalog, target: Catalog) -> tuple[Question, ...]:
    """Nothing of tables that are made anew, nor of what is computed by something that changes, too.

    Of tables whose columns get other values no more than whether these can be had.
    """
    sides = Sides(live, target)
    anew, changed = _tables(changes, "table", _MADE_ANEW), _tables(changes, "column", _OTHER_VALUES)
    computed = _computed({change.ident for change in changes if change.ident.kind in _COMPUTING}, target)
    return tuple(
        question
        for askers, apart in ((_OF_VALUES, anew), (_OF_ROWS, anew | changed))
        for change in changes
        if change.ident not in computed or askers is _OF_VALUES
        for question in _asked(askers, change, sides)
        if question.table.kind == "table" and (question.table.schema, question.table.name) not in apart
    )


def _computed(on: set[Ident], target: Catalog) -> set[Ident]:
    """What depends on these, on what does, and so on."""
    more = {who for what in on for who in target.dependents.get(what, ())} - on
    return _computed(on | more, target) if more else on


def _asked(askers: Iterable[Asker], change: Change, sides: Sides) -> Iterator[Question]:
    for ask in askers:
        yield from ask(change, sides)


def _tables(changes: Iterable[Change], kind: str, facts: frozenset[str]) -> set[tuple[str, str]]:
    """Those with such a change, or that go altogether."""
    gone: set[Ident] = {c.ident for c in changes if c.verb is Verb.DROP and c.ident.kind == "table"}
    found = {c.ident for c in changes if c.ident.kind == kind and facts & c.facts.keys()}
    return {(ident.schema, ident.name) for ident in gone | found}
