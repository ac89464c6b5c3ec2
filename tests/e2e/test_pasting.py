"""A plan pasted file by file into an SQL editor, by people who have no difftool there."""

from __future__ import annotations

import psycopg2
import pytest

from difftool.pg.session import Session
from tests.e2e.house import KEY, House, Shell


@pytest.fixture
def files(house: House, difftool: Shell) -> dict[str, str]:
    """The numbered files of the plan to integrated, in order."""
    said = difftool("plan", "--profile", "integrated", "--format", "sql", "--split", "-o", "files", *house.url())
    assert said.code == 0
    return {path.name: path.read_text() for path in sorted((house.project / "files").iterdir())}


def paste(session: Session, text: str) -> None:
    """As an SQL editor does: the whole file in one request; after an error the session starts again."""
    try:
        session.execute(text)
    except psycopg2.Error:
        session.execute("rollback")
        raise


def test_in_order_they_are_the_plan(house: House, difftool: Shell, files: dict[str, str]) -> None:
    """Each file commits with its ledger row; status and history know the plan, and drift is clean."""
    assert [name.removesuffix(".sql").split("_")[1] for name in files] == [
        "ledger",
        "guard",
        "clean",
        "validate",
        "verify",
    ]
    digest = next(iter(files.values())).split("sha256:")[1][:12]
    for number, text in enumerate(files.values()):
        paste(house.admin, text)
        assert house.count("difftool.step where done is not null") == min(number, 3)
    assert house.count(f"pg_constraint where conname = '{KEY}' and convalidated") == 1
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
    status = difftool("status", *house.url())
    assert f"Last: plan {digest} to integrated, applied 20" in status.out
    assert "3/3" in difftool("history", *house.url()).out


@pytest.mark.slow
def test_out_of_order_nothing_happens(house: House, files: dict[str, str]) -> None:
    """A file that is not the next one raises and leaves no trace; so does one that is pasted twice."""
    ledger, guard, clean, validate, _ = files.values()
    with pytest.raises(psycopg2.Error):
        paste(house.admin, guard)
    paste(house.admin, ledger)
    for early in (clean, validate):
        with pytest.raises(psycopg2.errors.RaiseException, match="is not the next one of this plan: step 1 is"):
            paste(house.admin, early)
    paste(house.admin, guard)
    with pytest.raises(psycopg2.errors.RaiseException, match="step 1 is not the next one of this plan: step 2 is"):
        paste(house.admin, guard)
    assert house.count("difftool.step where done is not null") == 1
    assert house.count("llm_workflow_jobs where user_id is null") == 1


def test_an_assertion_stops_the_file(house: House, files: dict[str, str]) -> None:
    """Orphans that came after the clean-up stop the validation before it begins, with their number."""
    ledger, guard, clean, validate, _ = files.values()
    for text in (ledger, guard, clean):
        paste(house.admin, text)
    house.admin.execute(
        "set session_replication_role = replica; delete from profiles where id = md5('user 1')::uuid;"
        " set session_replication_role = origin"
    )
    with pytest.raises(psycopg2.errors.RaiseException, match="refused: 1 name a row of profiles that does not exist"):
        paste(house.admin, validate)
    assert house.count(f"pg_constraint where conname = '{KEY}' and convalidated") == 0


@pytest.mark.slow
def test_apply_goes_on_where_the_pasting_ended(house: House, difftool: Shell, files: dict[str, str]) -> None:
    """Two files pasted by hand, the rest by difftool: the plan file and the pasted files are one plan."""
    assert difftool("plan", "--profile", "integrated", "-o", "plan.yaml", *house.url()).code == 0
    digest = next(iter(files.values())).split("sha256:")[1][:12]
    ledger, guard, *_ = files.values()
    paste(house.admin, ledger)
    paste(house.admin, guard)
    said = difftool("apply", "plan.yaml", "--approve", digest, "--resume", *house.url())
    assert said.code == 0
    assert difftool("drift", "--profile", "integrated", *house.url()).code == 0
