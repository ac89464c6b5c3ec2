"""One line that stands for everything a catalog says."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import TypeVar

from difftool.diff.unlike import speaking
from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Comparing, Ident
from difftool.model.families import MARK, Families

Objects = Mapping[Ident, CatalogObject]
Marks = Mapping[Ident, bytes]
"""a SHA-256 for each object; where most objects stay as they are, theirs need not be made again"""

FamilyMarks = Mapping[int, list[bytes]]
M = TypeVar("M")

_RECENT: deque[tuple[Objects, Comparing, Marks]] = deque(maxlen=64)
_FAMILIES: deque[tuple[Objects, Comparing, FamilyMarks]] = deque(maxlen=4)
_DIGESTS: deque[tuple[Objects, Comparing, bytes]] = deque(maxlen=64)
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def fingerprint(catalog: Catalog, comparing: Comparing) -> str:
    """`18:` and a SHA-256 over managed and foreign objects: equal if and only if all compared facts are.

    It carries the major version because each one renders the same definition in its own way.
    """
    return _named(catalog, (_whole(objects, comparing) for objects in (catalog.objects, catalog.foreign)))


def managed_fingerprint(catalog: Catalog, comparing: Comparing, others: Iterable[bytes] = ()) -> str:
    """The same over managed objects alone: for a copy, which need not hold all that hangs on them from outside.

    `others` are marks of managed objects that are not in this catalog.
    """
    return _named(catalog, [_digest(chain(all_marks(catalog.objects, comparing), others))])


def marks(objects: Objects, comparing: Comparing) -> Marks:
    """Of a catalog's objects, which are the same for ever: those of the last few are remembered."""
    return _remembered(_RECENT, objects, comparing, partial(_of_each, objects, comparing))


def family_marks(objects: Families, comparing: Comparing) -> FamilyMarks:
    """By number; those of most were made when the catalog was written."""
    return _remembered(_FAMILIES, objects, comparing, partial(_of_families, objects, comparing))


def all_marks(objects: Objects, comparing: Comparing, without: AbstractSet[Ident] = frozenset()) -> Iterator[bytes]:
    """The marks of all these objects but those `without`, in no order."""
    if not isinstance(objects, Families):
        yield from (mark for ident, mark in marks(objects, comparing).items() if ident not in without)
        return
    cut = {number for ident in without for number in objects.homes(ident.schema, ident.name)}
    for number, made in family_marks(objects, comparing).items():
        if number in cut:
            yield from (mark(thing, comparing) for thing in objects.family(number) if thing.ident not in without)
        else:
            yield from made


def _of_each(objects: Objects, comparing: Comparing) -> Marks:
    had, marked = next(((known, made) for known, by, made in reversed(tuple(_RECENT)) if by == comparing), ({}, {}))
    return {
        ident: marked[ident] if _same(found, had.get(ident)) else mark(found, comparing)
        for ident, found in objects.items()
    }


def _same(found: CatalogObject, known: CatalogObject | None) -> bool:
    """What was read in the same words twice has the very same facts."""
    return known is not None and found.facts is known.facts


def _of_families(objects: Families, comparing: Comparing) -> FamilyMarks:
    aloud = speaking(objects, comparing)
    return {number: _of_family(objects, number, comparing, number in aloud) for number in objects.numbers}


def _of_family(objects: Families, number: int, comparing: Comparing, aloud: bool) -> list[bytes]:
    if aloud:
        return [mark(thing, comparing) for thing in objects.family(number)]
    made = objects.kept.families[number].marks
    return [made[at : at + MARK] for at in range(0, len(made), MARK)]


def _remembered(
    recent: deque[tuple[Objects, Comparing, M]], objects: Objects, comparing: Comparing, make: Callable[[], M]
) -> M:
    for known, by, made in tuple(recent):  # others may plan at the same time
        if known is objects and by == comparing:
            return made
    made = make()
    recent.append((objects, comparing, made))
    return made


def mark(found: CatalogObject, comparing: Comparing) -> bytes:
    """A SHA-256."""
    return sha256(_canonical(found, comparing)).digest()


def _whole(objects: Objects, comparing: Comparing) -> bytes:
    return _remembered(_DIGESTS, objects, comparing, lambda: _digest(all_marks(objects, comparing)))


def _digest(made: Iterable[bytes]) -> bytes:
    return sha256(b"".join(sorted(made))).digest()


def _named(catalog: Catalog, digests: Iterable[bytes]) -> str:
    return f"{catalog.major}:{sha256(b''.join(digests)).hexdigest()}"


def _canonical(found: CatalogObject, comparing: Comparing) -> bytes:
    left_out = [name for name in CLASSES if name in found.facts and not comparing.includes(found.ident, name)]
    facts = {name: value for name, value in found.facts.items() if name not in left_out} if left_out else found.facts
    return _JSON([*found.ident, facts]).encode()
