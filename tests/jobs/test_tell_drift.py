"""Each receiver is told once, again after a while, and when it is over; what is lost is told again, never kept back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from difftool.errors import NotDelivered, UsageError
from difftool.jobs.tell_drift import Telling, database_of, tell_drift
from difftool.model.address import Address
from difftool.model.alert import Watched
from difftool.model.catalog import Ident
from difftool.model.drift import Drift
from difftool.model.review import Refusal
from difftool.notify import http
from difftool.notify.alerts import Receiver
from tests.notify.serving import Receiver as Hook
from tests.notify.serving import receiver
from tests.report.made import created

NOW = datetime(2026, 11, 20, 5, 17, tzinfo=UTC)
WEEK = 7 * 86_400.0
CLEAN = Watched("production", "app", drift=Drift("production", "app", ()))
FAILED = Watched("production", "app", failure=Refusal("unreachable", 12))


def drifted(name: str = "c", environment: str = "production") -> Watched:
    change = created(Ident("column", "public", "jobs", name), type="text")
    return Watched(environment, "app", drift=Drift(environment, "app", (change,)))


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "PAUSES", (0.0,))


@pytest.fixture
def hook() -> Iterator[Hook]:
    with receiver() as opened:
        yield opened


@pytest.fixture
def telling(hook: Hook, tmp_path: Path) -> Telling:
    return Telling((Receiver(hook.url),), tmp_path / "state", WEEK, NOW)


def events(hook: Hook) -> list[str]:
    return [body["event"] for body in hook.received]


def later(telling: Telling, days: float) -> Telling:
    return replace(telling, now=telling.now + timedelta(days=days))


def test_once(telling: Telling, hook: Hook) -> None:
    """The same drift night after night is one alert."""
    for day in range(6):
        tell_drift(later(telling, day), [drifted()])
    assert events(hook) == ["drift"]


def test_again_after_a_while(telling: Telling, hook: Hook) -> None:
    """Every week it is said again, with the day on which it was first seen."""
    for day in range(15):
        tell_drift(later(telling, day), [drifted()])
    assert events(hook) == ["drift", "still", "still"]
    assert {body["since"] for body in hook.received} == {"2026-11-20T05:17:00+00:00"}


def test_when_it_is_over(telling: Telling, hook: Hook) -> None:
    """It is told once that all is well again; what comes later is a new one, with a new day."""
    for day, found in enumerate([drifted(), CLEAN, CLEAN, drifted()]):
        tell_drift(later(telling, day), [found])
    assert events(hook) == ["drift", "resolved", "drift"]
    assert hook.received[-1]["since"].startswith("2026-11-23")


def test_something_further(telling: Telling, hook: Hook) -> None:
    """What changes is told at once, and keeps the day on which it all began."""
    tell_drift(telling, [drifted("a")])
    tell_drift(later(telling, 1), [drifted("b")])
    assert events(hook) == ["drift", "drift"]
    assert hook.received[1]["since"] == hook.received[0]["since"]


def test_no_verdict(telling: Telling, hook: Hook) -> None:
    """A check that fails is told once, and is no all-clear for the drift before it."""
    for day, found in enumerate([drifted(), FAILED, FAILED, drifted(), CLEAN]):
        tell_drift(later(telling, day), [found])
    assert events(hook) == ["drift", "unchecked", "drift", "resolved"]


def test_clean_is_silent(telling: Telling, hook: Hook) -> None:
    """Nobody hears of a database that has always been as it should be."""
    tell_drift(telling, [CLEAN])
    assert hook.received == []


def test_each_subject_for_itself(telling: Telling, hook: Hook) -> None:
    """What one environment does says nothing about another, and one that is not checked this time is kept in mind."""
    tell_drift(telling, [drifted(), drifted(environment="staging")])
    tell_drift(later(telling, 1), [drifted(environment="staging")])
    tell_drift(later(telling, 2), [CLEAN, drifted(environment="staging")])
    assert [(body["event"], body["environment"]) for body in hook.received] == [
        ("drift", "production"),
        ("drift", "staging"),
        ("resolved", "production"),
    ]


def test_what_was_not_delivered_is_told_next_time(telling: Telling, hook: Hook, tmp_path: Path) -> None:
    """One of two receivers fails: the other is told, the error is raised, and the next run makes up for it only."""
    with receiver() as second:
        both = replace(telling, receivers=(Receiver(hook.url), Receiver(second.url)))
        hook.statuses = [404]
        with pytest.raises(NotDelivered, match="HTTP 404"):
            tell_drift(both, [drifted()])
        tell_drift(later(both, 1), [drifted()])
        assert (events(hook), events(second)) == (["drift"], ["drift"])
        hook.statuses = [404]
        with pytest.raises(NotDelivered):
            tell_drift(later(both, 2), [CLEAN])
        tell_drift(later(both, 3), [CLEAN])
        assert (events(hook), events(second)) == (["drift", "resolved"], ["drift", "resolved"])


def test_who_fails_again_and_again_is_passed_over(telling: Telling, hook: Hook) -> None:
    """After three failures in a row nothing more is tried in this run; the next one tells all of it."""
    many = [drifted(environment=f"tenant-{number}") for number in range(6)]
    hook.statuses = [404, 404, 404]
    said: list[str] = []
    with pytest.raises(NotDelivered, match="HTTP 404"):
        tell_drift(replace(telling, say=said.append), many)
    assert events(hook) == []
    assert sum("has failed 3 times" in line for line in said) == 3
    tell_drift(later(telling, 1), many)
    assert events(hook) == ["drift"] * 6


@pytest.mark.parametrize(
    "lost",
    [
        "",
        "[]",
        "{",
        '{"difftool": 2, "seen": {}}',
        '{"difftool": 1, "seen": {"production/app": {"since": "yesterday", "told": {}}}}',
        '{"difftool": 1, "seen": {"production/app": {"since": "2026-11-20T05:17:00", "told": {}}}}',
        '{"difftool": 1, "seen": {"production/app": 3}}',
        "\udcff",
    ],
)
def test_lost_state_is_no_silence(telling: Telling, hook: Hook, lost: str) -> None:
    """Without what was remembered, or with something else in its place, everything is told afresh."""
    tell_drift(telling, [drifted()])
    (telling.folder / "alerts.json").write_text(lost, errors="surrogateescape")
    said: list[str] = []
    tell_drift(replace(telling, say=said.append), [drifted()])
    assert events(hook) == ["drift", "drift"]
    assert "nothing is known of earlier alerts" in said[0]
    tell_drift(telling, [drifted()])
    assert events(hook) == ["drift", "drift"]


def test_state_that_cannot_be_kept(telling: Telling, hook: Hook) -> None:
    """Where nothing can be remembered the alert goes out first, and then that is an error."""
    telling.folder.write_text("a file where a folder should be")
    with pytest.raises(UsageError, match="every alert comes again"):
        tell_drift(telling, [drifted()])
    assert events(hook) == ["drift"]


def test_nothing_half_written_stays(telling: Telling) -> None:
    """Where the file cannot take its place, what was written beside it goes."""
    (telling.folder / "alerts.json").mkdir(parents=True)
    with pytest.raises(UsageError, match="Is a directory"):
        tell_drift(telling, [drifted()])
    assert [path.name for path in telling.folder.iterdir()] == ["alerts.json"]


def test_neither_told_nor_kept(telling: Telling, hook: Hook) -> None:
    """Where nothing can be remembered either, that an alert was not delivered is what counts."""
    telling.folder.write_text("a file where a folder should be")
    hook.statuses = [404]
    said: list[str] = []
    with pytest.raises(NotDelivered):
        tell_drift(replace(telling, say=said.append), [drifted()])
    assert "every alert comes again" in said[-1]


def test_a_clock_that_was_wrong(telling: Telling, hook: Hook) -> None:
    """What was told on a day that is yet to come is told again, and then as usual."""
    for now in (_LAST, NOW, NOW + timedelta(days=1)):
        tell_drift(replace(telling, now=now), [drifted()])
    assert events(hook) == ["drift", "still"]


_LAST = datetime.max.replace(tzinfo=UTC)


def test_what_is_remembered_is_no_secret(telling: Telling) -> None:
    """The file holds neither the address of a receiver nor what was found."""
    tell_drift(telling, [drifted()])
    text = (telling.folder / "alerts.json").read_text()
    assert json.loads(text)["seen"].keys() == {"production/app"}
    assert "s3cr3t" not in text


def test_two_databases_of_the_same_profile(telling: Telling, hook: Hook) -> None:
    """Without an environment it is the database that tells them apart."""
    here, there = (replace(drifted(environment=""), database=name) for name in ("here", "there"))
    tell_drift(telling, [here])
    tell_drift(telling, [there])
    assert events(hook) == ["drift", "drift"]


@pytest.mark.parametrize(
    ("dsn", "told"),
    [
        ("postgresql://me:s3cr3t@db.example.org/app", "app at db.example.org:5432"),
        ("postgresql://me:s3cr3t@db.example.org:6000/app?sslpassword=s3cr3t", "app at db.example.org:6000"),
        ("host=/run/postgresql dbname=app password=s3cr3t", "app"),
        ("service=s", ""),
        ("not a dsn", ""),
    ],
)
def test_a_database_is_named_without_credentials(dsn: str, told: str) -> None:
    """Name, host and port, nothing else."""
    assert database_of(Address(dsn, "the test")) == told
