"""Who may approve plans: public SSH keys by name, as the branch has them that changes are proposed for.

What a proposal itself says about approvers does not count: it could name its own author. So the settings are read
from the remote's default branch where the project is in a repository that has one, and from the last commit where it
has none.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from difftool.errors import ApprovalMissing, UsageError
from difftool.files.git import agreed, text_at
from difftool.files.settings import FILE, PYPROJECT, approvers_in, upwards
from difftool.model.profile import Settings

NAMESPACE = "difftool"
"""what a signature is for, so that none that was made for something else is taken"""
SUFFIX = ".sig"
"""of the file that `ssh-keygen -Y sign` writes beside the plan"""

Approvers = Mapping[str, tuple[str, ...]]


def approvers(settings: Settings) -> Approvers:
    """None in force: an empty map. Raises ApprovalMissing where some are named, and it cannot be told which count."""
    root = Path(settings.root)
    try:
        commit = agreed(root)
    except UsageError as error:
        if not settings.approvers:
            return {}
        raise ApprovalMissing(f"which approvers count cannot be told: {error}") from error
    if not commit:
        return settings.approvers
    return _as_agreed(root, commit, settings.file)


def _as_agreed(root: Path, commit: str, file: str) -> Approvers:
    """Those of the settings that were in force there: a proposal may have taken the file away, or moved it."""
    for folder in upwards(root):
        for name in dict.fromkeys(filter(None, (file, FILE, PYPROJECT))):
            text = text_at(folder, commit, name)
            found = None if text is None else approvers_in(text, name)
            if found is not None:
                return found
    return {}


def signed_by(file: Path, text: str, allowed: Approvers) -> str:
    """Which of them has signed the plan, beside it. Raises ApprovalMissing with the command that signs."""
    signature = Path(f"{file}{SUFFIX}")
    command = f"ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n {NAMESPACE} {file}"
    wanted = f"the signature of one of {', '.join(allowed)}: {command}"
    if not signature.exists():
        raise ApprovalMissing(f"{file} needs {wanted}")
    with tempfile.TemporaryDirectory(prefix="difftool-approvers-") as folder:
        listed = Path(folder, "allowed")
        listed.write_text("".join(f"{name} {key}\n" for name, keys in allowed.items() for key in keys))
        for name in allowed:
            if _verified(signature, text, listed, name):
                return name
    raise ApprovalMissing(f"{signature} is no signature of {file} as it is now; it needs {wanted}")


def _verified(signature: Path, text: str, allowed: Path, name: str) -> bool:
    words = ["-Y", "verify", "-f", str(allowed), "-I", name, "-n", NAMESPACE, "-s", str(signature)]
    try:
        done = subprocess.run(["ssh-keygen", *words], input=text.encode(), capture_output=True, check=False)
    except FileNotFoundError:
        raise ApprovalMissing(
            "the plan's signature cannot be looked at: ssh-keygen (OpenSSH) is not installed"
        ) from None
    return done.returncode == 0
