"""Each attribute of each kind, changed alone, is told as exactly that; on every server version at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from difftool.diff.compare import compare
from difftool.diff.fingerprint import fingerprint
from difftool.model.catalog import EVERYTHING
from difftool.model.change import Change, Verb
from difftool.pg.binaries import discover
from difftool.pg.catalog.read import read_catalog
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow

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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["change"][:70])
def test_a_difference_is_told_as_exactly_what_it_is(session: Session, case: dict[str, Any]) -> None:
    """What is changed alone is reported alone, and moves the fingerprint."""
    if session.version < case.get("since", 0) * 10000:
        pytest.skip(f"needs PostgreSQL {case['since']}")
    session.execute("begin")
    try:
        for role in ("alice", "bob"):
            if not session.value("select true from pg_roles where rolname = %s", [role]):  # other tests may have it
                session.execute(f"create role {role}")
            session.execute(f"grant all on schema public to {role}")
        session.execute(case.get("setup", "select"))
        before = read_catalog(session)
        session.execute(case["change"])
        after = read_catalog(session)
    finally:
        session.execute("rollback")
    assert sorted(map(told, compare(before, after))) == sorted(case["told"])
    assert fingerprint(before, EVERYTHING) != fingerprint(after, EVERYTHING)


def told(change: Change) -> str:
    if change.verb is Verb.ALTER:
        return f"{change.ident}: {', '.join(change.facts)}"
    return f"{change.verb} {change.ident}"
