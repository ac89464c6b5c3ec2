"""Extensions that the shadow lacks are stubs there: said in the proof, and whatever had to compute one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import NoProvenPlan
from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.pg.shadow import Shadow
from tests.golden import CASES, DEFAULTS, Case, at_work

KEYS = {**DEFAULTS, "manages": ["public.*", "extension:pgcrypto"]}


@pytest.fixture(autouse=True)
def _stubs(shadow: Shadow) -> None:
    asked = "select default_version from pg_available_extensions where name = 'pgcrypto'"
    if shadow.maintenance.value(asked) != "stub":
        pytest.skip("this server has pgcrypto, or does not find extensions outside of its folder")


def test_the_proof_says_so(shadow: Shadow, tmp_path: Path) -> None:
    """A plan that was proven beside a stub tells of it."""
    with at_work(Case(CASES / "extensions" / "pgcrypto", KEYS, {}), shadow, tmp_path) as (work, profile, _):
        assert make_plan(work, profile).proof.notes == ("pgcrypto: stub, nothing that calls it was computed",)


def test_rows_that_could_not_be_made_do_not_hide_it(shadow: Shadow, tmp_path: Path) -> None:
    """Where a table's rows depend on a stub themselves, a statement that would call it for each row is refused."""
    with at_work(Case(CASES / "extensions" / "pgcrypto", KEYS, {}), shadow, tmp_path) as (work, _, live):
        checked = "secret text check (secret <> encode(public.digest(secret, 'md5'), 'hex'))"
        with live.open() as session:
            session.execute("create extension pgcrypto; drop table t")
            session.execute(f"create table public.t (id integer primary key, {checked})")
        (tmp_path / "target.sql").write_text(
            f"create extension pgcrypto; create table public.t (id integer primary key, {checked});"
            "create index on public.t (public.hmac(secret, 'x', 'md5'))"
        )
        again = load_profile("case", work.settings)
        with pytest.raises(NoProvenPlan) as caught:
            make_plan(work, again)
        assert any("hmac() is a stub in the shadow, and no sample row" in line for line in caught.value.details)
