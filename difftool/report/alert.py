"""A drift alert: what matters first, for people in a chat and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from difftool.diff.compare import roots
from difftool.model.alert import Alert, Event, Watched
from difftool.model.change import Verb
from difftool.model.drift import Drift
from difftool.report.encode import redacted, visible, word
from difftool.report.json_text import json_text
from difftool.report.layout import number
from difftool.report.sentences import change_sentence

_FIRST = 5
"""differences that an alert names; the others are counted"""
_VERBS = {Verb.CREATE: "added", Verb.ALTER: "altered", Verb.DROP: "dropped"}
_LONGEST = 300
"""characters of a line"""


def fingerprint(found: Watched) -> str:
    """What the alert is about: the same as long as nobody changes anything further; empty where all is well."""
    if found.drift is None:
        return f"unchecked-{found.failure.exit_code if found.failure else 1}"
    if found.drift.clean:
        return ""
    drift = found.drift
    facts = json_text([drift.changes, sorted(drift.unclaimed), sorted(drift.externals)])
    return sha256(facts.encode()).hexdigest()[:16]


def title(alert: Alert) -> str:
    name = plain(alert.found.subject)
    counts = f": {_counted(alert.found.drift)}" if alert.found.drift and not alert.found.clean else ""
    return {
        Event.DRIFT: f"{name} has drifted{counts}",
        Event.STILL: f"{name} is still not as it should be{counts}",
        Event.RESOLVED: f"{name} is as it should be again",
        Event.UNCHECKED: f"{name} could not be checked",
    }[alert.event]


def text(alert: Alert) -> str:
    """Below the title. In it nothing of a database can mention anybody, or be a link."""
    return "\n".join(_lines(alert))


def _lines(alert: Alert) -> Iterator[str]:
    found = alert.found
    place = f"{plain(found.database)}, " if found.database else ""
    yield f"{place}{'was' if alert.event is Event.RESOLVED else 'first seen'} {_when(alert)}"
    if found.failure:
        yield f"{plain(found.failure.message)} (exit {found.failure.exit_code})"
    if found.drift and not found.clean:
        yield from _told(found.drift)
    if not found.clean:
        yield f"look: {_command('drift', found)}"
    if alert.link:
        yield f"run: {alert.link}"


def _when(alert: Alert) -> str:
    moment = f"{alert.since[:10]} {alert.since[11:16]} UTC"
    return f"not so since {moment}" if alert.event is Event.RESOLVED else moment


def _told(drift: Drift) -> Iterator[str]:
    told = _sentences(drift)
    yield from (f"  {plain(line)}" for line in told[:_FIRST])
    if len(told) > _FIRST:
        yield f"  … and {number(len(told) - _FIRST)} more"
    if drift.nearest:
        yield f"nearest known state: {plain(drift.nearest)}"
    if drift.parked:
        yield plain(drift.parked)
    if drift.no_revert:
        yield f"no SQL goes back: {plain(drift.no_revert)}"


def _sentences(drift: Drift) -> list[str]:
    told = [change_sentence(change) for change in roots(drift.changes)]
    return [*told, *(f"{name}: not in the snapshot" for name in drift.unclaimed), *drift.externals]


def _counts(drift: Drift) -> dict[str, int]:
    verbs = Counter(change.verb for change in roots(drift.changes))
    counts = {word: verbs[verb] for verb, word in _VERBS.items()}
    return {**counts, "unclaimed": len(drift.unclaimed), "externals": len(drift.externals)}


def _counted(drift: Drift | None) -> str:
    counts = _counts(drift) if drift else {}
    words = {**{word: word for word in counts}, "externals": "of what others own"}
    return ", ".join(f"{number(count)} {words[word]}" for word, count in counts.items() if count)


def _command(verb: str, found: Watched) -> str:
    where = f" --environment {word(plain(found.environment))}" if found.environment else ""
    return f"difftool {verb} --profile {word(plain(found.profile))}{where}"


def payload(alert: Alert) -> dict[str, Any]:
    """For a webhook. `text` alone is what chat services show that take such a body."""
    found, drift = alert.found, alert.found.drift
    told = _sentences(drift) if drift else []
    withheld = _withheld(drift) if drift else []
    return {
        "difftool": 1,
        "event": alert.event.value,
        "severity": severity(alert),
        "text": f"{title(alert)}\n{text(alert)}",
        "environment": found.environment,
        "profile": found.profile,
        "database": found.database,
        "since": alert.since,
        "fingerprint": alert.fingerprint,
        "counts": _counts(drift) if drift else {},
        "changes": [_line(line) for line in told[:_FIRST]],
        "more": max(len(told) - _FIRST, 0),
        "nearest": redacted(drift.nearest) if drift else "",
        "revert": list(drift.revert) if drift and "revert" not in withheld else [],
        "adopt": drift.adopt if drift and "adopt" not in withheld else "",
        "withheld": withheld,
        "error": {"message": found.failure.message, "exit_code": found.failure.exit_code} if found.failure else None,
        "commands": {"look": _command("drift", found), "revert": _command("plan", found)},
        "link": alert.link,
    }


def _withheld(drift: Drift) -> list[str]:
    """Which keys are empty, as something in them looks like a password: SQL with stars in its place would set those."""
    return [key for key, told in (("revert", "\n".join(drift.revert)), ("adopt", drift.adopt)) if _secret(told)]


def _secret(told: str) -> bool:
    return any(mark in told.lower() for mark in ("://", "password")) and redacted(told) != told


def severity(alert: Alert) -> str:
    """`error` where something is gone, or nobody knows; `info` where all is well again."""
    drift = alert.found.drift
    if alert.event is Event.RESOLVED:
        return "info"
    gone = drift is None or any(change.verb is Verb.DROP for change in drift.changes) or bool(drift.externals)
    return "error" if gone else "warning"


def _line(told: str) -> str:
    return _cut(visible(redacted(told[: 4 * _LONGEST])))  # looking for passwords in endless words takes long


def plain(told: str) -> str:
    """Text for services that read markup of their own: nothing in it is a mention, a link, or a tag.

    Slack reads <!channel> and <https://…|…>, others @everyone and [text](address), most make links of addresses.
    """
    line = _line(told)
    for mark, harmless in (("<", "‹"), ("@", "＠"), ("://", ": //"), ("](", "] ("), ("`", "´")):  # noqa: RUF001
        line = line.replace(mark, harmless)
    return line


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
