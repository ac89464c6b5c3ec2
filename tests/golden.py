"""Golden cases: a folder each, from a live database to its target, with the plan that a person has read.

See tests/cases/README.md for what a folder holds and how one is added.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from psycopg2.extensions import make_dsn

from difftool.errors import DifftoolError
from difftool.files.profiles import load_profile
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.plan import Plan, Step
from difftool.model.profile import Profile, Settings
from difftool.pg.dump import plain
from difftool.pg.imprint import imprint
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.dump_text import normalised
from difftool.sql.quote import identifier, qualified
from difftool.sql.split import split

CASES = Path(__file__).parent / "cases"
WRITING = os.environ.get("DIFFTOOL_GOLDEN") == "write"
NEWEST, OLDEST = 18, 15
ROLES = ("anna", "bob", "Dr. No")
"""what cases may grant to, and who may own something"""

DEFAULTS: Mapping[str, Any] = {
    "manages": ["public.*"],
    "compare": ["privileges", "comments"],
    "policy": {"hazards": {"DATA-LOSS": "allow", "IRREVERSIBLE": "allow"}},
}


@dataclass(frozen=True, slots=True)
class Case:
    """`profile` are the profile's keys; `keys` the case's own: since, until, gap, changes, random."""

    folder: Path
    profile: Mapping[str, Any]
    keys: Mapping[str, Any]

    @property
    def id(self) -> str:
        return self.folder.relative_to(CASES).as_posix()

    def text(self, name: str) -> str:
        file = self.folder / name
        return file.read_text() if file.exists() else ""

    def known_on(self, major: int) -> bool:
        return int(self.keys.get("since", 0)) <= major <= int(self.keys.get("until", major))

    def gap(self, major: int) -> str:
        """Why the case is known to fail on this version."""
        gap = self.keys.get("gap", "")
        return str(gap.get(major, "") if isinstance(gap, dict) else gap)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. Without a plan, `told` is the refusal.

    `left` is what a plan still finds after applying, `dumps` the result and a database built from the target as
    pg_dump sees them, `rows` the contents and `imprints` the imprint before and after.
    """

    told: str
    plan: Plan | None = None
    left: tuple[str, ...] = ()
    dumps: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    rows: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})
    imprints: tuple[str, str] = ("", "")


def cases() -> tuple[Case, ...]:
    return tuple(_case(file.parent) for file in sorted(CASES.glob("*/*/target.sql")))


def planned() -> tuple[Case, ...]:
    """Those of which a plan is expected."""
    return tuple(case for case in cases() if (case.folder / "plan.sql").exists())


def _case(folder: Path) -> Case:
    file = folder / "case.yaml"
    written = (yaml.safe_load(file.read_text()) if file.exists() else None) or {}
    keys = written.pop("case", {})
    return Case(folder, {**DEFAULTS, **written}, keys)


@contextmanager
def at_work(case: Case, shadow: Shadow, project: Path) -> Iterator[tuple[Work, Profile, Scratch]]:
    """The case's live database on the shadow's server, and what planning for it takes. `project` is an empty folder."""
    shadow.create_roles(Role(name) for name in ROLES)
    profile = _profile(case, project)
    with _database(shadow, case, "live.sql", "rows.sql") as live:
        yield Work(_settings(project), Address(make_dsn(live.dsn), "the case"), shadow), profile, live


def outcome(case: Case, shadow: Shadow, project: Path) -> Outcome:
    """Plan, apply, plan once more, and look at the database from outside."""
    with at_work(case, shadow, project) as (work, profile, live):
        try:
            plan = make_plan(work, profile)
        except DifftoolError as error:
            return Outcome(_refusal(error))
        before, imprinted = contents(live), imprint_of(live)
        apply_plan(work, plan, approve=plan.digest, ask=None, allow=dangers(plan), progress=lambda _: None)
        with _database(shadow, case, "target.sql") as wanted:
            dumps = frozenset(_dumped(live)), frozenset(_dumped(wanted))
        left = make_plan(work, profile).changes
        return Outcome(told(plan), plan, left, dumps, (before, contents(live)), (imprinted, imprint_of(live)))


def imprint_of(scratch: Scratch) -> str:
    with scratch.open() as session:
        return imprint(session)


def dangers(plan: Plan) -> tuple[str, ...]:
    """The hazards that somebody would have to agree to."""
    return tuple(hazard.code for hazard in plan.hazards)


