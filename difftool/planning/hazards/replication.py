"""What logical replication cannot carry on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.hazard import Example, HazardKind
from difftool.planning.hazards.rule import Danger, Rule, Seen


def _no_identity(seen: Seen) -> Iterator[Danger]:
    before, after = _publications(seen.whole), _publications(seen.whole, seen)
    mute = _mute(seen.target, after) - _mute(seen.before, before)
    for ident in sorted(mute):
        parts = (thing.ident for side in (seen.before, seen.target) for thing in side.named(ident.schema, ident.name))
        keys = (str(part) for part in parts if part.kind == "constraint")
        step = seen.last(str(ident), *keys, *(str(publication.ident) for publication in after))
        if step:
            yield Danger(step.id, str(ident), "UPDATE and DELETE of its rows fail, for they are published")


def _publications(whole: Catalog, seen: Seen | None = None) -> list[CatalogObject]:
    """Those that publish changes of rows: as they are, or as they will be."""
    found = {thing.ident: thing for thing in whole.of("publication")}
    if seen:
        before, target = seen.before.objects, seen.target.objects
        found = {ident: thing for ident, thing in found.items() if ident not in before or ident in target}
        found |= {thing.ident: thing for thing in seen.target.of("publication")}
    return [thing for thing in found.values() if thing.facts.get("update") or thing.facts.get("delete")]


def _mute(catalog: Catalog, publications: Iterable[CatalogObject]) -> set[Ident]:
    """Published tables whose rows nothing identifies (manual: "Logical Replication: Publication", replica identity)."""
    listed = list(publications)
    tables = catalog.of("table") if listed else ()
    return {t.ident for t in tables if any(_publishes(p, t) for p in listed) and not _identified(t, catalog)}


def _publishes(publication: CatalogObject, table: CatalogObject) -> bool:
    facts = publication.facts
    in_schema = table.ident.schema in (facts.get("schemas") or ())
    return bool(facts.get("all_tables") or in_schema or table.address in (facts.get("tables") or ()))


def _identified(table: CatalogObject, catalog: Catalog) -> bool:
    identity = table.facts.get("replica_identity")
    if identity:
        return bool(identity != "nothing")
    parts = catalog.named(table.ident.schema, table.ident.name)
    return any(part.facts.get("type") == "primary key" for part in parts)


_BEFORE = """create table stock (part integer primary key, shelf integer not null);
create publication shop for table stock;"""

NO_IDENTITY = Rule(
    HazardKind(
        "NO-IDENTITY",
        "published rows cannot be told apart",
        "confirm",
        condition="leaves a table, whose updates or deletions are published, without primary key or replica identity",
        effect="Each UPDATE and DELETE of the table fails from this step on: subscribers could not find the row.",
        remedy="keep a primary key, or give the table REPLICA IDENTITY FULL",
        bad=Example(_BEFORE, "create table stock (part integer not null, shelf integer not null);"),
        good=Example(_BEFORE, "create table stock (part integer, shelf integer, primary key (part, shelf));"),
    ),
    _no_identity,
)
