"""CPU seconds and memory of a command, with those of the servers that it uses."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds; `memory` is the largest resident size of the command itself, in MB."""

    cpu: float
    wall: float
    memory: float
    exit_code: int


def cost(command: list[str], postmaster: int, environment: dict[str, str]) -> Cost:
    """Run it. What it starts itself is its own; of the server with this process id, what it adds there."""
    before, served = _children(), _served(postmaster)
    started = time.monotonic()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _resident(process.pid))
        time.sleep(0.02)
    wall = time.monotonic() - started
    time.sleep(0.2)  # backends that are about to end are counted when they have
    return Cost(_children() - before + _served(postmaster) - served, wall, peak, process.returncode)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _served(postmaster: int) -> float:
    """Of a server and of all of its sessions that have ended."""
    fields = Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
