"""What does not come back: values that are dropped, steps without a way back."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.hazard import Example, HazardKind
from difftool.planning.hazards.rule import Danger, Rule, Seen


def _losses(seen: Seen) -> Iterator[Danger]:
    for step in seen.steps:
        for loss in seen.losses:
            if loss.count and loss.subject in step.touches:
                yield Danger(step.id, loss.subject, loss.sentence)


def _irreversible(seen: Seen) -> Iterator[Danger]:
    for step in seen.steps:
        if step.undo.kind == "irreversible":
            yield Danger(step.id, ", ".join(step.touches), step.undo.why)


DATA_LOSS = Rule(
    HazardKind(
        "DATA-LOSS",
        "values are lost",
        "refuse",
        condition="drops a table or column that holds values, as counted on live, or is too large to be kept",
        effect="The values are gone. A rollback brings back what was kept in quarantine, until that is purged.",
        remedy="keep the column or table in the snapshot",
        bad=Example(
            """create table letters (id integer primary key, note text);
insert into letters values (1, 'urgent');""",
            "create table letters (id integer primary key);",
        ),
        good=Example(
            """create table letters (id integer primary key, note text);
insert into letters values (1, null);""",
            "create table letters (id integer primary key);",
        ),
    ),
    _losses,
)

IRREVERSIBLE = Rule(
    HazardKind(
        "IRREVERSIBLE",
        "there is no way back",
        "refuse",
        condition="has no way back, as a new label of an enum",
        effect="A rollback leaves what this step has made, and says so.",
        remedy="find another form: a check or a table of its own is easier to change than an enum",
        bad=Example(
            "create type mood as enum ('glad', 'sad');\ncreate table guests (id integer primary key, feels mood);",
            "create type mood as enum ('glad', 'sad', 'bored');\n"
            "create table guests (id integer primary key, feels mood);",
        ),
        good=Example(
            "create table guests (id integer primary key, feels text check (feels in ('glad', 'sad')));",
            "create table guests (id integer primary key, feels text check (feels in ('glad', 'sad', 'bored')));",
        ),
    ),
    _irreversible,
)
