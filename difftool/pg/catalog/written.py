"""A catalog as plain values, and back: what is written to a file of ours."""

from __future__ import annotations

import marshal
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from difftool.diff.fingerprint import mark
from difftool.diff.scope import root
from difftool.diff.unlike import NOTHING
from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Facts, Ident
from difftool.model.dependents import KeptNeeds
from difftool.model.families import MARK, Families, Family, Kept, Row, numbered


def written(catalog: Catalog) -> tuple[Any, ...]:
    """All but what is `foreign`."""
    relatives = _relatives(catalog)
    homes = {thing.ident: number for number, family in enumerate(relatives) for thing in family}
    said = _Said()
    families = [tuple(_family(family, number, catalog, homes, said)) for number, family in enumerate(relatives)]
    oids = array("Q", sorted(numbered(thing.oid) for thing in catalog.objects.values() if not thing.oid[2]))
    return catalog.version, families, said.texts, oids.tobytes()


def read_again(values: tuple[Any, ...]) -> Catalog:
    version, rows, said, oids = values
    kept = Kept([Family(*row) for row in rows], said, array("Q", oids))
    objects = Families(kept, frozenset(range(len(rows))))
    return Catalog(version, objects, needs=KeptNeeds(kept), not_compared=objects.silent)


def _relatives(catalog: Catalog) -> list[list[CatalogObject]]:
    """Each object without a parent, then all that follows it."""
    found = defaultdict(list)
    for ident, thing in catalog.objects.items():
        found[root(catalog.objects, ident)].append(thing)
    return [sorted(family, key=lambda thing: thing.ident != head) for head, family in sorted(found.items())]


class _Said:
    """Facts and notes, each once where many objects share them."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self._numbers: dict[bytes, int] = {}

    def number(self, facts: Facts) -> int:
        text = marshal.dumps(dict(facts))
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return self._numbers[text]


def _family(
    things: Sequence[CatalogObject],
    number: int,
    catalog: Catalog,
    homes: Mapping[Ident, int],
    said: _Said,
) -> Family:
    places = {thing.ident: place for place, thing in enumerate(things)}
    needs = {thing.ident: sorted(catalog.needs.get(thing.ident, ())) for thing in things}
    rows = [_row(thing, places, needs[thing.ident], said) for thing in things]
    head, name = things[0], things[0].ident[1:3]
    return Family(
        *head.ident[:3],
        len(things),
        marshal.dumps(rows[0]),
        marshal.dumps(rows[1:]),
        b"".join(mark(thing, NOTHING) for thing in things),
        _shape(things),
        tuple(sorted({fact for thing in things for fact in CLASSES if fact in thing.facts})),
        tuple(sorted({stated for thing in things for stated in thing.notes.get("stated", ())})),
        tuple(sorted({thing.ident.kind for thing in things[1:]})),
        tuple(sorted({thing.ident[1:3] for thing in things} - {name})),
        tuple(sorted({homes[on] for needed in needs.values() for on in needed if on in homes} - {number})),
        tuple(f"{thing.ident}: {what}" for thing in things for what in thing.notes.get("not_compared", ())),
    )


def _row(thing: CatalogObject, places: Mapping[Ident, int], needed: Iterable[Ident], said: _Said) -> Row:
    parent = places[thing.parent] if thing.parent else None
    needs = [places.get(on, tuple(on)) for on in needed]
    return (*thing.ident, thing.address, thing.oid, said.number(thing.facts), said.number(thing.notes), parent, needs)


def _shape(things: Sequence[CatalogObject]) -> bytes:
    """Who follows whom, and in which order columns stand."""
    columns = sorted(
        (thing.notes["position"], thing.ident.part) for thing in things if thing.notes.get("position") is not None
    )
    told = [(thing.ident, thing.parent) for thing in things], [name for _, name in columns]
    return sha256(repr(told).encode()).digest()[:MARK]
