"""Many databases of one profile: planned once for each state, changed several at a time, canaries first."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from difftool.files.plans import read_plan
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from tests.e2e.house import Shell

BEFORE = "create table t (id int primary key, name text, n int)"
TARGET = "create table t (id int primary key, name text not null, n int);"
PROFILE = "snapshot: [target.sql]\nmanages: [public.*]\npolicy: {shadow: any}\n"


@dataclass(frozen=True, slots=True)
class Tenants:
    """Databases under the names tenant-1, tenant-2, ...; the second one is the canary."""

    databases: dict[str, Scratch]
    difftool: Shell

    def session(self, number: int) -> Session:
        return self.databases[f"tenant-{number}"].open()

    def run(self, number: int, sql: str) -> None:
        with self.session(number) as session:
            session.execute(sql)

    def planned(self, *words: str) -> str:
        """The digest of the plan for most of them, in plan.yaml."""
        self.difftool("plan", "--profile", "p", "--environment", "tenant-*", "-o", "plan.yaml", *words)
        return digest_of("plan.yaml")

    def apply(self, *words: str) -> tuple[int, dict[str, tuple[str, int]]]:
        """The exit code; by name the verdict and the code of each."""
        said = self.difftool("apply", "plan.yaml", "--environment", "tenant-*", "--format", "json", *words)
        fared = said.json["databases"]
        return said.code, {e["member"]["environment"]: (e["verdict"], e["exit_code"]) for e in fared}

    def done(self) -> set[str]:
        """Those in which the column is NOT NULL."""
        asked = "select attnotnull from pg_attribute where attrelid = 't'::regclass and attname = 'name'"
        found = set()
        for name, database in self.databases.items():
            with database.open() as session:
                found |= {name} if session.value(asked) else set()
        return found


def digest_of(file: str) -> str:
    """As somebody types it who has reviewed the plan."""
    return read_plan(Path(file).read_text(), file).digest.removeprefix("sha256:")[:12]


@pytest.fixture
def tenants(
    shadow: Shadow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Tenants]:
    monkeypatch.chdir(tmp_path)
    databases = {f"tenant-{number}": shadow.create() for number in range(1, 6)}
    lines = []
    for name, database in databases.items():
        variable = name.upper().replace("-", "_")
        monkeypatch.setenv(variable, database.dsn)
        lines.append(f"  {name}: {{url: ${variable}, profiles: [p], canary: {str(name == 'tenant-2').lower()}}}\n")
        with database.open() as session:
            session.execute(BEFORE)
    (tmp_path / "difftool.yaml").write_text(f"profiles: .\nenvironments:\n{''.join(lines)}")
    (tmp_path / "p.yaml").write_text(PROFILE)
    (tmp_path / "target.sql").write_text(TARGET)
    yield Tenants(databases, Shell(capsys))
    for database in databases.values():
        shadow.drop(database)


def test_one_plan_for_all_in_one_state(tenants: Tenants) -> None:
    """Each state has its plan, the largest group's comes first; who is there already is told, and gets none."""
    tenants.run(4, "alter table t drop column n")
    tenants.run(5, "alter table t alter name set not null")
    said = tenants.difftool("plan", "--profile", "p", "--environment", "tenant-*", "-o", "plan.yaml", "--exit-code")
    assert said.code == 2
    assert "tenant-*: 5 databases" in said.out
    assert "ready: 3 databases: tenant-1, tenant-2, tenant-3" in said.out
    assert "ready: 1 database: tenant-4" in said.out
    assert "nothing to do: 1 database: tenant-5" in said.out
    assert "environment: tenant-*" in Path("plan.yaml").read_text()
    assert "add column n" in Path("plan-2.yaml").read_text().lower()
    assert not Path("plan-3.yaml").exists()


def test_the_canary_goes_first(tenants: Tenants) -> None:
    """Then the others; the same command again finds nothing left to do."""
    digest = tenants.planned()
    code, fared = tenants.apply("--approve", digest)
    assert code == 0
    assert next(iter(fared)) == "tenant-2"
    assert tenants.done() == tenants.databases.keys()
    assert tenants.apply("--approve", digest)[0] == 0


