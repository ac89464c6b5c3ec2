"""What checks have found, told to those who want to know: once, again after a while, and when it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from psycopg2 import ProgrammingError
from psycopg2.extensions import parse_dsn

from difftool.errors import NotDelivered, UsageError
from difftool.files.memory import FILE, read_memory, write_memory
from difftool.model.address import Address
from difftool.model.alert import Alert, Event, Remembered, Told, Watched
from difftool.notify.alerts import Receiver, deliver
from difftool.report.alert import fingerprint, payload, text, title

PATIENCE = 3
"""alerts that a receiver may fail to take; one that hangs costs a minute each time"""


@dataclass(frozen=True, slots=True)
class Telling:
    """To whom, from what is remembered in `folder`; `remind` is in seconds; `link` leads to the run's page."""

    receivers: tuple[Receiver, ...]
    folder: Path
    remind: float
    now: datetime
    link: str = ""
    say: Callable[[str], None] = lambda _: None


def tell_drift(telling: Telling, found: Iterable[Watched]) -> None:
    """Tell each receiver what it does not know yet. What one could not be told, it is told next time.

    Each is tried, but not for ever: who has failed so often in a row hears no more of this run. Then the first failure
    is raised: NotDelivered. Raises UsageError where nothing can be remembered.
    """
    known = read_memory(telling.folder)
    if known is None:
        telling.say(f"nothing is known of earlier alerts ({telling.folder / FILE}): all that is found is told")
    memory, failures = dict(known or {}), list[NotDelivered]()
    in_a_row = Counter[str]()
    for one in found:
        subject = one.subject if one.environment else f"{one.subject} of {one.database}"
        left = _tell(telling, one, memory.pop(subject, None), failures, in_a_row)
        memory |= {subject: left} if left else {}
    try:
        write_memory(telling.folder, memory)
    except UsageError as error:
        if not failures:
            raise
        telling.say(str(error))
    if failures:
        raise failures[0]


def _tell(
    telling: Telling,
    found: Watched,
    before: Remembered | None,
    failures: list[NotDelivered],
    in_a_row: Counter[str],
) -> Remembered | None:
    """What to remember of it: nothing once it is clean and everybody knows. `in_a_row` counts a receiver's failures."""
    entry = before or Remembered(telling.now.isoformat(timespec="seconds"))
    mark = fingerprint(found)
    told = dict(entry.told)
    for receiver in telling.receivers:
        event = _due(found, mark, told.get(receiver.key), telling)
        if event is None:
            continue
        if in_a_row[receiver.key] >= PATIENCE:
            telling.say(f"{found.subject}: not told: {receiver} has failed {PATIENCE} times")
            continue
        alert = Alert(event, found, entry.since, mark, telling.link)
        try:
            deliver(receiver, title(alert), text(alert), payload(alert))
        except NotDelivered as error:
            telling.say(f"{found.subject}: not told: {error}")
            failures.append(error)
            in_a_row[receiver.key] += 1
            continue
        in_a_row[receiver.key] = 0
        telling.say(f"{found.subject}: told {receiver}")
        told[receiver.key] = Told(mark, telling.now.isoformat(timespec="seconds"))
    if not found.clean:
        return replace(entry, told=told)
    waiting = {r.key: told[r.key] for r in telling.receivers if r.key in told and told[r.key].fingerprint}
    return replace(entry, told=waiting) if waiting else None


def _due(found: Watched, mark: str, told: Told | None, telling: Telling) -> Event | None:
    if found.clean:
        return Event.RESOLVED if told else None
    if told and told.fingerprint == mark:
        at = datetime.fromisoformat(told.at)
        wrong_clock = at > telling.now
        return Event.STILL if wrong_clock or telling.now >= at + timedelta(seconds=telling.remind) else None
    return Event.DRIFT if found.drift else Event.UNCHECKED


def database_of(address: Address) -> str:
    """As "app at db.example.org:5432": never the role, nor what lets it in."""
    if address.embedded:
        return "the embedded database"
    try:
        known = parse_dsn(address.dsn)
    except ProgrammingError:
        return ""
    host = known.get("host") or known.get("hostaddr") or ""
    place = f"{host}:{known.get('port', '5432')}" if host and not host.startswith("/") else ""
    return " at ".join(part for part in (known.get("dbname", ""), place) if part)
