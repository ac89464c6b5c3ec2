"""Each attribute of each kind, changed alone, is told as exactly that; on every server version at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from difftool.diff.compare import compare
from difftool.diff.fingerprint import fingerprint
from difftool.model.catalog import EVERYTHING
from difftool.model.change import Change, Verb
from difftool.model.profile import Scope
from difftool.pg.binaries import discover
from difftool.pg.catalog.read import read_catalog
from difftool.pg.portable import portable
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow

Seen = TypeVar("Seen")
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("catalog_differences.yaml").read_text())


@pytest.fixture(scope="module", params=[18, 15], ids=lambda major: f"pg{major}")
def session(request: pytest.FixtureRequest, shadow: Shadow) -> Iterator[Session]:
    """One database for all cases: each is rolled back."""
    found = discover(request.param)
    if found.major != request.param:
        pytest.skip(f"PostgreSQL {request.param} is not installed")
    if found.major == shadow.major:
        with _scratch(shadow) as opened:
            yield opened
    else:
        with open_shadow(str(found.folder)) as other, _scratch(other) as opened:
            yield opened


@contextmanager
def _scratch(shadow: Shadow) -> Iterator[Session]:
    scratch = shadow.create()
    with scratch.open() as opened:
        yield opened
    shadow.drop(scratch)


def _around(session: Session, case: dict[str, Any], look: Callable[[], Seen]) -> tuple[Seen, Seen]:
    """What is seen before and after the change, which is rolled back."""
    if session.version < case.get("since", 0) * 10000:
        pytest.skip(f"needs PostgreSQL {case['since']}")
    session.execute("begin")
    try:
        for role in ("alice", "bob"):
            if not session.value("select true from pg_roles where rolname = %s", [role]):  # other tests may have it
                session.execute(f"create role {role}")
            session.execute(f"grant all on schema public to {role}")
        session.execute(case.get("setup", "select"))
        before = look()
        session.execute(case["change"])
        return before, look()
    finally:
        session.execute("rollback")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["change"][:70])
def test_a_difference_is_told_as_exactly_what_it_is(session: Session, case: dict[str, Any]) -> None:
    """What is changed alone is reported alone, and moves the fingerprint."""
    before, after = _around(session, case, lambda: read_catalog(session))
    assert sorted(map(told, compare(before, after))) == sorted(case["told"])
    assert fingerprint(before, EVERYTHING) != fingerprint(after, EVERYTHING)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["change"][:70])
def test_a_difference_moves_what_is_hashed_in_the_server(session: Session, case: dict[str, Any]) -> None:
    """What a catalog tells, its hash tells too: no change of any kind keeps it as it was."""
    before, after = _around(session, case, lambda: portable(session, Scope(())))
    assert before != after


def told(change: Change) -> str:
    if change.verb is Verb.ALTER:
        return f"{change.ident}: {', '.join(change.facts)}"
    return f"{change.verb} {change.ident}"
