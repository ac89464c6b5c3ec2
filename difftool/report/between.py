"""What an application meets while a plan rests between two of its phases."""

from __future__ import annotations

from itertools import pairwise

from difftool.model.plan import Phase, Plan

_ORDER = tuple(Phase)
_SEEN = {
    Phase.PREFLIGHT: "nothing has changed",
    Phase.EXPAND: "what is new is there beside all that was",
    Phase.GUARD: "new constraints hold for rows that are written from now on",
    Phase.FILL: "old rows have their new values",
    Phase.CLEAN: "rows that broke a rule are mended or kept aside",
    Phase.INDEX: "the new indexes are there",
    Phase.ENFORCE: "what the new rules exclude, NULL say, is refused",
    Phase.SWAP: "names, keys and types are the new ones: code that knows only the old ones fails",
    Phase.VALIDATE: "new constraints hold for all rows",
    Phase.CONTRACT: "what was to go is gone",
}
_VISIBLE = {Phase.SWAP, Phase.CONTRACT}
"""phases after which code that knows only the old schema fails"""


def between(plan: Plan) -> list[str]:
    """A sentence for each phase after which the plan may rest, as --until does; none where no code could notice."""
    rests = [
        (last.phase, later.phase)
        for number, (last, later) in enumerate(pairwise(plan.steps), 1)
        if _ORDER.index(later.phase) > max(_ORDER.index(step.phase) for step in plan.steps[:number])
    ]
    if not _VISIBLE & {later for _, later in rests}:
        return []
    lines = [f"after {phase.value}: {_SEEN[phase]}; {later.value} follows" for phase, later in rests]
    return [*lines, "apply --until PHASE rests there, for an application to be deployed; --resume goes on"]
