"""The trace against a table of statement forms whose locks and rewrites were measured on PostgreSQL 15 and 18.

`hazards/forms.csv` has a form in each row, `setup.csv` what it needs beforehand, `lab.sql` the tables that it is about.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.pg.trace import Effect, traced
from difftool.planning.forms import form_of
from difftool.planning.rewrites.index import built

FOLDER = Path(__file__).parent / "hazards"
MODES = {
    "AS": "ACCESS SHARE",
    "RS": "ROW SHARE",
    "RX": "ROW EXCLUSIVE",
    "SUX": "SHARE UPDATE EXCLUSIVE",
    "S": "SHARE",
    "SRX": "SHARE ROW EXCLUSIVE",
    "X": "EXCLUSIVE",
    "AX": "ACCESS EXCLUSIVE",
}
MEASURED = (15, 18)
QUICK = 3
"""milliseconds"""


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


FORMS = {row["id"]: row for row in _read("forms.csv")}
SETUP = {row["id"]: row["setup"] for row in _read("setup.csv") if row["setup"]}


def _traceable() -> Iterator[ParameterSet]:
    """Every form that runs in a transaction; what reads many rows or needs a database of its own is slow."""
    for name, row in FORMS.items():
        if row["in_transaction"] == "yes" and not row["fails_always"]:
            slow = name in SETUP or float(row["ms_20k_rows_pg18"] or 0) > QUICK
            yield pytest.param(name, marks=[pytest.mark.slow] if slow else [], id=name)


@pytest.fixture(scope="module")
def template(shadow: Shadow) -> Iterator[Scratch]:
    if shadow.major not in MEASURED:
        pytest.skip("measured on 15 and 18")
    shadow.create_roles([Role("hazard_role")])
    scratch = shadow.create()
    lab = (FOLDER / "lab.sql").read_text().replace("create role hazard_role nologin;", "")
    with scratch.open() as session:
        session.execute(lab)
    yield scratch
    shadow.drop(scratch)


@pytest.fixture(scope="module")
def lab(shadow: Shadow, template: Scratch) -> Iterator[tuple[Session, Session]]:
    """Two sessions on one copy that all forms share: each is rolled back."""
    with shadow.copied(template) as scratch, scratch.open() as session, scratch.open() as watcher:
        yield session, watcher


@pytest.mark.parametrize("name", list(_traceable()))
def test_locks_and_rewrites_are_those_that_were_measured(
    shadow: Shadow, request: pytest.FixtureRequest, name: str
) -> None:
    """What a second session sees of a statement is what the table says of its form."""
    row = FORMS[name]
    expected = row[f"locks_pg{shadow.major}"] if shadow.major in MEASURED else "n/a"
    if expected == "n/a":
        pytest.skip(f"not in PostgreSQL {shadow.major}")
    effect = _effect(shadow, request, name, row["statement"])
    assert {table.partition(".")[2]: mode for table, mode in effect.locks.items()} == _locks(expected)
    assert bool(effect.rewrites) == (row["rewrite"] in ("table", "truncated"))


def test_the_documented_lock_is_that_of_the_table() -> None:
    """What runs outside a transaction cannot be traced: the lock that a plan states is the measured one."""
    row = FORMS["create_index_concurrently"]
    form = form_of(row["statement"])
    assert built(row["statement"], form, form.member).documented_locks == {".t": MODES["SUX"]}
    assert all("t=SUX" in row[f"locks_pg{major}"] for major in MEASURED)


def _effect(shadow: Shadow, request: pytest.FixtureRequest, name: str, statement: str) -> Effect:
    if name not in SETUP:
        session, watcher = request.getfixturevalue("lab")
        return _rolled_back(session, watcher, statement)
    template = request.getfixturevalue("template")
    with shadow.copied(template) as scratch, scratch.open() as session, scratch.open() as watcher:
        session.execute(SETUP[name])
        return _rolled_back(session, watcher, statement)


def _rolled_back(session: Session, watcher: Session, statement: str) -> Effect:
    session.execute("begin")
    try:
        return traced(session, watcher, statement)
    finally:
        session.execute("rollback")


def _locks(text: str) -> Mapping[str, str]:
    """`t=AX seq:s=SRX idx:t_a=AX` in words; the trace leaves indexes out."""
    pairs = (item.split("=") for item in text.split() if "=" in item and not item.startswith("idx:"))
    return {name.removeprefix("seq:"): MODES[mode] for name, mode in pairs}
