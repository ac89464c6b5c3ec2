"""Whether somebody who may has signed a plan."""

from __future__ import annotations

from pathlib import Path

from difftool.errors import ApprovalMissing
from difftool.files.approvers import approvers, signed_by
from difftool.files.plans import LARGEST, read_plan
from difftool.files.reading import text_of
from difftool.model.plan import Plan
from difftool.model.profile import Settings


def signer(settings: Settings, plan: Plan, file: str) -> str:
    """Who has signed it; empty where the settings ask for no signature. Raises ApprovalMissing.

    `file` is where the plan was read from, empty for one that was made just now.
    """
    allowed = approvers(settings)
    if not allowed:
        return ""
    if not file:
        raise ApprovalMissing("the settings name approvers: keep the plan with -o FILE, and have it signed")
    text = text_of(Path(file), file, LARGEST)
    if read_plan(text, file).digest != plan.digest:
        raise ApprovalMissing(f"{file} is another plan by now")
    return signed_by(Path(file), text, allowed)
