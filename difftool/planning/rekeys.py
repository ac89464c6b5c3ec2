"""A column that refers to a table goes, and another one comes: that looks like a rekey, and is told as its rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

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
        if parent not in declared and (carry := _carry(key, parent, live, target)):
            carried[parent] |= dict([carry])
    return tuple(line for parent, carry in sorted(carried.items()) for line in _told(parent, carry, live, target))


def _single(catalog: Catalog, other: Catalog) -> Iterator[ForeignKey]:
    """Foreign keys of one column that the other has not, or not so."""
    for ident, thing in sorted(catalog.objects.items()):
        there = other.objects.get(ident)
        changed = there is None or there.facts.get("definition") != thing.facts.get("definition")
        if changed and ident.kind == "constraint" and thing.facts.get("type") == "foreign key":
            key = foreign_key(thing, catalog)
            if len(key.columns) == len(key.refers_to) == 1:
                yield key


def _carry(key: ForeignKey, parent: Ident, live: Catalog, target: Catalog) -> Carry | None:
    """The column as a rule names it, and its successor; None where this is no rekey."""
    child = Ident("table", key.child.schema, key.child.name)
    to = table(target, parent.schema, parent.name).key
    goes = not _has(target, child, key.columns[0]) and not _has(target, parent, key.refers_to[0])
    if not goes or not to or not all(_has(live, parent, column) for column in to):
        return None
    new = _successor(key, child, to[-1], live, target)
    return (rule_name(child, key.columns[0]), new) if new else None


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
    (old, *_), new = table(live, parent.schema, parent.name).key, table(target, parent.schema, parent.name).key
    default = live.objects[Ident("column", parent.schema, parent.name, old)].facts.get("default")
    yield f"{parent.name} seems to get another key. If what refers to it is to be carried along, the rule is:"
    yield "data:"
    yield f"  - rekey: {rule_name(parent)}"
    yield f"    from: {identifier(old)}"
    yield f"    to: {new[0] if len(new) == 1 else '[' + ', '.join(map(identifier, new)) + ']'}"
    yield f"    carry: {{{', '.join(f'{written}: {column}' for written, column in carry.items())}}}"
    yield "    where_filled: keep          # values that are there already win"
    yield "    unresolved: refuse          # or quarantine: rows whose reference finds no row"
    if default and "nextval" not in str(default):
        yield f"    generate: {yaml_text(str(default))}          # the way back, for rows that come later"
