"""What the rows say to a change, and what the data rules make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from difftool.diff.fingerprint import fingerprint
from difftool.errors import DataRefused
from difftool.jobs.conversions import refuse_volatile
from difftool.jobs.current import Reading
from difftool.jobs.live import Live
from difftool.jobs.target import Target
from difftool.model.catalog import Ident
from difftool.model.change import Change
from difftool.model.plan import Batch, Finding
from difftool.model.profile import Policy, Profile
from difftool.pg.probe import ask
from difftool.planning.batches import batched, is_marked
from difftool.planning.data_rules import contributions, judged, plan_key
from difftool.planning.data_rules.contribution import Ground, place, relation
from difftool.planning.draft import Data, Draft, Relation, Sync
from difftool.planning.foreign_keys import table
from difftool.planning.kept import kept
from difftool.planning.losses import losses
from difftool.planning.questions import Question, assertions, questions
from difftool.planning.rekeys import rekeys
from difftool.planning.sync import busy
from difftool.report.refusal import refusal_headline, refusal_text
from difftool.sql.quote import qualified


@dataclass(frozen=True, slots=True)
class Rows:
    """`losses` are what drops would lose and no data rule declares; `data` is what the plan needs on their account.

    `renamed` are what only looks dropped or new, in words.
    """

    findings: tuple[Finding, ...]
    losses: tuple[Finding, ...]
    data: Data
    renamed: frozenset[str]


def ask_rows(live: Live, profile: Profile, changes: tuple[Change, ...], seen: Reading, target: Target) -> Rows:
    """Raises DataRefused with the findings that no rule takes care of, and what would."""
    refuse_volatile(profile, live.session)
    ground = _ground(profile, seen, target)
    rules = contributions(profile, ground)
    _refuse_replicated(live, rules.syncs)
    converted = {each.about: each.value for each in rules.conversions}
    asked = questions(changes, seen.live, target.catalog, converted, rules.filled, rules.resolves)
    examples, path = profile.policy.examples, profile.search_path
    findings = judged(ask(live.session, asked, examples, path), asked, rules)
    findings += ask(live.session, rules.questions, examples, path)
    refuse_unresolved(findings, profile, proposals(profile, seen, target))
    losing = tuple(question for question in losses(changes, seen.live) if str(question.about) not in rules.renamed)
    lost = ask(live.session, losing, None)
    known = (o for o in seen.live.wholes("table", "foreign_table") if o.notes.get("bytes"))
    sizes = {f"{o.ident.schema}.{o.ident.name}": int(o.notes["bytes"]) for o in known}
    aside = kept(ground, zip(losing, lost, strict=True), rules, sizes, profile.policy.quarantine_max)
    large = {f.subject for q, f in zip(losing, lost, strict=True) if _size(q, sizes) > profile.policy.quarantine_max}
    told = (_too_large(f, profile.policy) if f.subject in large else f for f in lost)
    undeclared = tuple(f for f in told if f.subject in large or f.subject not in rules.declared_losses)
    guards = assertions(asked, rules.resolves)
    drafts = (*rules.drafts, *aside.copies)
    mended = (*drafts, *(cleaning.draft for cleaning in rules.cleanings.values()))
    batches = _batches(live, ground, mended, profile.policy.batch)
    data = Data(
        rules.prelude,
        tuple(batched(draft, batches) for draft in drafts),
        {name: replace(each, draft=batched(each.draft, batches)) for name, each in rules.cleanings.items()},
        {**guards, **rules.asserts},
        {**aside.before, **{each.about: each.keep for each in rules.conversions}},
        {**aside.comebacks, **{each.about: each.comeback for each in rules.conversions}},
        rules.conversions,
        {name: tuple(batched(draft, batches) for draft in again) for name, again in rules.catch_ups.items()},
        rules.syncs,
        {str(question.about): question.settle for question in asked if question.settle},
    )
    return Rows(findings, undeclared, data, rules.renamed)


def _size(question: Question, sizes: Mapping[str, int]) -> int:
    return sizes.get(f"{question.about.schema}.{question.about.name}", 0)


def _too_large(finding: Finding, policy: Policy) -> Finding:
    """A loss even where a rule means it: whether that is allowed is for the policy to say."""
    largest = f"policy: quarantine_max, {policy.quarantine_max:,} bytes"
    return replace(finding, sentence=f"{finding.sentence}; their table is too large to keep them aside ({largest})")


def _batches(live: Live, ground: Ground, drafts: Iterable[Draft], size: int) -> dict[Relation, Batch]:
    """For tables of more rows than a batch has, that have a primary key to walk along."""
    found = {}
    for draft in drafts:
        name = qualified(*draft.relation)
        key = table(ground.live, *draft.relation).key if is_marked(draft) and not draft.batch else ()
        if key and live.session.value(f"select exists (select from {name} offset {size})"):
            found[draft.relation] = Batch(name, key, size)
    return found


def _ground(profile: Profile, seen: Reading, target: Target) -> Ground:
    key = plan_key(fingerprint(seen.live, target.comparing), profile)
    policy = profile.policy
    kept_for = f"{int(policy.quarantine_keep)} seconds"
    larger = busy(seen.live, policy)
    mended = frozenset(Ident("column", *place(rule.subject)) for rule in profile.data if rule.rule == "nulls")
    own = tuple(rule.subject for rule in profile.data if rule.rule == "sql")
    return Ground(seen.live, target.catalog, key, kept_for, profile.search_path, policy.batch, larger, mended, own)


def _refuse_replicated(live: Live, syncs: Iterable[Sync]) -> None:
    """Rows that arrive by logical replication fire no triggers, so nothing would fill their new columns."""
    for each in syncs:
        name = qualified(*each.guard.relation)
        ask = "select exists (select from pg_catalog.pg_subscription_rel where srrelid = to_regclass(%s))"
        if live.session.value(ask, [name]):
            raise DataRefused(
                f"{each.column} is to be filled while others write, and rows of {name} arrive by logical replication",
                details=(
                    "those fire no trigger: plan with `policy: {online: never}`, which fills under a lock",
                    "Nothing was changed.",
                ),
            )


def proposals(profile: Profile, seen: Reading, target: Target) -> tuple[str, ...]:
    """The rules that the change itself suggests, where the profile has none."""
    declared = {Ident("table", *relation(rule.subject)) for rule in profile.data if rule.rule == "rekey"}
    return rekeys(seen.live, target.catalog, declared)


def refuse_unresolved(findings: tuple[Finding, ...], profile: Profile, proposed: tuple[str, ...] = ()) -> None:
    """Counts, examples, and the YAML that would resolve it."""
    unresolved = tuple(finding for finding in findings if finding.count and not finding.resolved_by)
    if unresolved:
        file = profile.place.file or "the profile"
        told = refusal_text(unresolved, file, more=_not_by_statements(profile))
        raise DataRefused(refusal_headline(unresolved), details=(*told, *proposed))


def _not_by_statements(profile: Profile) -> tuple[str, ...]:
    """What its own statements would leave is not known before they run, and then it is too late to refuse."""
    places = [str(rule.place) for rule in profile.data if rule.rule == "sql"]
    sentence = (
        f"An `sql` rule ({', '.join(places)}) does not count as taking care of rows: what it will leave cannot be "
        "asked before it runs. `nulls`, `fill`, `orphans`, `duplicates` and `convert` do, with an expression where "
        "there is no fixed value; or run that statement yourself, then plan again."
    )
    return (sentence,) if places else ()