@pytest.mark.slow
def test_a_canary_that_fails_ends_it(tenants: Tenants) -> None:
    """Nothing else is begun, however much is tolerated."""
    digest = tenants.planned()
    tenants.run(2, "insert into t values (1, null)")
    code, fared = tenants.apply("--approve", digest, "--tolerate", "100%")
    assert code == 20
    assert fared["tenant-2"] == ("refused", 20)
    assert {verdict for name, (verdict, _) in fared.items() if name != "tenant-2"} == {"not begun"}
    assert tenants.done() == set()


@pytest.mark.slow
def test_too_many_failures_end_it(tenants: Tenants) -> None:
    """After the first that fails, or one more than is tolerated, no other is begun; mended, it goes on."""
    digest = tenants.planned()
    tenants.run(1, "insert into t values (1, null)")
    code, fared = tenants.apply("--approve", digest, "--at-once", "1")
    assert (code, fared["tenant-1"]) == (20, ("refused", 20))
    assert tenants.done() == {"tenant-2"}
    assert tenants.apply("--approve", digest, "--at-once", "1", "--tolerate", "20%")[0] == 20
    assert tenants.done() == tenants.databases.keys() - {"tenant-1"}
    tenants.run(1, "update t set name = ''")
    assert tenants.apply("--approve", digest)[0] == 0
    assert tenants.done() == tenants.databases.keys()


def test_rows_of_one_are_told_when_it_is_planned(tenants: Tenants) -> None:
    """A plan that fits all but one says which, and why."""
    tenants.run(3, "insert into t values (1, null)")
    said = tenants.difftool("plan", "--profile", "p", "--environment", "tenant-*", "-o", "plan.yaml")
    assert said.code == 20
    assert "ready: 4 databases" in said.out
    assert re.search(r"tenant-3 +refused with 20", said.out)


@pytest.mark.slow
def test_another_state_is_left_alone(tenants: Tenants) -> None:
    """A database that has changed since keeps what it has and stops nobody; one at the target needs nothing."""
    digest = tenants.planned()
    tenants.run(4, "alter table t add column own int")
    tenants.run(3, "alter table t alter name set not null")
    code, fared = tenants.apply("--approve", digest)
    assert (code, fared["tenant-4"]) == (23, ("left alone", 23))
    assert fared["tenant-3"] == ("nothing to do", 0)
    assert tenants.done() == tenants.databases.keys() - {"tenant-4"}


@pytest.mark.slow
def test_a_canary_in_another_state_ends_it(tenants: Tenants) -> None:
    """Where it was not tried on the canary, it is tried on nobody."""
    digest = tenants.planned()
    tenants.run(2, "alter table t add column own int")
    code, fared = tenants.apply("--approve", digest)
    assert (code, fared["tenant-2"]) == (23, ("left alone", 23))
    assert tenants.done() == set()


@pytest.mark.slow
def test_it_is_for_apply_alone(tenants: Tenants) -> None:
    """SQL for an editor could not tell whether it is in the right place; a page says for which pattern it is."""
    tenants.planned()
    assert tenants.difftool("show", "plan.yaml", "--format", "sql").code == 64
    assert "<code>tenant-*</code>" in tenants.difftool("show", "plan.yaml", "--format", "html").out
    assert tenants.difftool("show", "plan.yaml").out.startswith("tenant-*, PostgreSQL 18 -> p\n")


