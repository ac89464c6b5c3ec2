"""Plan files: pleasant to review, exact to read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from difftool.errors import ConfigError
from difftool.files.patterns import parse_pattern
from difftool.files.plan_keys import PLAN
from difftool.files.plans import read_plan, write_plan
from difftool.files.shapes import Keys
from difftool.model.catalog import Comparing, Ident
from difftool.model.plan import (
    Definition,
    Finding,
    Hazard,
    Observed,
    Phase,
    Plan,
    Probe,
    Proof,
    Step,
    TargetDatabase,
    Undo,
    UndoKind,
)
from difftool.model.profile import External, Policy, Scope, Verification
from difftool.planning.seal import is_sealed, seal

PROBE = Probe("select count(*)\nfrom public.jobs\n", about="name a user that does not exist")
GUARD = Step(
    1,
    Phase.GUARD,
    "add the foreign key, NOT VALID",
    ("alter table public.jobs\n  add constraint fk foreign key (user_id) references public.profiles not valid",),
    Undo(UndoKind.LOSSLESS, ("alter table public.jobs drop constraint fk",)),
    probes=(PROBE,),
    locks={"public.profiles": "SHARE ROW EXCLUSIVE"},
    touches=("constraint public.jobs.fk",),
    hazards=("CASCADE-REACH",),
    after="15:4f1c",
)
INDEX = Step(
    2,
    Phase.INDEX,
    "index: jobs by user",
    ("create index concurrently i on public.jobs (user_id)",),
    Undo(UndoKind.IRREVERSIBLE, why="no"),
    transaction=False,
)
PLAN_OF_TWO = seal(
    Plan(
        digest="",
        profile="integrated",
        profile_digest="sha256:ab12",
        target=TargetDatabase("production", "app", "7123"),
        live_major=15,
        proven_on=18,
        before="15:4f1c",
        after="15:9ab2",
        scope=Scope((parse_pattern("public.llm_*"), parse_pattern('!public."Odd"')), frozenset({"public.old"})),
        comparing=Comparing({"comment": None, "owner": frozenset({Ident("column", "public", "t", "a")})}),
        search_path="public",
        changes=("+ foreign key fk (user_id) -> profiles(id)",),
        steps=(GUARD, INDEX),
        verify=(Verification("every job names a known user, or none", "select count(*)\nfrom x"),),
        policy=Policy(max_lock=0.5, examples=None),
        proof=Proof("equal", "equal", "equal", 42, ("public.t",)),
        externals=(External("table", "public.profiles", {"id": "uuid"}, ("id",), ("select",)),),
        hazards=(Hazard("CASCADE-REACH", 1, "public.jobs", "deleting a user deletes jobs", "none"),),
        not_compared=("comments (profile)",),
        definitions=(Definition("table public.t", "  table public.t\n+   column a integer"),),
        observed=Observed({"public.t": -1}, {"public.t": 8192}, (Finding(PROBE, "a.b -> c.d", 1, 2, "1 of 2"),)),
    )
)

TEXT = """\
difftool: 1
digest: DIGEST
profile: {name: integrated, digest: sha256:ab12}
target: {environment: production, database: app, system: "7123"}
server: {live: "15", proven_on: "18"}
before: 15:4f1c
after: 15:9ab2
changes:
- "+ foreign key fk (user_id) -> profiles(id)"
not_compared:
- comments (profile)
scope:
  manages: [public.llm_*, '!public."Odd"']
  drop: [public.old]
comparing:
  comment: all
  owner:
  - {kind: column, schema: public, name: t, part: a}
search_path: public
externals:
- {kind: table, name: public.profiles, columns: {id: uuid}, key: [id], needs: [select]}
hazards:
- code: CASCADE-REACH
  step: 1
  object: public.jobs
  effect: deleting a user deletes jobs
  remedy: none
steps:
- id: 1
  phase: guard
  title: add the foreign key, NOT VALID
  sql:
  - |-
    alter table public.jobs
      add constraint fk foreign key (user_id) references public.profiles not valid
  undo:
    kind: lossless
    sql:
    - |-
      alter table public.jobs drop constraint fk
  probes:
  - ask: |
      select count(*)
      from public.jobs
    must_be: 0
    about: name a user that does not exist
  locks: {public.profiles: SHARE ROW EXCLUSIVE}
  touches: [constraint public.jobs.fk]
  hazards: [CASCADE-REACH]
  after: 15:4f1c
