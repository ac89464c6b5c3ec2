"""Tables of which no column can be exchanged for another while they are in use, and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.planning.draft import Relation
from difftool.planning.foreign_keys import table
from difftool.sql.quote import qualified

_FIRED = re.compile(r" UPDATE(?! OF)\b")
"""by the fill; one of certain columns is not, for it does not know the new one"""


def unfilled(whole: Catalog, relations: Iterable[Relation]) -> Mapping[Relation, str]:
    """Those of the relations whose rows cannot be written batch by batch; `whole` is live without any bounds."""
    return _first({relation: _by_fill(relation, whole) for relation in relations})


def unfit(whole: Catalog, relations: Iterable[Relation], replicated: Collection[Relation]) -> Mapping[Relation, str]:
    """Those, and others that take no new column; `replicated` receive rows by logical replication."""
    publications = list(whole.of("publication"))
    parents = {name for thing in whole.wholes("table", "foreign_table") for name in thing.facts.get("inherits", ())}
    found: dict[Relation, list[str]] = {}
    for relation in relations:
        thing = whole.objects.get(Ident("table", *relation))
        if thing is not None:
            found[relation] = [
                "its rows arrive by logical replication" if relation in replicated else "",
                _by_itself(thing, thing.address in parents),
                *(f"{o.ident} {_SENDS}" for o in publications if _publishes(o, relation)),
                *_by_fill(relation, whole),
            ]
    return _first(found)


_SENDS = "would send a column that subscribers do not have"


def _first(reasons: Mapping[Relation, Iterable[str]]) -> Mapping[Relation, str]:
    firsts = {relation: next(filter(None, each), "") for relation, each in reasons.items()}
    return {relation: why for relation, why in firsts.items() if why}


def _by_itself(thing: CatalogObject, has_heirs: bool) -> str:
    facts = thing.facts
    if has_heirs or any(facts.get(fact) for fact in ("partition_key", "partition_of", "inherits")):
        return "it has partitions or heirs"
    if str(facts.get("replica_identity", "")).startswith("index ") or facts.get("cluster_on"):
        return "one of its indexes is marked for replication or CLUSTER"
    return "it is made after a type" if facts.get("of_type") else ""


def _by_fill(relation: Relation, whole: Catalog) -> Iterator[str]:
    if not table(whole, *relation).key:
        yield "it has no primary key to fill a new column along"
    for thing in whole.named(*relation):
        told = str(thing.facts.get("definition", ""))
        if thing.ident.kind == "trigger" and _FIRED.search(told.split(" ON ", maxsplit=1)[0]):
            yield f"{thing.ident} would fire"
        if thing.ident.kind == "rule" and " ON UPDATE" in told:
            yield f"{thing.ident} stands in for an UPDATE"


def _publishes(publication: CatalogObject, relation: Relation) -> bool:
    facts = publication.facts
    return bool(
        facts.get("all_tables")
        or qualified(*relation) in facts.get("tables", ())
        or relation[0] in facts.get("schemas", ())
    )
