"""`make bench`: difftool and its peers on the same pairs of schemas, in one run; ratios of CPU time, client and server.

Times are never asserted anywhere: a machine has its moods. SIZES="10 100" chooses the numbers of tables, RUNS how
often each is measured; the median is told, with the spread, and by which power of the number of tables it grows.
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.applying import applied
from bench.measure import Cost, cost
from bench.peers import peers, url
from bench.schema import AREAS, schema
from difftool.pg.account import account, cache_folder
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow, open_shadow

CHANGES = 20
SIZES = [int(size) for size in os.environ.get("SIZES", "10 100 1000").split()]
PEERS_UP_TO = int(os.environ.get("PEERS_UP_TO", "5000"))
"""tables: of some, the time grows with their square"""
RUNS = int(os.environ.get("RUNS", "3"))
PROFILE = "snapshot: [target.sql]\nmanages: [{manages}]\npolicy: {{shadow: any}}\n"
ROOT = Path(__file__).parents[1]
PEERS = list(peers())
DIFFTOOL = [sys.executable, "-m", "difftool"]
TARGETS = str(cache_folder(None, account()) / "targets")


def main() -> None:
    lines = ["| tables | job | CPU s | of migra's | spread | wall s | MB |\n|---|---|---|---|---|---|---|"]
    print(lines[0])
    with open_shadow(longest=3600) as server:
        postmaster = int(server.maintenance.value("select pg_read_file('postmaster.pid')").split()[0])
        for size in SIZES:
            for line in _rows(server, postmaster, size):
                print(line, flush=True)
                lines.append(line)
        after = ["", *_growth(), "", *applied(server, postmaster, RUNS)]
    print("\n".join(after))
    lines += after
    if "--write" in sys.argv:
        _write(lines)


def _rows(server: Shadow, postmaster: int, size: int) -> Iterator[str]:
    live, target = (_built(server, schema(size, changed=changed)) for changed in (0, min(CHANGES, size)))
    try:
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            changed = _project(project, "changed", schema(size, changed=min(CHANGES, size)))
            same = _project(project, "same", schema(size))
            for name, costs in _of_peers(size, live, target, postmaster).items():
                yield _row(size, f"{name}, both databases ready and never analyzed, unproven", costs, [])
            for scratch in (live, target):
                with scratch.open() as session:
                    session.execute("analyze")
            ready = _of_peers(size, live, target, postmaster)
            first = next(iter(ready.values()), [])
            for name, costs in ready.items():
                yield _row(size, f"{name}, both databases ready, unproven", costs, first)
            passing = partial(_touch, live)
            targets, state = map(_forgotten, (TARGETS, str(project / ".difftool")))
            environment = {"DIFFTOOL_DB": url(live), "DIFFTOOL_CONFIG": str(project / "difftool.yaml")}
            for job, words, before in (
                (f"plan, {CHANGES} changes, proven; nothing known", ["plan", "--profile", changed], targets),
                (f"plan, {CHANGES} changes, proven", ["plan", "--profile", changed], None),
                ("plan, nothing changed", ["plan", "--profile", same], None),
                ("drift, nothing changed, compared", ["drift", "--profile", same], state),
                ("drift, others have changed what is theirs", ["drift", "--profile", same], passing),
                ("drift, nothing touched since", ["drift", "--profile", same], None),
            ):
                yield _row(size, job, _measured([*DIFFTOOL, *words, "-q"], postmaster, environment, before), first)
    finally:
        for scratch in (live, target):
            server.drop(scratch)


def _of_peers(size: int, live: Scratch, target: Scratch, postmaster: int) -> dict[str, list[Cost]]:
    known = PEERS if size <= PEERS_UP_TO else []
    return {peer.name: _measured(peer.command(live, target), postmaster, {}) for peer in known}


def _measured(
    command: Sequence[str],
    postmaster: int,
    environment: dict[str, str],
    before: Callable[[], object] | None = None,
) -> list[Cost]:
    """`before` comes before each run, and is not counted; where there is none, nor is a first run."""

    def once() -> Cost:
        if before:
            before()
        return cost(list(command), postmaster, environment)

    if environment and not before:
        once()
    return [once() for _ in range(RUNS)]


def _forgotten(folder: str) -> Callable[[], object]:
    return partial(shutil.rmtree, folder, ignore_errors=True)


def _touch(live: Scratch) -> None:
    with live.open() as session:
        session.execute("comment on schema public is 'theirs'")  # another row each time


_KNOWN: dict[str, dict[int, float]] = {}
"""CPU seconds by job and number of tables"""


def _growth() -> Iterator[str]:
    """From the second size to the largest: 1 is linear."""
    first, last = SIZES[min(1, len(SIZES) - 1)], SIZES[-1]
    for job, seconds in _KNOWN.items():
        if first == last or last not in seconds:
            continue
        power = math.log(seconds[last] / seconds[first]) / math.log(last / first)
        yield f"- {job}: grows with the number of tables to the power of {power:.2f}, from {first:,} to {last:,}"


def _row(size: int, job: str, costs: list[Cost], peer: list[Cost]) -> str:
    def middle(of: list[Cost], what: Callable[[Cost], float]) -> float:
        return statistics.median(map(what, of))

    cpu = middle(costs, lambda c: c.cpu)
    ratio = f"{cpu / middle(peer, lambda c: c.cpu):.2f}" if peer else ""
    spread = f"{min(c.cpu for c in costs):.1f}-{max(c.cpu for c in costs):.1f}"
    failed = {c.exit_code for c in costs} - {0, 2}
    _KNOWN.setdefault(job, {})[size] = cpu
    told = f"{job} (exit {failed.pop()})" if failed else job
    wall, memory = middle(costs, lambda c: c.wall), middle(costs, lambda c: c.memory)
    return f"| {size:,} | {told} | {cpu:.1f} | {ratio} | {spread} | {wall:.1f} | {memory:.0f} |"


def _built(server: Shadow, text: str) -> Scratch:
    scratch = server.create()
    with scratch.open() as session:
        _run(session, text)
    return scratch


def _run(session: Session, text: str) -> None:
    for statement in text.split(";\n"):
        if statement.strip():
            session.execute(statement)


def _project(folder: Path, name: str, text: str) -> str:
    (folder / "difftool.yaml").write_text("profiles: .\n")
    (folder / name).mkdir()
    (folder / name / "target.sql").write_text(text)
    manages = ", ".join(f'"{area}.*"' for area in AREAS)
    profile = PROFILE.format(manages=manages).replace("target.sql", f"{name}/target.sql")
    (folder / f"{name}.yaml").write_text(profile)
    return name


def _write(lines: list[str]) -> None:
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    times = f"medians of {RUNS} runs" if RUNS > 1 else "one run of each"
    day = datetime.now(UTC).date().isoformat()
    head = f"""\
# Benchmarks

Written by `make bench` on {day}, {cores} cores, {memory} GiB of memory; {times}. CPU seconds are those
of the client and of all servers together. The others compare two databases that are ready; difftool builds the target
from its snapshot (unless it knows it from an earlier run), clones what differs, plans, and rehearses there and back.
Databases that were just made have not been analyzed, which some queries of migra's take badly; all figures but the
first ones of each size, and all ratios, are of databases that were.

"""
    (ROOT / "docs" / "benchmarks.md").write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
