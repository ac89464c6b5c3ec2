"""Whatever a plan says survives its file, and nothing in it hides from a reviewer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from difftool.files.plans import read_plan, write_plan
from difftool.files.yaml_text import plain, read_yaml
from difftool.files.yaml_writer import Block, Flow, write_yaml
from difftool.model.catalog import Comparing, Ident
from difftool.model.plan import Finding, Hazard, Observed, Phase, Probe, Proof, Step, TargetDatabase, Undo, UndoKind
from difftool.model.profile import External, Policy, PolicyException, Scope, Verification
from difftool.planning.seal import is_sealed, seal
from tests.files.test_plans import PLAN_OF_TWO

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