@pytest.mark.slow
def test_one_that_nobody_can_reach(tenants: Tenants, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its variable is missing, or its server: the others are planned for, and it is told."""
    monkeypatch.delenv("TENANT_1")
    monkeypatch.setenv("TENANT_3", "postgresql://nobody@/nowhere?host=/nowhere")
    said = tenants.difftool("plan", "--profile", "p", "--environment", "tenant-*", "-o", "plan.yaml")
    assert said.code == 12
    assert "ready: 3 databases: tenant-2, tenant-4, tenant-5" in said.out
    assert all(re.search(rf"{name} +refused with 12", said.out) for name in ("tenant-1", "tenant-3"))


@pytest.mark.slow
def test_shards_are_all_of_them(tenants: Tenants) -> None:
    """What several machines take by their shares is the whole, nothing twice."""
    digest = tenants.planned()
    _, first = tenants.apply("--approve", digest, "--shard", "1/2")
    _, second = tenants.apply("--approve", digest, "--shard", "2/2")
    assert first.keys() | second.keys() == tenants.databases.keys()
    assert not first.keys() & second.keys()
    said = tenants.difftool("drift", "--environment", "tenant-*", "--shard", "1/2", "--format", "json")
    assert {each["drift"]["environment"] for each in said.json["checked"]} == first.keys()


@pytest.mark.slow
def test_nobody_has_approved(tenants: Tenants) -> None:
    """Without the digest nothing runs where nobody can be asked; another digest is refused for all."""
    tenants.planned()
    assert tenants.difftool("apply", "plan.yaml").code == 22
    assert tenants.difftool("apply", "plan.yaml", "--approve", "0123456789ab").code == 22
    assert tenants.done() == set()


def test_a_pattern_that_names_nobody(tenants: Tenants) -> None:
    """It is an error, never "done"."""
    tenants.planned()
    for words in (["plan", "--profile", "p"], ["apply", "plan.yaml", "--approve", "x"], ["drift", "--profile", "p"]):
        assert tenants.difftool(*words, "--environment", "nobody-*").code == 64


@pytest.mark.slow
def test_a_signal_stops_all_that_run(tenants: Tenants) -> None:
    """Each rolls back the step that it is in, the others are not begun; with the lock gone the same command goes on."""
    digest = tenants.planned()
    words = ["apply", "plan.yaml", "--environment", "tenant-*", "--approve", digest]
    with tenants.session(2) as blocking:
        blocking.execute("begin; lock table t in share mode")
        process = subprocess.Popen([sys.executable, "-m", "difftool", *words], stdout=subprocess.PIPE, text=True)
        until = time.monotonic() + 30
        while (
            not blocking.value("select count(*) from pg_locks where not granted and relation = 't'::regclass")
            and time.monotonic() < until
        ):
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 30, out
    assert "4 not begun" in out
    assert tenants.done() == set()
    assert tenants.apply("--approve", digest)[0] == 0


@pytest.mark.slow
def test_the_largest_is_planned_for(tenants: Tenants) -> None:
    """Where one of them has many rows, all of them get the form that keeps nobody waiting."""
    tenants.run(4, "insert into t select n, 'x', n from generate_series(1, 20000) n; analyze")
    Path("target.sql").write_text(f"{BEFORE}; create index i on t (n);")
    tenants.planned()
    assert "CREATE INDEX CONCURRENTLY" in Path("plan.yaml").read_text()


def test_several_are_watched_at_once(tenants: Tenants, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told in their order, whatever one of them has, and those that are clean are remembered, all of them."""
    for number in (1, 2, 3):
        tenants.run(number, "alter table t alter name set not null")
    monkeypatch.setenv("TENANT_5", "postgresql://me@127.0.0.1:1/nowhere")
    said = tenants.difftool("drift", "--environment", "tenant-*", "--at-once", "3", "--format", "json")
    told = json.loads(said.out)
    clean = {one["drift"]["environment"]: one["clean"] for one in told["checked"]}
    assert list(clean.items()) == [("tenant-1", True), ("tenant-2", True), ("tenant-3", True), ("tenant-4", False)]
    assert [(one["environment"], one["exit_code"]) for one in told["failed"]] == [("tenant-5", 12)]
    assert said.code == 12
    assert len(json.loads(Path(".difftool/imprints.json").read_text())["clean"]) == 3


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_two_hundred(tenants: Tenants, shadow: Shadow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred databases are planned, changed and found clean."""
    template = tenants.databases["tenant-1"].name
    lines = ["profiles: .\nenvironments:\n"]
    made = {f"many-{number:03}": shadow.create(template=template) for number in range(200)}
    for name, database in made.items():
        monkeypatch.setenv(name.upper().replace("-", "_"), database.dsn)
        lines.append(f"  {name}: {{url: ${name.upper().replace('-', '_')}, profiles: [p]}}\n")
    Path("difftool.yaml").write_text("".join(lines))
    tenants.difftool("plan", "--profile", "p", "--environment", "many-*", "-o", "plan.yaml")
    digest = digest_of("plan.yaml")
    said = tenants.difftool("apply", "plan.yaml", "--approve", digest)
    assert said.code == 0
    assert "200 databases: 200 applied" in said.out
    assert tenants.difftool("drift", "--all").code == 0
    for database in made.values():
        shadow.drop(database)
