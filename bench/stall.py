"""`make stall`: how long readers and writers of a large table wait while it is changed, in the plain form and online.

ROWS=300000 chooses its size. Both forms of each change run one after the other on the same server, on fresh copies of
the same database, under the same traffic; the first line is the traffic alone. Times are never asserted anywhere.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import make_dsn

from bench.traffic import Longest, traffic
from difftool.files.patterns import parse_pattern
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan
from difftool.model.profile import DataRule, Place, Policy, Profile, Scope, Settings, SnapshotFile
from difftool.pg.shadow import Scratch, Shadow, open_shadow

ROWS = int(os.environ.get("ROWS", "5000000"))
ROOT = Path(__file__).parents[1]
HEAD = """\
| change | plain: writers wait | readers | takes | online: writers wait | readers | takes |
|---|---|---|---|---|---|---|"""

KINDS = "create table kinds (id int primary key);\n"
T = """\
create table t (id int primary key, touched int not null default 0, n int, code text not null, kind int, label text);
"""
N = "create index t_n on t (n);\n"
DAYS = "create table days (id int not null, touched int not null default 0) partition by range (id);\n"
EARLY = f"create table early partition of days for values from (0) to ({ROWS // 2});\n"
DETACHED = "create table early (id int not null, touched int not null default 0);\n"
LATE = f"create table late partition of days for values from ({ROWS // 2}) to ({ROWS + 1});\n"
KEYS = "create index early_id on early (id);\ncreate index late_id on late (id);\n"
FILL = DataRule("fill", "t.label", {"from": "code || '!'"}, Place("stall.yaml"))
ONE_UPDATE = "update t set label = code || '!'"
LIVE = KINDS + T + N + DAYS + EARLY + LATE + KEYS
CONTENTS = f"""
insert into kinds select generate_series(1, 1000);
insert into t select g, 0, g % 1000, 'code ' || g, 1 + g % 1000, null from generate_series(1, {ROWS}) g;
insert into days select g, 0 from generate_series(1, {ROWS}) g;
vacuum analyze;
"""


@dataclass(frozen=True, slots=True)
class Change:
    """`target` is the schema that is wanted, `table` the one that everybody uses."""

    what: str
    target: str
    table: str = "t"
    rules: tuple[DataRule, ...] = ()


def _t(was: str, becomes: str) -> str:
    return LIVE.replace(was, becomes)


CHANGES = (
    Change("index", f"{LIVE}create index t_code on t (code);"),
    Change("unique constraint", f"{LIVE}alter table t add constraint t_code unique (code);"),
    Change("check", f"{LIVE}alter table t add constraint t_n check (n >= 0);"),
    Change("NOT NULL", _t("n int,", "n int not null,")),
    Change("foreign key", f"{LIVE}alter table t add constraint t_kind foreign key (kind) references kinds;"),
    Change("`int` to `bigint`, with an index", _t("n int,", "n bigint,")),
    Change("`int` to `bigint`, the primary key", _t("t (id int", "t (id bigint")),
    Change(
        "column with `gen_random_uuid()`",
        _t("label text)", "label text, token uuid not null default gen_random_uuid())"),
    ),
    Change("`fill` of an empty column", _t("label text)", "label text not null)"), rules=(FILL,)),
    Change("another index of the same name", _t("on t (n)", "on t (n desc, id)")),
    Change("unique constraint, partitioned", f"{LIVE}alter table days add constraint days_id unique (id);", "days"),
    Change(
        "foreign key, partitioned",
        f"{LIVE}alter table days add constraint days_t foreign key (id) references t;",
        "days",
    ),
    Change("a partition is detached", LIVE.replace(EARLY, DETACHED), "days"),
)


def main() -> None:
    lines = [HEAD]
    print(HEAD)
    with open_shadow(longest=3600) as server:
        whole = _built(server)
        for line in _lines(server, whole):
            print(line, flush=True)
            lines.append(line)
    if "--write" in sys.argv:
        _write(lines)


def _built(server: Shadow) -> Scratch:
    scratch = server.create()
    with scratch.open() as session:
        for statement in (LIVE + CONTENTS).split(";\n"):
            if statement.strip():
                session.execute(statement)
    return scratch


def _alone(server: Shadow, whole: Scratch) -> str:
    copy = server.create(template=whole.name)
    with traffic(copy.dsn, "t", ROWS) as longest:
        time.sleep(5)
    server.drop(copy)
    return f"| nothing | {_told(longest)} | 5.0 s | | | |"


def _bare(server: Shadow, whole: Scratch) -> str:
    """What a fill is measured against: one statement that keeps nothing aside."""
    copy = server.create(template=whole.name)
    with traffic(copy.dsn, "t", ROWS) as longest, copy.open() as session:
        started = time.monotonic()
        session.execute(ONE_UPDATE)
        seconds = time.monotonic() - started
    server.drop(copy)
    return f"| one UPDATE of that column, nothing kept aside | {_told(longest)} | {seconds:,.1f} s | | | |"


def _lines(server: Shadow, whole: Scratch) -> Iterator[str]:
    yield _alone(server, whole)
    for change in CHANGES:
        cells = [_measured(server, whole, change, online) for online in ("never", "auto")]
        yield f"| {change.what} | {' | '.join(cells)} |"
        if change.rules:
            yield _bare(server, whole)


def _measured(server: Shadow, whole: Scratch, change: Change, online: str) -> str:
    copy = server.create(template=whole.name)
    work = Work(Settings("/", "/profiles"), Address(make_dsn(copy.dsn), "the benchmark"), server)
    plan = make_plan(work, _profile(change, online))
    with traffic(copy.dsn, change.table, ROWS) as longest:
        started = time.monotonic()
        _apply(work, plan)
        seconds = time.monotonic() - started
    server.drop(copy)
    if longest.failed:
        raise SystemExit(f"{change.what}, online: {online}: {'; '.join(longest.failed)}")
    return f"{_told(longest)} | {seconds:,.1f} s"


def _profile(change: Change, online: str) -> Profile:
    policy = Policy(online=online, statement_timeout=3600, small_table=min(10_000, ROWS // 10))
    if online == "never":
        policy = replace(policy, batch=2 * ROWS)
    files, scope = (SnapshotFile("target.sql", change.target),), Scope((parse_pattern("public.*"),))
    return Profile("stall", "", files, scope, data=change.rules, policy=policy, digest=change.what)


def _apply(work: Work, plan: Plan) -> None:
    codes = tuple(hazard.code for hazard in plan.hazards)
    apply_plan(work, plan, approve=plan.digest, ask=None, allow=codes, progress=lambda _: None)


def _told(longest: Longest) -> str:
    return f"{longest.write * 1000:,.0f} ms | {longest.read * 1000:,.0f} ms"


def _write(lines: list[str]) -> None:
    day, cores = datetime.now(UTC).date().isoformat(), os.cpu_count()
    head = f"""\
# Who waits, and how long

Written by `make stall` on {day}, {cores} cores, {ROWS:,} rows: the longest that one statement of a writer or reader
took while the change was made, and how long the change took. One run; the first line is the traffic alone. A foreign
key is validated without blocking anybody in both forms.

"""
    (ROOT / "docs" / "stall.md").write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
