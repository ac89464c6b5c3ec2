"""A plan reads the same everywhere: terminal, Markdown, JSON."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from difftool.model.plan import Phase, Plan, Step, Undo, UndoKind
from difftool.model.profile import Verification
from difftool.report.plan_markdown import plan_json, plan_markdown
from difftool.report.plan_text import plan_text
from difftool.report.refusal import refusal_headline, refusal_text
from difftool.report.style import Style
from tests.report.made import FINDING, HOSTILE, STEPS, plan

GOLDEN = """\
app on db.example.org:5432, PostgreSQL 15 -> integrated
  + foreign key jobs_user_id_fkey (user_id) -> profiles(id) on delete cascade

  step  phase     what                          blocks                  touches
  1     guard     add the foreign key, NOT      writes: jobs, profiles  constraint jobs_user_id_fkey
                  VALID
  2     clean     set orphaned user_ids to      -                       rows of jobs
                  null, kept aside
  3     validate  validate the foreign key      -                       reads jobs (5,178 rows)

  data      137 of 5,178 rows of llm_workflow_jobs name a row of profiles that does not exist
              resolved by orphans: llm_workflow_jobs.user_id become: set-null
  promised  every job names a known user, or none
  proved    on a copy of the live schema: forward equal, back equal, pg_dump as observer equal
            42 sample rows went there and back
            rehearsed on 18, live is 15
  way back  lossless: values and rows come back from quarantine (kept 30 days)
  hazards   CASCADE-REACH in step 1, public.jobs: deleting a user deletes jobs (noted)
  Not compared: comments (profile), owner (not stated).

plans/integrated.yaml  sha256:4f1c9ab27d03…   review it, then: difftool apply plans/integrated.yaml
"""


def test_the_terminal_view() -> None:
    """What changes, whom each step blocks, the proof, the way back, and what to do next."""
    assert plan_text(plan(), file="plans/integrated.yaml") == GOLDEN


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_it_fits_the_terminal(width: int) -> None:
    """No line is wider than the terminal, and none ends in blanks."""
    lines = plan_text(plan(), width).splitlines()
    assert max(map(len, lines)) <= max(width, 60)
    assert all(line == line.rstrip() for line in lines)


def test_colours_repeat_words() -> None:
    """Without its colours the coloured view is the plain one."""
    coloured = plan_text(plan(), style=Style(colour=True))
    for number in (0, 1, 2, 31, 32, 33):
        coloured = coloured.replace(f"\x1b[{number}m", "")
    assert coloured == plan_text(plan())


def test_nothing_to_do() -> None:
    """A plan without steps is said in one sentence."""
    assert plan_text(plan((), changes=())).startswith("nothing to do: live equals integrated\n")
    assert plan_markdown(plan(())) == "Nothing to do: live equals `integrated`.\n"


def test_a_step_that_cannot_be_undone_is_named() -> None:
    """The way back says which step has none, and why."""
    label = Step(4, Phase.EXPAND, "add a label", ("…",), Undo(UndoKind.IRREVERSIBLE, why="labels stay"))
    assert "way back  step 4 cannot be undone: labels stay\n" in plan_text(plan((*STEPS, label)))


def test_hostile_names_do_not_reach_the_terminal() -> None:
    """No control character or direction mark of the database's is sent to a terminal."""
    text = plan_text(_hostile(), file=HOSTILE) + "".join(refusal_text([replace(FINDING, subject=HOSTILE)]))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[31m\\u202e" in text


def test_hostile_names_are_code_in_markdown() -> None:
    """Outside of code spans and blocks no character of a database's text is left."""
    outside = _outside_code(plan_markdown(_hostile()))
    for markup in ("@", "<b>", "[l]", "http", "\x1b", "\u202e"):
        assert markup not in outside
    assert "\n# no" not in outside


def _hostile() -> Plan:
    step = replace(STEPS[0], title=HOSTILE, locks={HOSTILE: "SHARE"}, sql=(f"-- {HOSTILE}",))
    promise = Verification(HOSTILE, "select 0")
    return plan((step,), changes=(f"+ table {HOSTILE}",), verify=(promise,), database=HOSTILE)


def _outside_code(markdown: str) -> str:
    """What a Markdown reader would not take for code: runs of backticks of one length enclose it."""
    outside, rest = "", markdown
    while "`" in rest:
        before, _, after = rest.partition("`")
        run = 1 + len(after) - len(after.lstrip("`"))
        fence = "`" * run
        inside, after = "", after[run - 1 :]
        while True:
            part, _, after = after.partition(fence)
            longer = after.startswith("`") or part.endswith("`")
            inside += part
            if not longer:
                break
            while after.startswith("`"):
                after = after[1:]
        outside, rest = outside + before, after
    return outside + rest


def test_json_is_the_plan() -> None:
    """The keys are the fields of the plan, in their order; sets and phases are plain values."""
    read = json.loads(plan_json(plan()))
    assert list(read) == [field.name for field in fields(Plan)]
    assert read["steps"][0]["phase"] == "guard"
    assert read["steps"][0]["locks"] == {"public.jobs": "SHARE ROW EXCLUSIVE", "public.profiles": "SHARE ROW EXCLUSIVE"}
    assert read["comparing"] == {"stated": {"owner": None, "privileges": None, "comment": None}}
    assert read["steps"][2]["probes"][0]["must_be"] == 0


def test_a_refusal_says_what_would_resolve_it() -> None:
    """Count, examples, consequences and the YAML lines, under one headline."""
    assert refusal_headline([FINDING]) == (
        "refused: 137 rows would break a statement, and the profile does not say what to do with them"
    )
    assert refusal_text([FINDING], "profiles/x.yaml") == (
        "",
        "  llm_workflow_jobs.user_id -> profiles.id",
        "    137 of 5,178 rows of llm_workflow_jobs name a row of profiles that does not exist   e.g. 0b1c,",
        "    11fa",
        "    Deleting a user would from then on reach: jobs -> webhook attempts.",
        "",
        "  To resolve it, add to profiles/x.yaml:",
        "    data:",
        "    - orphans: llm_workflow_jobs.user_id",
        "      become: set-null          # or delete, quarantine",
        "Nothing was changed.",
    )


def test_two_remedies_share_their_key() -> None:
    """The lines to add are one piece of YAML, also for two findings."""
    assert refusal_text([FINDING, FINDING]).count("    data:") == 1
