"""`difftool explain` knows every hazard and every exit code."""

from __future__ import annotations

import json

import pytest

from difftool import errors
from difftool.cli.main import run
from difftool.model.exit_codes import EXIT_CODES
from difftool.planning.hazards import KINDS


@pytest.mark.parametrize("code", KINDS)
def test_a_hazard_is_explained_with_its_examples(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Effect, remedy, verdict and both examples are there, in whatever case the code is typed."""
    assert run(["explain", code.lower()]) == 0
    text, kind = capsys.readouterr().out, KINDS[code]
    assert text.startswith(f"{code}: {kind.title}\n")
    for line in (*kind.bad.after.splitlines(), *kind.good.after.splitlines(), kind.bad.profile):
        assert line in text
    assert kind.remedy in " ".join(text.split())


def test_each_exit_code_is_explained() -> None:
    """Each class of error has an entry, each code only one."""
    codes = [each.code for each in EXIT_CODES]
    raised = {kind.exit_code for kind in errors.DifftoolError.__subclasses__()}
    assert raised | {0, 1, 2, 130, 141} == set(codes)
    assert sorted(codes) == codes


def test_an_exit_code_says_what_became_of_the_database(capsys: pytest.CaptureFixture[str]) -> None:
    """It tells what it means, what was changed, and what to do."""
    assert run(["explain", "26"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("exit 26: a limit was reached\n")
    assert "--resume" in text.partition("to do")[2]


def test_alone_it_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a code there is a line for each."""
    assert run(["explain"]) == 0
    words = capsys.readouterr().out.split()
    assert {*KINDS, *(str(each.code) for each in EXIT_CODES)} <= set(words)


def test_json_has_the_same_fields_for_one_and_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    """One code is an object, all of them a list of such."""
    run(["explain", "DATA-LOSS", "--format", "json"])
    one = json.loads(capsys.readouterr().out)
    run(["explain", "--format", "json"])
    assert json.loads(capsys.readouterr().out)[0] == one
    assert one["verdict"] == "refuse"
    assert set(one["bad"]) == {"before", "after", "profile"}


def test_an_unknown_code_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error ends with 64 and a proposal."""
    assert run(["explain", "LONG-LOKC"]) == 64
    assert 'did you mean "LONG-LOCK"?' in capsys.readouterr().err
