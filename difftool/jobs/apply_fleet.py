"""One plan on many databases: canaries first, then several at once, a process for each, until too many have failed."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO

from difftool.errors import StalePlan
from difftool.model.fleet import Fared, Member, Verdict
from difftool.pg.interrupt import interruptible

PATIENCE = 0.05
"""seconds between two looks at what runs"""


@dataclass(frozen=True, slots=True)
class Orders:
    """`command` applies the plan to one database, telling a receipt in JSON; `told` hears of each as it ends.

    No other is begun once more than `tolerated` have failed, or a canary has not taken it. One that is in another state
    has not failed: the plan is not for it.
    """

    command: Callable[[Member], Sequence[str]]
    at_once: int
    tolerated: int
    told: Callable[[Fared], None]


@dataclass(slots=True)
class _Run:
    member: Member
    process: subprocess.Popen[bytes]
    out: IO[bytes] = field(repr=False)
    err: IO[bytes] = field(repr=False)


def apply_fleet(orders: Orders, members: Iterable[Member]) -> tuple[Fared, ...]:
    """In the order in which they ended; those that were not begun come last.

    A signal is passed on: each database that is being changed stops as it would by itself, and can be resumed.
    """
    waiting, fared = deque(sorted(members, key=lambda member: not member.canary)), list[Fared]()
    running: list[_Run] = []
    with interruptible():
        try:
            while waiting or running:
                _begin(orders, waiting, running, fared)
                _gather(orders, running, fared)
                if not running and _enough(orders, fared):
                    break
        except KeyboardInterrupt:
            for run in running:
                run.process.send_signal(signal.SIGINT)
            while running:
                _gather(orders, running, fared)
    return (*fared, *(Fared(member, Verdict.NOT_BEGUN) for member in waiting))


def _begin(orders: Orders, waiting: deque[Member], running: list[_Run], fared: Sequence[Fared]) -> None:
    while waiting and len(running) < orders.at_once and not _enough(orders, fared):
        if running and (waiting[0].canary or running[0].member.canary):
            return
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115  # closed when it has ended
        process = subprocess.Popen(orders.command(waiting[0]), stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        running.append(_Run(waiting.popleft(), process, out, err))


def _enough(orders: Orders, fared: Iterable[Fared]) -> bool:
    failed = [each for each in fared if each.verdict is Verdict.REFUSED]
    return len(failed) > orders.tolerated or any(each.member.canary and each.exit_code for each in fared)


def _gather(orders: Orders, running: list[_Run], fared: list[Fared]) -> None:
    ended = [run for run in running if run.process.poll() is not None]
    for run in ended:
        running.remove(run)
        fared.append(_fared(run))
        orders.told(fared[-1])
    if not ended:
        time.sleep(PATIENCE)


def _fared(run: _Run) -> Fared:
    out, err = (_read(file) for file in (run.out, run.err))
    code = run.process.returncode
    if code:
        said = [line for line in err.splitlines() if line.strip()]
        why = next((line for line in said if f"(exit {code})" in line), said[-1] if said else "it said nothing")
        verdict = Verdict.ELSEWHERE if code == StalePlan.exit_code else Verdict.REFUSED
        return Fared(run.member, verdict, why.removesuffix(f"(exit {code})").strip(), code if code > 0 else 1)
    receipt = json.loads(out)
    verdict = Verdict.APPLIED if receipt["steps"] else Verdict.NOTHING
    return Fared(run.member, verdict, receipt["verdict"], receipt=receipt)


def _read(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return file.read().decode(errors="replace")
