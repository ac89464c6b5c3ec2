"""What is kept aside is listed, shown and purged, on a real server."""

from __future__ import annotations

import json

import pytest

from difftool.errors import ApprovalMissing, UsageError
from difftool.jobs.keep import list_kept, purge, show_kept
from difftool.jobs.work import Work
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.ledger_sql import LEDGER, plan_started, step_done
from difftool.report.quarantine import kept_json, kept_text, purge_text, shown_json, shown_text
from tests.jobs.planned import CLEAN, CLEANED, seeded
from tests.jobs.rolling import work
from tests.report.made import plan

PLAN = plan((CLEAN,))
KEPT = "difftool.kept_ab12_1"
FAR = "2999-01-01"


@pytest.fixture
def live(database: Session) -> Session:
    """Three values of jobs are kept for 30 days, by a plan that the ledger knows."""
    seeded(database)
    for statement in (LEDGER, *plan_started(PLAN, approved="by hand", version="1", text=f"...{KEPT}..."), *CLEANED.sql):
        database.execute(statement)
    return database


@pytest.fixture
def on(shadow: Shadow, live: Session) -> Work:
    return work(shadow, live)


def finished(live: Session) -> None:
    for statement in step_done(PLAN.digest, CLEAN):
        live.execute(statement)


def expired(live: Session) -> None:
    live.execute("update difftool.quarantine set kept_at = '2020-01-01', keep_until = '2020-02-01'")


def test_nothing_is_kept_where_difftool_was_never_at_work(shadow: Shadow, database: Session) -> None:
    """The list is empty, and says so."""
    kept = list_kept(work(shadow, database))
    assert kept == ()
    assert kept_text(kept) == "nothing is kept aside\n"


def test_the_list_tells_of_which_plan_and_how_long(live: Session, on: Work) -> None:
    """What, of which table and plan, how many rows, until when; the same as JSON."""
    (kept,) = list_kept(on)
    assert (kept.name, kept.plan, kept.profile, kept.kind, kept.rows) == (KEPT, PLAN.digest, "integrated", "values", 3)
    line = kept_text([kept]).splitlines()[1]
    assert line.split()[:2] == ["kept_ab12_1", PLAN.digest.removeprefix("sha256:")[:12]]
    assert "jobs.user_id" in line
    assert kept.keep_until[:10] in line
    assert json.loads(kept_json([kept]))[0]["rows"] == 3


def test_rows_are_shown_up_to_a_bound(live: Session, on: Work) -> None:
    """Keys, what was there and what the plan put there; how many more there are; odd characters are seen."""
    shown = show_kept(on, "kept_ab12_1", 2)
    assert shown.header == ("key_id", "was_user_id", "now_user_id")
    assert shown.rows == (("10", "110", None), ("8", "108", None))
    assert "1 row more" in shown_text(shown)
    assert json.loads(shown_json(shown))["rows"][0] == ["10", "110", None]
    live.execute(f"alter table {KEPT} alter was_user_id type text using E'\\x1b[2J'")
    assert "\\x1b[2J" in shown_text(show_kept(on, KEPT, 1))
    with pytest.raises(UsageError, match="kept_none"):
        show_kept(on, "kept_none", 1)


def test_purging_needs_a_yes(live: Session, on: Work) -> None:
    """Without it the refusal says what would go, and that its plan could then not be rolled back; all stays."""
    finished(live)
    expired(live)
    with pytest.raises(ApprovalMissing) as refusal:
        purge(on, FAR, yes=False)
    digest = PLAN.digest.removeprefix("sha256:")[:12]
    assert refusal.value.details == (f"{KEPT}: 3 rows of jobs.user_id; plan {digest} can then not be rolled back",)
    assert len(list_kept(on)) == 1


def test_what_was_promised_to_stay_stays(live: Session, on: Work) -> None:
    """Before its day has come nothing is dropped, whatever is asked for; nor what was kept after the day asked for."""
    finished(live)
    purged = purge(on, FAR, yes=True)
    assert (purged.gone, "is to be kept until" in purge_text(purged)) == ((), True)
    expired(live)
    assert purge(on, "2019-01-01", yes=True).gone == ()
    assert len(list_kept(on)) == 1


def test_an_unfinished_plan_keeps_what_it_needs(live: Session, on: Work) -> None:
    """Its quarantine is left, with the reason."""
    expired(live)
    purged = purge(on, FAR, yes=True)
    assert [why for _, why in purged.left] == ["its plan is not finished"]
    assert len(list_kept(on)) == 1


def test_what_nobody_needs_goes(live: Session, on: Work) -> None:
    """The table and its entry in the register are gone, and said to be."""
    finished(live)
    expired(live)
    purged = purge(on, FAR, yes=True)
    assert purge_text(purged).startswith(f"dropped {KEPT}: 3 rows")
    assert list_kept(on) == ()
    assert live.value("select to_regclass(%s)", [KEPT]) is None
