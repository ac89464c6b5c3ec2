"""`orphans`: rows that would break a new foreign key, resolved between its NOT VALID and its validation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from difftool.model.catalog import CatalogObject
from difftool.model.plan import Phase
from difftool.model.profile import DataRule
from difftool.planning import orphans
from difftool.planning.data_rules.contribution import Contribution, Ground, place
from difftool.planning.data_rules.hanging import Hanging, forbidden, hanging
from difftool.planning.draft import Cleaning, Draft
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.probes.question import Question


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:
    """For each foreign key of the target on the named column that live does not enforce yet."""
    if rule.keys["become"] == "refuse":
        return Contribution()
    found = {}
    questions: list[Question] = []
    for thing in _new_keys(rule, ground):
        key = foreign_key(thing, ground.target)
        reached = Hanging()
        if rule.keys["become"] in ("delete", "quarantine"):
            key = replace(key, child=ground.table_now(key.child.schema, key.child.name))
            reached = hanging(ground, key.child.schema, key.child.name)
            questions += forbidden(reached, key.child, orphans.is_orphan(key))
        given = (reached.following, reached.loosened)
        resolved = orphans.resolve(key, rule, ground.key, next(number), ground.keep, *given)
        for _ in (*reached.following, *reached.loosened, *key.columns):
            next(number)
        relation = (key.child.schema, key.child.name)
        draft = Draft(Phase.CLEAN, resolved.sql, relation, resolved.title, undo=resolved.undo, alone=True, rows=True)
        found[key.name] = (str(thing.ident), Cleaning(draft, orphans.orphan_probe(key)))
    return Contribution(
        cleanings={name: cleaning for name, (_, cleaning) in found.items()},
        resolves=frozenset(ident for ident, _ in found.values()),
        questions=tuple(questions),
    )


def _new_keys(rule: DataRule, ground: Ground) -> Iterator[CatalogObject]:
    schema, table, column = place(rule.subject)
    for ident, thing in sorted(ground.target.objects.items(), key=lambda item: item[0]):
        here = ground.live.objects.get(ident)
        enforced = here is not None and bool(here.facts.get("validated"))
        if (ident.schema, ident.name) != (schema, table) or thing.facts.get("type") != "foreign key" or enforced:
            continue
        columns = foreign_key(thing, ground.target).columns
        if column in columns and all(ground.has_column(schema, table, name) for name in columns):
            yield thing
