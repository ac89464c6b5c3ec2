"""What an alert says, what it is about, and that nothing in it acts."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from difftool.model.alert import Alert, Event, Watched
from difftool.model.catalog import Ident
from difftool.model.drift import Drift
from difftool.model.review import Refusal
from difftool.report.alert import fingerprint, payload, plain, severity, text, title
from tests.report.made import created, dropped

ADDED = tuple(created(Ident("column", "public", "jobs", f"c{n}"), type="text") for n in range(7))
DRIFT = Drift(
    "production",
    "app",
    ADDED,
    unclaimed=("table public.extra",),
    nearest="app, plus the column jobs.c0, which no profile has",
    revert=("alter table public.jobs drop column c0",),
)
FOUND = Watched("production", "app", "main at db.example.org:5432", DRIFT)
ALERT = Alert(Event.DRIFT, FOUND, "2026-11-20T05:17:00+00:00", "4f1c", "https://ci.example/9")


def test_what_matters_first() -> None:
    """Profile and environment with counts; then the place, since when, the first differences, the nearest state."""
    assert title(ALERT) == "production/app has drifted: 7 added, 1 unclaimed"
    assert text(ALERT).splitlines() == [
        "main at db.example.org:5432, first seen 2026-11-20 05:17 UTC",
        *(f"  + column jobs.c{n} text" for n in range(5)),
        "  … and 3 more",
        "nearest known state: app, plus the column jobs.c0, which no profile has",
        "look: difftool drift --profile app --environment production",
        "run: https://ci.example/9",
    ]


def test_for_programs() -> None:
    """A webhook gets the same as fields, the SQL that goes back among them; it is JSON."""
    body = json.loads(json.dumps(payload(ALERT)))
    assert (body["event"], body["severity"], body["environment"], body["profile"]) == (
        "drift",
        "warning",
        "production",
        "app",
    )
    assert body["counts"] == {"added": 7, "altered": 0, "dropped": 0, "unclaimed": 1, "externals": 0}
    assert (len(body["changes"]), body["more"]) == (5, 3)
    assert body["revert"] == ["alter table public.jobs drop column c0"]
    assert body["commands"]["revert"] == "difftool plan --profile app --environment production"
    assert body["text"].startswith(title(ALERT))


def test_the_other_events() -> None:
    """A reminder, the end of it, and a check without a verdict have titles of their own."""
    clean = replace(FOUND, drift=Drift("production", "app", ()))
    failed = Watched("", "app", failure=Refusal("no route to the database", 12))
    assert title(replace(ALERT, event=Event.STILL)).startswith("production/app is still not as it should be: 7 added")
    over = replace(ALERT, event=Event.RESOLVED, found=clean)
    assert title(over) == "production/app is as it should be again"
    assert "was not so since 2026-11-20 05:17 UTC" in text(over)
    unchecked = replace(ALERT, event=Event.UNCHECKED, found=failed)
    assert title(unchecked) == "app could not be checked"
    assert "no route to the database (exit 12)" in text(unchecked)
    assert payload(unchecked)["error"] == {"message": "no route to the database", "exit_code": 12}


def test_how_bad() -> None:
    """Something gone, or no verdict, is an error; something more a warning; the end of it information."""
    gone = replace(FOUND, drift=replace(DRIFT, changes=(dropped(Ident("index", "public", "i")),)))
    assert severity(replace(ALERT, found=gone)) == "error"
    assert severity(replace(ALERT, found=Watched("", "app", failure=Refusal("no", 12)))) == "error"
    assert severity(replace(ALERT, event=Event.RESOLVED)) == "info"


def test_a_fingerprint_for_each_drift() -> None:
    """The same drift has the same one; anything further, and another kind of failure, has another; clean has none."""
    marks = [
        fingerprint(FOUND),
        fingerprint(replace(FOUND, drift=replace(DRIFT, changes=ADDED[1:]))),
        fingerprint(replace(FOUND, drift=replace(DRIFT, unclaimed=()))),
        fingerprint(replace(FOUND, drift=replace(DRIFT, externals=("x",)))),
        fingerprint(Watched("", "app", failure=Refusal("no", 12))),
        fingerprint(Watched("", "app", failure=Refusal("no", 13))),
    ]
    assert len(set(marks)) == len(marks)
    assert fingerprint(replace(FOUND, database="elsewhere", drift=replace(DRIFT, nearest="x", revert=()))) == marks[0]
    assert fingerprint(replace(FOUND, drift=Drift("", "", ()))) == ""


@pytest.mark.parametrize(
    "name",
    [
        "@everyone <!channel> <@U123>",
        "[click](https://evil.example)",
        "<https://evil.example|click>",
        "https://evil.example",
        "x\nproduction/app is as it should be again",
        "\u202e\x1b[2J",
        "```",
        "x" * 9_000,
        "postgresql://me:s3cr3t@host/db",
    ],
)
def test_nothing_acts(name: str) -> None:
    """Names of a database mention nobody, link nowhere, add no line, and tell no password, in text and in title."""
    change = created(Ident("column", "public", name, name), type=name)
    odd = Drift(name, name, (change,), (name,), (name,), nearest=name)
    alert = replace(ALERT, link="", found=Watched(name, name, name, odd))
    told = f"{title(alert)}\n{text(alert)}"
    assert not re.search(r"<|@|://|\]\(|`|\u202e|\x1b|s3cr3t", told), told
    assert told.count("\n") == 6
    assert max(map(len, told.splitlines())) < 1_000
    assert "s3cr3t" not in json.dumps(payload(replace(alert, found=Watched("", "app", failure=Refusal("no", 12)))))
    assert plain(plain(name)) == plain(name)


def test_what_looks_like_a_password_stays_here() -> None:
    """Neither text nor fields hold it; SQL that does is left out, as stars in its place would become the default."""
    secret = "postgresql://app:s3cr3t@db.example.org/app"
    altered = (created(Ident("column", "public", "jobs", "link"), type="text", default=f"'{secret}'::text"),)
    drift = replace(
        DRIFT, changes=altered, revert=(f"alter table jobs alter link set default '{secret}'",), adopt=secret
    )
    body = payload(replace(ALERT, found=replace(FOUND, drift=drift)))
    assert "s3cr3t" not in json.dumps(body)
    assert (body["revert"], body["adopt"], body["withheld"]) == ([], "", ["revert", "adopt"])
    assert payload(ALERT)["withheld"] == []
