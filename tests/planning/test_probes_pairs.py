"""Each statement form that rows can break, with rows that let it run and rows that do not.

`pairs.csv`: the statement, what to set up before, and what makes the good rows of `lab.sql` bad ones.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from difftool.pg.shadow import Scratch, Shadow
from tests.planning.probing import EMPTY, copied, troubles

FOLDER = Path(__file__).parent / "probes"
with (FOLDER / "pairs.csv").open(newline="") as opened:
    PAIRS = {row["id"]: row for row in csv.DictReader(opened)}


@pytest.fixture(scope="module")
def lab(shadow: Shadow) -> Iterator[Scratch]:
    """The tables, with good rows."""
    scratch = shadow.create()
    with scratch.open() as session:
        session.execute((FOLDER / "lab.sql").read_text())
    yield scratch
    shadow.drop(scratch)


@pytest.fixture(scope="module")
def emptied(shadow: Shadow, lab: Scratch) -> Iterator[Scratch]:
    """The tables without rows, where every statement runs."""
    scratch = shadow.create(template=lab.name)
    with scratch.open() as session:
        session.execute(EMPTY)
    yield scratch
    shadow.drop(scratch)


@pytest.mark.parametrize("name", PAIRS)
def test_the_rows_tell_whether_the_statement_runs(shadow: Shadow, lab: Scratch, emptied: Scratch, name: str) -> None:
    """Good rows are in nobody's way and the statement runs; bad ones are counted and it fails."""
    pair = PAIRS[name]
    if shadow.major < int(pair["min_pg"]):
        pytest.skip(f"from PostgreSQL {pair['min_pg']} on")
    with copied(shadow, lab) as live, copied(shadow, emptied) as target:
        for session in (live, target):
            session.execute(pair["setup"] or "select")
        target.execute(pair["statement"])
        assert troubles(live, target) == []
        with copied(shadow, lab) as bad:
            bad.execute(pair["setup"] or "select")
            bad.execute(pair["bad"])
            assert troubles(bad, target)
            with pytest.raises(psycopg2.Error) as refused:
                bad.execute(pair["statement"])
            assert refused.value.pgcode
            assert refused.value.pgcode[:2] in ("22", "23", "54"), "refused for the rows, not for its form"
        live.execute(pair["statement"])
