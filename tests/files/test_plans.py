"""Plan files: pleasant to review, exact to read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from difftool.errors import ConfigError
from difftool.files.patterns import parse_pattern
from difftool.files.plan_keys import PLAN
from difftool.files.plans import read_plan, write_plan
from difftool.files.shapes import Keys
from difftool.files.yaml_text import plain, read_yaml
from difftool.files.yaml_writer import Block, Flow, write_yaml
from difftool.model.catalog import Comparing, Ident
from difftool.model.plan import (
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
from difftool.model.profile import External, Policy, PolicyException, Scope, Verification
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
    ("  title: add", "  titel: add"): 'p.yaml:31:3: unknown key "titel"; did you mean "title"?',
    ("phase: guard", "phase: gaurd"): "p.yaml:30:10: phase: expected one of preflight, expand, guard, fill, clean, "
    'index, enforce, swap, validate, contract, verify; found "gaurd"; did you mean "guard"?',
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


ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            "\n",
            "\t",
            "no",
            "y",
            "1e3",
            "1:30",
            "---",
            "...",
            "- a",
            "a: b",
            "a #b",
            " a",
            "a ",
            "a\n",
            "a\n\n",
        ),
        *("\na", "  a\n b", "a\n ", "a\n  \n", "a\tb", "\ta", "\u202ea\u2066", "'", '"', "\\", "{a}", "[", "?", "!x"),
        *(
            "&x",
            "*x",
            "%x",
            "@x",
            "`x",
            "|",
            ">",
            "~",
            "null",
            "true",
            "0x1f",
            "2026-11-21",
            "\x85",
            "\u2028",
            "\ufeff",
        ),
        *("a\r\nb", "\x7f", "\x01", "é", "😀", "a,b", "a, b", "<<", "=", "0o7", "+1", ".5", "1_000", "a:", ":a", "#"),
        "a\n#b\n---\n",
    ]
)
TEXTS = st.one_of(ODD, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
TREES = st.recursive(
    st.one_of(TEXTS, TEXTS.map(Block), st.integers(-(2**62), 2**62), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(TEXTS, inner, max_size=3),
        st.lists(TEXTS, max_size=3).map(Flow),
        st.dictionaries(TEXTS, TEXTS, max_size=3).map(Flow),
    ),
    max_leaves=12,
)


def bare(value: Any) -> Any:
    """Without the marks for style."""
    if isinstance(value, Block):
        return value.text
    if isinstance(value, Flow):
        return bare(value.value)
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    return [bare(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS, TREES, min_size=1, max_size=4))
def test_all_text_survives(value: dict[str, Any]) -> None:
    """Whatever is written comes back exactly, from our reader and from any other that reads YAML."""
    text = write_yaml(value)
    assert plain(read_yaml(text.encode(), "x")) == bare(value)
    assert yaml.safe_load(text) == bare(value)
    assert yaml.load(text, Loader=yaml.CSafeLoader) == bare(value)


@given(TEXTS)
def test_a_reviewer_sees_what_is_there(text: str) -> None:
    """No character that is invisible or turns the direction of text stands in a plan file as itself."""
    written = write_yaml({"sql": Block(text), "title": text, "all": Flow([text])})
    assert all(c.isprintable() or c in "\n\t" for c in written)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.floats(0.001, 1e9), st.integers(0, 2**62), st.booleans())
def test_any_plan_survives(one: str, two: str, three: str, seconds: float, count: int, flag: bool) -> None:
    """A plan with any text, number or flag in any place comes back as it was, with its seal."""
    probe = Probe(one, count, two)
    step = Step(count, Phase.SWAP, one, (two, three), Undo(UndoKind.QUARANTINE, (one,), two), (probe,), {one: two})
    step = replace(step, rewrites=(one,), touches=(two, one), hazards=(three,), after=one, transaction=flag, rows=flag)
    finding = Finding(probe, one, count, count, two, (three,), (one,), (two, one), three)
    plan = replace(
        PLAN_OF_TWO,
        profile=one,
        target=TargetDatabase(one, two, three),
        comparing=Comparing({"owner": frozenset({Ident(one, two, three), Ident(two, one, one, one)})}),
        scope=Scope(PLAN_OF_TWO.scope.manages, frozenset({one, two}), frozenset({three})),
        changes=(one, two),
        steps=(step,),
        verify=(Verification(one, two),),
        policy=Policy({one: two}, (PolicyException(one, two, three, one),), seconds, rows_per_second=count, backup=two),
        proof=Proof(one, two, three, count, (one,), (two,)),
        externals=(External(one, two, {three: one}, (one,), (two,), three),),
        hazards=(Hazard(one, count, two, three, one, "refuse"),),
        information=(one, three),
        observed=Observed({one: count}, {two: count}, (finding,), three),
    )
    sealed = seal(plan)
    found = read_plan(write_plan(sealed), "p.yaml")
    assert found == sealed
    assert is_sealed(found)
