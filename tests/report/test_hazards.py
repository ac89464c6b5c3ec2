"""Dangers are told calmly: what weighs most first, nothing twice, and what to do about it."""

from __future__ import annotations

from dataclasses import replace

import yaml

from difftool.model.plan import Hazard
from difftool.report.hazards import alike, hazard_lines, refused_hazards, to_agree
from difftool.report.plan_markdown import plan_markdown
from tests.report.made import plan

GONE = Hazard("DROPPED-NAME", 3, "column public.a.x", "code that names it fails", "deploy first")
LOCK = Hazard("LONG-LOCK", 2, "public.a", "writers wait", "be online", "confirm", "about 9 s by estimate")
LOST = Hazard("DATA-LOSS", 4, 'column public."a b".c', "3 of 3 rows have a value", "keep it", "refuse")


def test_what_weighs_most_comes_first() -> None:
    """Refused before confirmed before noted; what is noted comes without advice, so that a routine plan is short."""
    assert hazard_lines([GONE, LOCK, LOST]) == [
        'DATA-LOSS in step 4, column public."a b".c: 3 of 3 rows have a value (the policy refuses it)',
        "  what helps: keep it",
        "LONG-LOCK in step 2, public.a: writers wait: about 9 s by estimate (you are asked)",
        "  what helps: be online",
        "DROPPED-NAME in step 3, column public.a.x: code that names it fails (noted)",
    ]


def test_many_of_a_kind_are_one_line() -> None:
    """The same effect on several objects is told once; the first three others are named."""
    many = [replace(GONE, step=n, object=f"column public.a.x{n}") for n in range(1, 8)]
    (line,) = hazard_lines(many)
    assert line.endswith(
        "(noted); likewise column public.a.x2 (step 2), column public.a.x3 (step 3), column public.a.x4 (step 4)"
        " and 3 more"
    )
    assert [len(others) for _, others in alike([*many, LOCK])] == [0, 6]


def test_a_refusal_shows_lines_that_can_be_copied() -> None:
    """The exception names code, object, a reason to be filled in, and an end; the verdict is offered as well."""
    lines = refused_hazards((LOST,), "profiles/x.yaml", "2026-12-31")
    text = "\n".join(lines)
    assert "To let it pass here, and for some time, add to profiles/x.yaml:" in text
    start, between = lines.index("    policy:"), lines.index("  or everywhere, for good:")
    assert yaml.safe_load("\n".join(lines[start:between])) == {
        "policy": {
            "exceptions": [
                {
                    "hazard": "DATA-LOSS",
                    "object": 'column public."a b".c',
                    "reason": "who wants it, and why",
                    "until": yaml.safe_load("2026-12-31"),
                }
            ]
        }
    }
    assert yaml.safe_load("\n".join(lines[between + 1 :])) == {"policy": {"hazards": {"DATA-LOSS": "allow"}}}


def test_without_a_profile_nothing_is_proposed() -> None:
    """A way back is judged by the policy of the plan that it undoes: no file could allow it."""
    assert not any("policy:" in line for line in refused_hazards((LOST,)))


def test_what_must_be_agreed_to_is_in_the_command() -> None:
    """Only what is to be confirmed is named, each code once."""
    assert to_agree([GONE, LOCK, replace(LOCK, step=9)]) == ("LONG-LOCK",)


def test_markdown_shows_them_with_what_helps() -> None:
    """The review sees effect and remedy, in code, where names cannot act as markup."""
    text = plan_markdown(replace(plan(), hazards=(LOCK,)))
    assert "- **Hazards**: `LONG-LOCK in step 2, public.a: writers wait: about 9 s by estimate (you are asked)`" in text
    assert "what helps: be online" in text
