"""The profile's data rules against what the rows answered: what is resolved, how, and what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from difftool.model.catalog import Catalog
from difftool.model.change import Change
from difftool.model.foreign_key import ForeignKey
from difftool.model.plan import Finding, Phase
from difftool.model.profile import DataRule, Profile
from difftool.planning import orphans
from difftool.planning.foreign_keys import foreign_key
from difftool.planning.hazards import cascades
from difftool.planning.questions import Question
from difftool.planning.weave import Cleaning, Draft

CARRIED_OUT = ("orphans",)
"""The rules that plans carry out; what needs another one is refused."""


def plan_key(before: str, profile: Profile) -> str:
    """Names what a plan keeps aside; the same plan for the same state has the same key."""
    return hashlib.sha256(f"{before} {profile.digest}".encode()).hexdigest()[:12]


def judged(findings: Sequence[Finding], asked: Sequence[Question], profile: Profile) -> tuple[Finding, ...]:
    """The findings, with the rule that takes care of each; those of orphans that no rule names stay unresolved."""
    return tuple(
        replace(finding, resolved_by=f"orphans: {rule.subject}, become: {rule.keys['become']}")
        if question.foreign_key and (rule := rule_for(question.foreign_key, profile.data))
        else finding
        for finding, question in zip(findings, asked, strict=True)
    )


def rule_for(key: ForeignKey, rules: Iterable[DataRule]) -> DataRule | None:
    """The `orphans` rule that names one of the columns, unless it says to refuse."""
    named = {f"{where}{key.child.name}.{column}" for column in key.columns for where in _prefixes(key.child.schema)}
    for rule in rules:
        if rule.rule == "orphans" and rule.subject in named and rule.keys["become"] != "refuse":
            return rule
    return None


def _prefixes(schema: str) -> tuple[str, ...]:
    return (f"{schema}.", "") if schema == "public" else (f"{schema}.",)


def not_carried_out(rules: Iterable[DataRule], changes: Iterable[Change]) -> tuple[DataRule, ...]:
    """Rules that a plan with these changes would need, and that are not carried out yet."""
    altered = {
        f"{change.ident.schema}.{change.ident.name}"
        for change in changes
        if change.before is not None or change.ident.kind == "column"
    }
    return tuple(rule for rule in rules if rule.rule not in CARRIED_OUT and _table(rule) in altered)


def _table(rule: DataRule) -> str:
    names = rule.subject.split("(")[0].split(".")
    if rule.rule in ("nulls", "fill", "convert"):
        names = names[:-1]
    return ".".join(names if len(names) > 1 else ["public", *names])


def cleanings(
    asked: Sequence[Question], findings: Sequence[Finding], profile: Profile, target: Catalog, key: str
) -> dict[str, Cleaning]:
    """The clean step of each foreign key that a rule takes care of, by the constraint's name."""
    keep = f"{int(profile.policy.quarantine_keep)} seconds"
    found: dict[str, Cleaning] = {}
    for question, finding in zip(asked, findings, strict=True):
        fk = question.foreign_key
        rule = rule_for(fk, profile.data) if fk and finding.of else None
        if fk is None or rule is None:
            continue
        resolved = orphans.resolve(fk, rule, key, 10 * len(found) + 1, keep, _following(fk, target))
        relation = (fk.child.schema, fk.child.name)
        draft = Draft(Phase.CLEAN, resolved.sql, relation, resolved.title, undo=resolved.undo, alone=True, rows=True)
        found[fk.name] = Cleaning(draft, question.probe)
    return found


def _following(fk: ForeignKey, target: Catalog) -> tuple[ForeignKey, ...]:
    """The foreign keys through which a deletion of the child's rows goes on, each table once."""
    by_parent, found, waiting = cascades(target), [], [(fk.child.schema, fk.child.name)]
    seen = set(waiting)
    while waiting:
        for ident in by_parent.get(waiting.pop(0), ()):
            table = (ident.schema, ident.name)
            if table not in seen:
                seen.add(table)
                waiting.append(table)
                found.append(foreign_key(target.objects[ident], target))
    return tuple(found)