def _profile(case: Case, project: Path) -> Profile:
    profiles = project / "profiles"
    profiles.mkdir()
    keys = {**case.profile, "snapshot": ["target.sql"]}
    (profiles / "case.yaml").write_text(yaml.safe_dump(keys, sort_keys=False))
    (project / "target.sql").write_text(case.text("target.sql"))
    return load_profile("case", _settings(project))


def _settings(project: Path) -> Settings:
    return Settings(str(project), str(project / "profiles"))


@contextmanager
def _database(shadow: Shadow, case: Case, *files: str) -> Iterator[Scratch]:
    scratch = shadow.create()
    try:
        with scratch.open() as session:
            session.execute("set check_function_bodies = off")
            for file in ("neighbours.sql", *files, "dependents.sql"):
                for piece in split(case.text(file), f"{case.id}/{file}"):
                    session.execute(piece.text)
        yield scratch
    finally:
        shadow.drop(scratch)


def _dumped(scratch: Scratch) -> tuple[str, ...]:
    return normalised(plain(scratch.dsn))


def contents(scratch: Scratch) -> dict[str, Any]:
    """`public.t` -> number of rows, `public.t.c` -> a checksum of the values."""
    with scratch.open() as session:
        columns = session.rows(
            "select n.nspname, c.relname, a.attname from pg_attribute a join pg_class c on c.oid = attrelid"
            " join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p') and attnum > 0"
            " and not attisdropped and nspname not in ('pg_catalog', 'information_schema', 'difftool')"
        )
        return {name: value for column in columns for name, value in _contents(session, *column)}


def _contents(session: Session, schema: str, table: str, column: str) -> Iterator[tuple[str, Any]]:
    name = identifier(column)
    count, checksum = session.rows(
        f"select count(*), md5(string_agg(coalesce({name}::text, '-'), '|' order by {name}::text))"
        f" from {qualified(schema, table)}"
    )[0]
    yield f"{schema}.{table}", count
    yield f"{schema}.{table}.{column}", checksum


def told(plan: Plan) -> str:
    """The plan as its golden file has it."""
    lines = [f"-- {_line(change)}" for change in plan.changes] or ["-- nothing to do"]
    lines += [f"-- noticed: {_line(text)}" for text in plan.information]
    return "\n".join([*lines, *(line for step in plan.steps for line in _step(step))]) + "\n"


def _step(step: Step) -> list[str]:
    lines = ["", f"-- step {step.id}, {step.phase.value}: {_line(step.title)}"]
    lines += [] if step.transaction else ["-- outside a transaction"]
    lines += [f"-- locks: {', '.join(f'{name} {mode}' for name, mode in step.locks.items())}"] if step.locks else []
    lines += [f"-- rewrites: {', '.join(step.rewrites)}"] if step.rewrites else []
    lines += [f"-- hazards: {', '.join(step.hazards)}"] if step.hazards else []
    lines += [f"-- asks: {_line(probe.ask)} = {probe.must_be}" for probe in step.probes]
    lines += [f"{statement};" for statement in step.sql]
    lines += [f"-- undo, {step.undo.kind.value}{': ' + step.undo.why if step.undo.why else ''}"]
    return lines + [f"--   {line}" for statement in step.undo.sql for line in f"{statement};".splitlines()]


def _line(text: str) -> str:
    return text.encode("unicode_escape").decode() if "\n" in text else text


def _refusal(error: DifftoolError) -> str:
    return "\n".join([f"exit {error.exit_code}", str(error), *(f"  {line}" for line in error.details)]) + "\n"


def golden(case: Case, major: int, *, refused: bool) -> Path:
    """The file that says what is expected on this version: `plan.sql`, or `plan.15.sql` where that differs."""
    stem, suffix = ("refused", "txt") if refused else ("plan", "sql")
    own = case.folder / f"{stem}.{major}.{suffix}"
    return own if own.exists() else case.folder / f"{stem}.{suffix}"


def write(case: Case, major: int, found: Outcome) -> None:
    """Make what was found the golden; what another version expects stays."""
    stem, suffix = ("refused", "txt") if found.plan is None else ("plan", "sql")
    common, own = case.folder / f"{stem}.{suffix}", case.folder / f"{stem}.{major}.{suffix}"
    other = "plan" if stem == "refused" else "refused"
    if major == NEWEST:
        for stale in case.folder.glob(f"{other}.*"):
            stale.unlink()
        common.write_text(found.told)
    elif common.exists() and common.read_text() == found.told:
        own.unlink(missing_ok=True)
    else:
        own.write_text(found.told)
