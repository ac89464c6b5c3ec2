"""Partitioned tables and what is in them: without rows of their own, all their statements reach those of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from difftool.model.catalog import Catalog
from difftool.planning.draft import Relation


def leaves(catalog: Catalog) -> Mapping[Relation, tuple[Relation, ...]]:
    """Of each partitioned table the partitions, at any depth, that hold its rows."""
    tables = sorted(catalog.of("table"), key=lambda table: table.ident)
    parts = defaultdict(list)
    for thing in tables:
        parts[str(thing.facts.get("partition_of"))].append(thing)
    found = {}
    for thing in tables:
        if thing.facts.get("partition_key"):
            mine, waiting = [], [thing]
            while waiting:
                each = waiting.pop(0)
                waiting += parts[each.address] if each.facts.get("partition_key") else []
                mine += [] if each.facts.get("partition_key") else [(each.ident.schema, each.ident.name)]
            found[thing.ident.schema, thing.ident.name] = tuple(mine)
    return found


def estimates(catalog: Catalog, note: str) -> Mapping[Relation, int]:
    """`rows` or `bytes` by relation, as PostgreSQL estimates them; of a partitioned table those of its partitions."""
    known = {
        (thing.ident.schema, thing.ident.name): int(thing.notes[note])
        for thing in sorted(catalog.of("table", "materialized_view"), key=lambda relation: relation.ident)
        if thing.notes.get(note) is not None
    }
    parents = {
        relation: [known[leaf] for leaf in found if leaf in known] for relation, found in leaves(catalog).items()
    }
    return {**known, **{relation: sum(each) for relation, each in parents.items() if each}}
