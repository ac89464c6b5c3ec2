"""Where the time went: --timings."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

WIDTH = 60


@dataclass(frozen=True, slots=True)
class _Moment:
    """Seconds, by the clock, of this process's CPU, and of that of programs that have ended."""

    wall: float
    cpu: float
    others: float


class Timings:
    """Stages in order: the first begins at once, each with a line of progress, and ends where the next one begins."""

    def __init__(self, first: str) -> None:
        self._begun: list[tuple[str, _Moment]] = []
        self.begins(first)

    def begins(self, stage: str) -> None:
        self._begun.append((stage, _now()))

    def told(self) -> str:
        """A table with a line for each stage, and their sum. The servers that were started have ended by now."""
        self.begins("")
        lines = [f"{'':{WIDTH}} wall s   cpu s"]
        for (stage, began), (_, ended) in zip(self._begun, self._begun[1:], strict=False):
            lines.append(_line(stage, ended.wall - began.wall, ended.cpu - began.cpu))
        first, last = self._begun[0][1], self._begun[-1][1]
        others = f" + {last.others - first.others:.2f} of servers and programs that were started"
        lines.append(_line("in all", last.wall - first.wall, last.cpu - first.cpu) + others)
        return "\n".join(lines)


def _line(stage: str, wall: float, cpu: float) -> str:
    return f"{stage[:WIDTH]:{WIDTH}} {wall:6.2f}  {cpu:6.2f}"


def _now() -> _Moment:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Moment(time.monotonic(), time.process_time(), ended.ru_utime + ended.ru_stime)
