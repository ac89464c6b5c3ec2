"""A column that refers to a table goes, and another one comes: that looks like a rekey, and is told as its rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from difftool.diff.unlike import unlike
from difftool.model.catalog import Catalog, Ident
from difftool.model.foreign_key import ForeignKey
from difftool.planning.foreign_keys import foreign_key, table
from difftool.planning.probes.rows import rule_name, yaml_text
from difftool.sql.quote import identifier

Carry = tuple[str, str]


def rekeys(live: Catalog, target: Catalog, declared: Collection[Ident]) -> tuple[str, ...]:
    """Lines of YAML, with a sentence above, for each table that seems to get another key and has no rule yet.

    `declared` are the tables that have one.
    """
    carried: defaultdict[Ident, dict[str, str]] = defaultdict(dict)
    for key in _single(live, target):
        parent = Ident("table", key.parent_schema, key.parent_name)
        if (carry := _carry(key, parent, live, target)) and parent not in declared:
            carried[parent] |= dict([carry])
    for key in _single(target, live):
        parent = Ident("table", key.parent_schema, key.parent_name)
        if (carry := _alike(key, parent, live, target)) and parent not in declared:
            carried[parent].setdefault(*carry)
    return tuple(line for parent, carry in sorted(carried.items()) for line in _told(parent, carry, live, target))


def _single(catalog: Catalog, other: Catalog) -> Iterator[ForeignKey]:
    """Foreign keys of one column that the other has not, or not so."""
    idents = sorted(ident for ident in unlike(catalog.objects, other.objects) if ident.kind == "constraint")
    keys = (catalog.objects[ident] for ident in idents if ident in catalog.objects)
    for thing in (key for key in keys if key.facts.get("type") == "foreign key"):
        there = other.objects.get(thing.ident)
        if there is None or there.facts.get("definition") != thing.facts.get("definition"):
            key = foreign_key(thing, catalog)
            if len(key.columns) == len(key.refers_to) == 1:
                yield key


def _carry(key: ForeignKey, parent: Ident, live: Catalog, target: Catalog) -> Carry | None:
    """The column as a rule names it, and its successor; None where this is no rekey."""
    child = Ident("table", key.child.schema, key.child.name)
    if _has(target, child, key.columns[0]) or not _changes(parent, live, target):
        return None
    new = _successor(key, child, _key(target, parent)[-1], live, target)
    return (rule_name(child, key.columns[0]), new) if new else None


def _alike(key: ForeignKey, parent: Ident, live: Catalog, target: Catalog) -> Carry | None:
    """Of a reference that comes, what the child holds of the old key: as `owner_name`, where `owner_id` comes."""
    child = Ident("table", key.child.schema, key.child.name)
    if _has(live, child, key.columns[0]) or not _changes(parent, live, target):
        return None
    stem, (old, *_) = key.columns[0].removesuffix(key.refers_to[0]), _key(live, parent)
    there = stem != key.columns[0] and _has(live, child, f"{stem}{old}")
    return (rule_name(child, f"{stem}{old}"), key.columns[0]) if there else None


def _changes(parent: Ident, live: Catalog, target: Catalog) -> bool:
    """Whether it gets another key, which its rows hold already, or will by a default."""
    old, new = _key(live, parent), _key(target, parent)
    made = (target.objects[Ident("column", parent.schema, parent.name, column)] for column in new)
    known = all(_has(live, parent, o.ident.part) or o.facts.get("default") or o.facts.get("identity") for o in made)
    return len(old) == 1 and bool(new) and old != new and known


def _key(catalog: Catalog, of: Ident) -> tuple[str, ...]:
    return table(catalog, of.schema, of.name).key


def _successor(key: ForeignKey, child: Ident, to: str, live: Catalog, target: Catalog) -> str:
    """What refers to the same table now; else the column that is called alike, as `owner_id` and `owner_name`."""
    for other in _single(target, live):
        same = (other.parent_schema, other.parent_name) == (key.parent_schema, key.parent_name)
        if same and (other.child.schema, other.child.name) == (child.schema, child.name):
            return other.columns[0]
    stem = key.columns[0].removesuffix(key.refers_to[0])
    alike = f"{stem}{to}"
    return alike if stem != key.columns[0] and _has(target, child, alike) else ""


def _has(catalog: Catalog, of: Ident, column: str) -> bool:
    return Ident("column", of.schema, of.name, column) in catalog.objects


def _told(parent: Ident, carry: dict[str, str], live: Catalog, target: Catalog) -> Iterator[str]:
    (old,), new = _key(live, parent), _key(target, parent)
    default = live.objects[Ident("column", parent.schema, parent.name, old)].facts.get("default")
    yield f"{parent.name} seems to get another key. If what refers to it is to be carried along, the rule is:"
    yield "data:"
    yield f"  - rekey: {rule_name(parent)}"
    yield f"    from: {identifier(old)}"
    yield f"    to: {new[0] if len(new) == 1 else '[' + ', '.join(map(identifier, new)) + ']'}"
    yield f"    carry: {{{', '.join(f'{written}: {column}' for written, column in carry.items())}}}"
    yield "    where_filled: keep          # values that are there already win"
    yield "    unresolved: refuse          # or quarantine: rows whose reference finds no row"
    if default and not _has(target, parent, old) and "nextval" not in str(default):
        yield f"    generate: {yaml_text(str(default))}          # the way back, for rows that come later"
