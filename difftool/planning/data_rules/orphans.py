"""`orphans`: rows that would break a new foreign key, resolved between its NOT VALID and its validation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.foreign_key import ForeignKey
from difftool.model.plan import Phase, Probe
from difftool.model.profile import DataRule
from difftool.planning import orphans, quarantine
from difftool.planning.data_rules.contribution import Contribution, Ground, place
from difftool.planning.data_rules.hanging import Hanging, forbidden, hanging
from difftool.planning.draft import Cleaning, Draft
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.probes.question import Question
from difftool.sql.quote import identifier


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
        if isinstance(rule.keys["become"], dict):
            questions.append(_still_orphans(thing, key, rule, ground))
        draft = Draft(Phase.CLEAN, resolved.sql, relation, resolved.title, undo=resolved.undo, alone=True, rows=True)
        found[key.name] = (str(thing.ident), Cleaning(draft, orphans.orphan_probe(key)))
    return Contribution(
        cleanings={name: cleaning for name, (_, cleaning) in found.items()},
        resolves=frozenset(ident for ident, _ in found.values()),
        questions=tuple(questions),
    )


def _still_orphans(constraint: CatalogObject, key: ForeignKey, rule: DataRule, ground: Ground) -> Question:
    """Rows that the rule's default leaves orphans, or gives no value where they need one."""
    value, given = str(rule.keys["become"]["default"]), _given(key, rule)
    count = f"select count(*) {given}"
    shown = f"concat_ws(', ', {', '.join(f't.{identifier(column)}' for column in key.columns)})"
    return Question(
        constraint.ident,
        Ident("table", key.child.schema, key.child.name),
        Probe(count, 0, f"would name no row of {key.parent_name} by the rule's default ({value}) either"),
        f"{key.child.name}.{', '.join(key.columns)} -> {key.parent_name}.{', '.join(key.refers_to)}",
        orphans.count_query(key),
        f"select distinct {shown} as example {given} order by example limit {{limit}}",
        (
            f"# in orphans: {rule.subject}",
            f"{orphans.remedy(key)[-1].strip()}, or a default that {key.parent_name} has",
        ),
        advice=_seeding(key, ground),
    )


def _given(key: ForeignKey, rule: DataRule) -> str:
    """FROM and WHERE: those that are still wrong of the orphans, with the columns of the key as they will be.

    OFFSET keeps PostgreSQL from evaluating the default for the other rows, which never get it.
    """
    value = str(rule.keys["become"]["default"])
    changed = [key.child.column(column) for column in orphans.overwritten(key, rule)]
    kept = (f"t.{identifier(column)}" for column in key.columns if column not in {each.name for each in changed})
    columns = (*kept, *(f"({value})::{each.type} as {identifier(each.name)}" for each in changed))
    orphan, table = orphans.is_orphan(key), quarantine.source(key.child)
    wrong = [f"({orphan})", *(f"t.{identifier(each.name)} is null" for each in changed if not each.nullable)]
    return (
        f"from (select {', '.join(columns)} from {table} as t where {orphan} offset 0) as t where {' or '.join(wrong)}"
    )


def _seeding(key: ForeignKey, ground: Ground) -> str:
    """The profile's own statement that speaks of the parent: it may bring the row, so apply finds out."""
    parent = re.compile(rf"\b{re.escape(key.parent_name)}\b")
    return next((f"sql: {each.splitlines()[0]}" for each in ground.statements if parent.search(each)), "")


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
