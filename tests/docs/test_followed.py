"""What the documents tell the reader to type does what they say."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.given import given
from tests.docs.transcript import BLOCK, PLAN_DIGEST, ROOT, Typed, Written, expected, follow, told
from tests.tools import program

TOOLS = {
    "pull-requests": ("git",),
    "review-a-plan": ("ssh-keygen",),
    "scripts-of-npm": ("npm",),
    "tests-of-your-own": ("git", "pre-commit"),
}


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the checkout in it, which the embedded server's account can enter too."""
    with tempfile.TemporaryDirectory(prefix="difftool-docs-") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("DIFFTOOL_CACHE", f"{folder}/cache")
        Path(folder, "difftool").symlink_to(ROOT)
        yield Path(folder)


GUIDES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
MORE = [pytest.param(path, marks=pytest.mark.slow) for path in (ROOT / "docs" / "tutorial.md", *GUIDES)]
COMMAND = re.compile(r"^(?: {4}|\$ )\S", re.MULTILINE)


@pytest.mark.parametrize("path", [ROOT / "README.md", *MORE], ids=lambda path: path.stem)
def test_it_happens_as_told(path: Path, beside: Path) -> None:
    """Each command of the document, in order, ends as it says and prints what it says."""
    for name in TOOLS.get(path.stem, ()):
        program(name)
    with given(path.stem, beside) as variables:
        follow(path.read_text(), beside, variables)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_nothing_is_told_aside(path: Path) -> None:
    """A guide has commands to type, and shows none in another way, in which nobody would notice that it is wrong."""
    document = path.read_text()
    assert any(isinstance(deed, Typed) for deed in told(document))
    assert not COMMAND.search(BLOCK.sub("", document))


def test_what_a_document_tells() -> None:
    """Files to write and commands to type are found in order, with what they print and how they end."""
    document = """
```yaml
# a/b.yaml  as a comment
x: 1
```
```sh
not typed
```
```console
$ difftool plan   # exits with 2
done in 0.4 s
$ true
```
"""
    assert list(told(document)) == [
        Written("a/b.yaml", "# a/b.yaml  as a comment\nx: 1\n"),
        Typed("difftool plan   # exits with 2", "done in 0.4 s", 2),
        Typed("true", "", 0),
    ]


@pytest.mark.parametrize(
    ("printed", "also"),
    [
        ("done in 0.4 s (it took 1 row)", "done in 12.0 s (it took 1 row)"),
        ("a\n…\nb", "a\nx\ny\nb"),
        ("a\n…\nb", "a\nb"),
        ("plan … of x", "plan abc of x"),
        (f"plan {PLAN_DIGEST}", "plan 0123456789ab"),
        ("applied 2026-01-01 10:00", "applied 2027-12-31 23:59"),
    ],
)
def test_what_may_differ(printed: str, also: str) -> None:
    """Seconds, dates, digests and what is left out may be others, all else may not."""
    pattern = expected(printed, "0123456789ab")
    assert re.fullmatch(pattern, f"{also}\n")
    assert not re.fullmatch(pattern, f"{also}x\n")
    assert not re.fullmatch(pattern, f"x{also}\n")
