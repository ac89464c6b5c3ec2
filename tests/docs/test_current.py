"""Documents agree with the code, and with each other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from difftool.files.keys import PROFILE, SETTINGS
from difftool.files.yaml_text import read_yaml
from tests.docs.transcript import BLOCK, ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")
NAMED = re.compile(r"# (\S+\.yaml)")
documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))


def test_what_is_generated_is_current() -> None:
    """The tables of commands, options, exit codes, keys, rules and kinds are those of the code; else `make docs`."""
    check = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(check, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr


@documents
def test_links_lead_somewhere(document: Path) -> None:
    """Each link to another file of the repository finds it."""
    missing = [link for link, _ in LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert missing == []


@documents
def test_yaml_is_accepted(document: Path) -> None:
    """What a document shows as the project's settings, or as a whole profile, is read without an error."""
    for language, text in BLOCK.findall(document.read_text()):
        named = NAMED.match(text)
        if language == "yaml" and named and "\nextends:" not in text:
            keys = SETTINGS if named[1] == "difftool.yaml" else PROFILE
            assert keys.read(read_yaml(text.encode(), named[1]))


def test_each_document_has_its_place_in_the_site() -> None:
    """What lies in docs/ is in the navigation of mkdocs.yml, once."""
    named = re.findall(r"^ *- (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(str(file.relative_to(ROOT / "docs")) for file in (ROOT / "docs").rglob("*.md"))


def test_no_line_is_unfinished() -> None:
    """No document holds a mark that was to be replaced."""
    assert [file.name for file in DOCUMENTS if "@@" in file.read_text()] == []