- id: 2
  phase: index
  title: "index: jobs by user"
  sql:
  - |-
    create index concurrently i on public.jobs (user_id)
  undo:
    kind: irreversible
    why: "no"
  transaction: false
verify:
- sentence: every job names a known user, or none
  query: |-
    select count(*)
    from x
policy:
  hazards: {}
  exceptions: []
  max_lock: 0.5
  lock_timeout: 1
"""


def test_a_plan_file_is_laid_out_for_a_review() -> None:
    """SQL stands in blocks, short maps on one line, in the order of the reference, and nothing is folded."""
    assert write_plan(PLAN_OF_TWO).startswith(TEXT.replace("DIGEST", PLAN_OF_TWO.digest))


def test_a_plan_comes_back_as_it_was() -> None:
    """What is read is what was written, the seal holds, and writing it again gives the same bytes."""
    found = read_plan(write_plan(PLAN_OF_TWO), "p.yaml")
    assert found == PLAN_OF_TWO
    assert is_sealed(found)
    assert write_plan(found) == write_plan(PLAN_OF_TWO)


WRONG = {
    (
        "difftool: 1",
        "difftool: 2",
    ): "p.yaml:1:11: difftool: plan format 2 is unknown here; this difftool reads format 1",
    ("difftool: 1\n", ""): 'p.yaml:1:1: plan: missing key "difftool"',
    ("difftool: 1", "difftool: one"): 'p.yaml:1:11: difftool: expected a whole number, 1 or more; found "one"',
    ("  title: add", "  titl: add"): 'p.yaml:31:3: unknown key "titl"; did you mean "title"?',
    ("phase: guard", "phase: guardd"): "p.yaml:30:10: phase: expected one of preflight, expand, guard, fill, clean, "
    'index, enforce, swap, validate, contract, verify; found "guardd"; did you mean "guard"?',
    ("    kind: lossless\n", ""): 'p.yaml:37:5: undo: missing key "kind"',
    ('live: "15"', "live: new"): 'p.yaml:5:16: live: expected a major version in quotes, as "15"; found "new"',
    ("max_lock: 0.5", "max_lock: 2s"): 'p.yaml:69:13: max_lock: expected a number; found "2s"',
    (
        "search_path: public",
        "search_path: public\nextra: 1",
    ): 'p.yaml:20:1: unknown key "extra"; did you mean "externals"?',
}


@pytest.mark.parametrize(("edit", "message"), WRONG.items())
def test_a_plan_file_that_is_wrong_says_where(edit: tuple[str, str], message: str) -> None:
    """An unknown format, key or value, and a missing one, are refused with file, line and column."""
    with pytest.raises(ConfigError) as caught:
        read_plan(write_plan(PLAN_OF_TWO).replace(*edit, 1), "p.yaml")
    assert str(caught.value).startswith(message)


def shapes_of(shape: Any) -> list[Keys]:
    """All maps with known keys, from `shape` down."""
    parts = [key.shape for key in shape.keys.values()] if isinstance(shape, Keys) else []
    parts += [getattr(shape, name) for name in ("item", "value") if hasattr(shape, name) and shape is not PLAN]
    return ([shape] if isinstance(shape, Keys) else []) + [
        k for part in parts if is_dataclass(part) for k in shapes_of(part)
    ]


@pytest.mark.parametrize("shape", [s for s in shapes_of(PLAN) if isinstance(s.make, type) and s.make is not dict])
def test_no_field_of_the_model_is_lost(shape: Keys) -> None:
    """Each field of each value in a plan has its key, so that nothing new is left out silently."""
    make: Any = shape.make
    assert {field.name for field in fields(make)} - {"place"} == set(shape.keys)


def test_no_field_of_the_plan_is_lost() -> None:
    """Each field of a plan has its key, under its own name or within profile and server."""
    elsewhere = {"profile_digest", "live_major", "proven_on"}
    assert {field.name for field in fields(Plan)} - elsewhere == set(PLAN.keys) - {"difftool", "server"}
