"""`apply` of many small steps beside psql, which runs the same statements and asks nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.measure import Cost, cost
from bench.peers import url
from difftool.files.plans import read_plan
from difftool.pg.binaries import pg_dump
from difftool.pg.shadow import Scratch, Shadow

STEPS = 100
TABLES = "\n".join(f"create table t_{number} (id integer primary key, n integer);" for number in range(STEPS))
INDEXES = "\n".join(f"create index t_{number}_n on t_{number} (n);" for number in range(STEPS))
FILLED = "\n".join(f"insert into t_{number} select g, g from generate_series(1, 10) g;" for number in range(STEPS))
UNDONE = [f"drop index if exists t_{number}_n" for number in range(STEPS)] + ["drop schema if exists difftool cascade"]
PROFILE = "snapshot: [target.sql]\nmanages: [public.*]\npolicy: {{shadow: any, small_table: {small}}}\n"
FORMS = {"each in a transaction": 10000, "each CONCURRENTLY": 1}
"""rows from which on an index is built without keeping writers out"""


def applied(server: Shadow, postmaster: int, runs: int) -> Iterator[str]:
    """Lines of a table: what both cost, medians."""
    live = server.create()
    with live.open() as session:
        session.execute(f"{TABLES}\n{FILLED}\nanalyze")
    yield f"| {STEPS} steps | CPU s | wall s | of psql's |\n|---|---|---|---|"
    try:
        for form, small in FORMS.items():
            _undo(live)
            with tempfile.TemporaryDirectory() as folder:
                script, apply = _prepared(Path(folder), url(live), small)
                peer = _median(partial(_run, script, live, postmaster), runs)
                ours = _median(partial(_run, apply, live, postmaster), runs)
            yield f"| {form}: psql, the same statements | {peer.cpu:.2f} | {peer.wall:.2f} | 1.00 |"
            yield f"| {form}: apply | {ours.cpu:.1f} | {ours.wall:.1f} | {ours.wall / peer.wall:.1f} |"
    finally:
        server.drop(live)


def _prepared(project: Path, address: str, small: int) -> tuple[list[str], list[str]]:
    """The commands: psql with the plan's statements, and apply."""
    (project / "difftool.yaml").write_text("profiles: .\n")
    (project / "steps.yaml").write_text(PROFILE.format(small=small))
    (project / "target.sql").write_text(f"{TABLES}\n{INDEXES}\n")
    plan = str(project / "plan.yaml")
    os.environ |= {"DIFFTOOL_DB": address, "DIFFTOOL_CONFIG": str(project / "difftool.yaml")}
    difftool = [sys.executable, "-m", "difftool"]
    subprocess.run([*difftool, "plan", "--profile", "steps", "-q", "-o", plan], check=True, stdout=subprocess.DEVNULL)
    steps = read_plan(Path(plan).read_text(), plan).steps
    (project / "plan.sql").write_text("".join(f"{text};\n" for step in steps for text in step.sql))
    psql = [
        str(Path(pg_dump()).parent / "psql"),
        "-qX",
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        str(project / "plan.sql"),
        address,
    ]
    return psql, [*difftool, "apply", plan, "-q", "--approve", read_plan(Path(plan).read_text(), plan).digest]


def _run(command: list[str], live: Scratch, postmaster: int) -> Cost:
    _undo(live)
    done = cost(command, postmaster, {})
    if done.exit_code:
        raise SystemExit(f"{command[0]} has failed: {done.exit_code}")
    return done


def _undo(live: Scratch) -> None:
    with live.open() as session:
        for statement in UNDONE:
            session.execute(statement)


def _median(run: Callable[[], Cost], runs: int) -> Cost:
    return sorted((run() for _ in range(runs)), key=lambda one: one.wall)[runs // 2]
