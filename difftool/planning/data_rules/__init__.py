"""The profile's data rules: what each adds to a plan. A rule is one small file; the mapping lists them all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from difftool.errors import DataRefused
from difftool.model.catalog import Catalog
from difftool.model.plan import Finding
from difftool.model.profile import DataRule, Profile
from difftool.planning.data_rules import convert, duplicates, fill, nulls, orphans, raw_sql, rekey, rename
from difftool.planning.data_rules.contribution import Contribution, Ground
from difftool.planning.draft import Draft
from difftool.planning.questions import Question
from difftool.planning.triggers import fired

Contribute = Callable[[DataRule, Ground, Iterator[int]], Contribution]

RULES: Mapping[str, Contribute] = {
    "rename": rename.contribute,
    "rekey": rekey.contribute,
    "convert": convert.contribute,
    "fill": fill.contribute,
    "nulls": nulls.contribute,
    "duplicates": duplicates.contribute,
    "orphans": orphans.contribute,
    "sql": raw_sql.contribute,
}
"""In the order in which their statements come."""

FIRST = 1
"""the number of the first quarantine table"""


def plan_key(before: str, profile: Profile) -> str:
    """Names what a plan keeps aside; the same plan for the same state has the same key."""
    return hashlib.sha256(f"{before} {profile.digest}".encode()).hexdigest()[:12]


def contributions(profile: Profile, ground: Ground) -> Contribution:
    """All rules of the profile together. Raises DataRefused where a rule would fire somebody's trigger unasked."""
    whole, numbers = Contribution(), count(FIRST)
    for name, contribute in RULES.items():
        for rule in profile.data:
            if rule.rule == name:
                part = contribute(rule, ground, numbers)
                part = replace(part, resolved_by=dict.fromkeys(part.resolves, _in_words(rule)))
                _refuse_triggers(rule, part, ground.live)
                whole = _joined(whole, part)
    return whole


def judged(findings: Sequence[Finding], asked: Sequence[Question], rules: Contribution) -> tuple[Finding, ...]:
    """The findings, those that a rule takes care of marked so; what is asserted later is what the rule asserts."""
    return tuple(
        replace(finding, resolved_by=rules.resolved_by[about], probe=rules.asserts.get(about, finding.probe))
        if (about := str(question.about)) in rules.resolves
        else finding
        for finding, question in zip(findings, asked, strict=True)
    )


def _in_words(rule: DataRule) -> str:
    """As "orphans: llm_workflow_jobs.user_id, become: set-null"."""
    said = {key: rule.keys[key] for key in ("become", "keep", "to", "from", "using") if key in rule.keys}
    return ", ".join((f"{rule.rule}: {rule.subject}", *(f"{key}: {_value(value)}" for key, value in said.items())))


def _value(value: object) -> str:
    """As people write it in the profile: "{default: now()}"."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {each}' for key, each in value.items())}}}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _joined(one: Contribution, other: Contribution) -> Contribution:
    return Contribution(
        _once(one.prelude, other.prelude),
        one.drafts + other.drafts,
        {**one.cleanings, **other.cleanings},
        {**one.asserts, **other.asserts},
        one.resolves | other.resolves,
        {**one.resolved_by, **other.resolved_by},
        one.renamed | other.renamed,
        one.declared_losses | other.declared_losses,
        {**one.backfill, **other.backfill},
        {**one.generate, **other.generate},
        one.conversions + other.conversions,
        one.questions + other.questions,
        {
            name: (*one.catch_ups.get(name, ()), *other.catch_ups.get(name, ()))
            for name in (*one.catch_ups, *other.catch_ups)
        },
        one.syncs + other.syncs,
        _filled(one.filled, other.filled),
    )


def _filled(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Where both fill a column, the other takes what the first leaves empty."""
    both = {name: f"coalesce({one[name]}, {other[name]})" for name in one.keys() & other.keys()}
    return {**one, **other, **both}


def _once(one: tuple[Draft, ...], other: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Two rules may need the same new column."""
    known = {draft.statements for draft in one}
    return (*one, *(draft for draft in other if draft.statements not in known))


def _refuse_triggers(rule: DataRule, part: Contribution, live: Catalog) -> None:
    """User triggers that a data step would fire run other people's code on every row: only where the rule says so.

    Its way back counts as well: what it restores would be changed by them.
    """
    if rule.keys.get("triggers") == "fire":
        return
    drafts = (*part.drafts, *(cleaning.draft for cleaning in part.cleanings.values()))
    there = (found for each in drafts for found in fired(each.statements, live, each.relation))
    undos = (*(d.undo.sql for d in drafts if d.undo), *(c.comeback.restore for c in part.conversions))
    back = (found for sql in undos for found in fired(sql, live))
    for found, when in ((tuple(there), "its step"), (tuple(back), "its way back")):
        if found:
            raise DataRefused(
                f"{rule.rule}: {rule.subject}: {when} would fire {', '.join(dict.fromkeys(found))}",
                where=str(rule.place),
                details=("add `triggers: fire` to the rule if that is wanted", "Nothing was changed."),
            )
