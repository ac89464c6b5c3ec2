"""An earlier state of the project's folder, out of the repository that it lies in."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from difftool.errors import UsageError

_SECONDS = 300
_OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""set where a hook runs us: they would lead git to another place than the project's folder"""


@contextmanager
def as_of(folder: Path, commit: str) -> Iterator[Path]:
    """A temporary folder with what `folder` held in the commit; empty where it did not exist then.

    The checkout, its index and its worktrees are left alone. Raises UsageError with what git says.
    """
    inside = _git(folder, "rev-parse", "--show-prefix").rstrip("/")
    with tempfile.TemporaryDirectory(prefix="difftool-base-") as temporary:
        tree = Path(temporary, "tree")
        tree.mkdir()
        if not inside or _has(folder, f"{commit}:{inside}"):
            index = str(Path(temporary, "index"))
            _git(folder, "read-tree", f"{commit}:{inside}", index=index)
            _git(_top(folder), "checkout-index", "--all", f"--prefix={tree}/", index=index)
        yield tree


def common_ancestor(folder: Path, ref: str) -> str:
    """The commit from which `ref` and what is checked out went apart: what came to `ref` later is nobody's proposal.

    Raises UsageError where git knows no such ref, or its copy of the history is too short to tell.
    """
    if ref.startswith("-") or not _has(folder, f"{ref}^{{commit}}"):
        raise UsageError(
            f"git knows no commit {ref} here; in a workflow, actions/checkout needs `fetch-depth: 0`", where="--base"
        )
    try:
        return _git(folder, "merge-base", ref, "HEAD")
    except UsageError:
        raise UsageError(
            f"git finds no commit that {ref} and HEAD have in common; the history may be cut short: "
            "git fetch --unshallow, in a workflow `fetch-depth: 0` of actions/checkout",
            where="--base",
        ) from None


def place_in_repository(folder: Path) -> str:
    """The folder as seen from the repository's top, as "services/jobs"; empty at the top."""
    return _git(folder, "rev-parse", "--show-prefix").rstrip("/")


def agreed(folder: Path) -> str:
    """The commit that everybody has agreed on: that of the remote's default branch, HEAD where there is no remote.

    Empty outside a repository. Raises UsageError where that branch is not known here.
    """
    for name in ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"):
        if _has(folder, f"{name}^{{commit}}"):
            return _git(folder, "rev-parse", f"{name}^{{commit}}")
    if not _has(folder, "HEAD^{commit}"):
        return ""
    if "origin" in _git(folder, "remote").split():
        raise UsageError(
            "git knows no default branch of origin here: git fetch origin; in a workflow, `fetch-depth: 0`"
        )
    return head(folder)


def text_at(folder: Path, commit: str, name: str) -> str | None:
    """What a file of the folder was in a commit; None where it was not there."""
    place = f"{commit}:./{name}"
    return _git(folder, "show", place) if _has(folder, place) else None


def head(folder: Path) -> str:
    return _git(folder, "rev-parse", "HEAD")


def _has(folder: Path, name: str) -> bool:
    try:
        _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    except UsageError:
        return False
    return True


def _top(folder: Path) -> Path:
    return Path(_git(folder, "rev-parse", "--show-toplevel"))


def _git(folder: Path, *words: str, index: str = "") -> str:
    environment = {name: value for name, value in os.environ.items() if name not in _OTHERS}
    environment |= {"GIT_INDEX_FILE": index} if index else {}
    try:
        done = subprocess.run(
            ["git", *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError:
        raise UsageError("git is not installed, and the base is read through it") from None
    if done.returncode:
        said = (done.stderr.strip() or f"git {words[0]} failed").splitlines()[-1].removeprefix("fatal: ")
        raise UsageError(f"git: {said}")
    return done.stdout.strip()
