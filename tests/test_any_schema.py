"""Whatever two schemas look like, there is a way from one to the other, and back."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import make_dsn

from difftool.diff.compare import compare
from difftool.diff.fingerprint import fingerprint
from difftool.errors import DataRefused
from difftool.files.profiles import load_profile
from difftool.jobs.apply_plan import apply_plan
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.jobs.work import Work
from difftool.model.address import Address
from difftool.model.catalog import EVERYTHING, Catalog
from difftool.model.plan import Plan
from difftool.model.profile import Profile, Settings
from difftool.pg.catalog.read import read_catalog
from difftool.pg.roles import Role
from difftool.pg.samples import fill
from difftool.pg.shadow import Scratch, Shadow
from tests.generated import HOLD_ROWS, Object, schema
from tests.golden import dangers

EXAMPLES = int(os.environ.get("DIFFTOOL_FUZZ", "1"))
PROFILE = """
snapshot: [target.sql]
manages: [public.*]
drop: [{drop}]
compare: [privileges, comments, owner]
policy: {{hazards: {{DATA-LOSS: allow, IRREVERSIBLE: allow, LONG-LOCK: allow, TABLE-REWRITE: allow}}}}
"""
FUZZED = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 10, suppress_health_check=list(HealthCheck)
)


@FUZZED
@given(here=schema(), there=schema())
def test_there_is_a_way_there_and_back(shadow: Shadow, here: tuple[Object, ...], there: tuple[Object, ...]) -> None:
    """A plan is made, applied, and leaves nothing to plan; rolled back, the schema is as it was."""
    shadow.create_roles([Role("anna"), Role("bob")])
    with built(shadow, here) as scratch, tempfile.TemporaryDirectory() as folder:
        with scratch.open() as session:
            fill(session)
            before = read_catalog(session)
        work = Work(Settings(folder, folder), Address(make_dsn(scratch.dsn), "the test"), shadow)
        profile = profile_of(Path(folder), there)
        try:
            plan = make_plan(work, profile)
        except DataRefused:  # the rows are in the way: that is not for us to decide
            return
        apply(work, plan)
        assert make_plan(work, profile).empty
        if not plan.empty:
            apply(work, roll_back(work))
        with scratch.open() as session:
            after = read_catalog(session)
        assert compare(before, after) == ()


@FUZZED
@given(objects=schema(), order=st.randoms())
def test_the_order_of_creation_does_not_matter(shadow: Shadow, objects: tuple[Object, ...], order: Random) -> None:
    """Objects made in another order have the same fingerprint, and a catalog does not differ from itself."""
    shadow.create_roles([Role("anna"), Role("bob")])
    shuffled = list(objects)
    order.shuffle(shuffled)
    with built(shadow, objects) as one, built(shadow, shuffled) as other:
        here, there = catalog_of(one), catalog_of(other)
    assert compare(here, there) == compare(here, here) == ()
    assert fingerprint(here, EVERYTHING) == fingerprint(there, EVERYTHING)


def profile_of(project: Path, objects: Iterable[Object]) -> Profile:
    (project / "any.yaml").write_text(PROFILE.format(drop=", ".join(f"public.{name}" for name in HOLD_ROWS)))
    (project / "target.sql").write_text("".join(f"{text};\n" for each in objects for text in each))
    return load_profile("any", Settings(str(project), str(project)))


def apply(work: Work, plan: Plan) -> None:
    apply_plan(work, plan, approve=plan.digest, ask=None, allow=dangers(plan), progress=lambda _: None)


def catalog_of(scratch: Scratch) -> Catalog:
    with scratch.open() as session:
        return read_catalog(session)


@contextmanager
def built(shadow: Shadow, objects: Iterable[Object]) -> Iterator[Scratch]:
    scratch = shadow.create()
    try:
        with scratch.open() as session:
            for statement in (text for each in objects for text in each):
                session.execute(statement)
        yield scratch
    finally:
        shadow.drop(scratch)
