"""What pg_dump says of either end, beside what is compared."""

from __future__ import annotations

from pathlib import Path

from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.model.profile import Settings
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import work


def test_a_comment_has_no_owner_of_its_own(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """Where owners are compared and comments are not, a comment that goes with what changes is in no plan's way."""
    (tmp_path / "p.yaml").write_text("snapshot: [target.sql]\nmanages: [public.*]\ncompare: [owner]\n")
    (tmp_path / "target.sql").write_text("create table t (a int);")
    database.execute("create table t (a int, b int); comment on column t.b is 'old'; comment on table t is 'told'")
    plan = make_plan(work(shadow, database), load_profile("p", Settings(str(tmp_path), str(tmp_path))))
    assert plan.steps[-1].touches == ("column public.t.b",)
