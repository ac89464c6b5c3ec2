"""`sql`: a statement of the profile's own, and the question that tells whether it did its work."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.plan import Phase, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning.data_rules.contribution import Contribution, Ground
from difftool.planning.draft import Draft
from difftool.sql.quote import literal

UNKNOWN = "a statement of the profile's own: difftool does not know its way back"


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:  # noqa: ARG001  # keeps nothing
    """One step: the statement, then `expect`, which must return 0 or all of it is rolled back."""
    phase = Phase(rule.keys.get("at", Phase.FILL))
    expect = rule.keys["expect"].rstrip().rstrip(";")
    check = (
        f"do $difftool$\ndeclare\n  remaining bigint;\nbegin\n  execute {literal(expect)} into remaining;\n"
        "  if remaining is distinct from 0 then\n"
        "    raise exception 'the statement ran, but what it should do is not done: % (must be 0)', remaining;\n"
        "  end if;\nend\n$difftool$"
    )
    statement = rule.subject.rstrip().rstrip(";")
    title = f"run {statement.splitlines()[0]}"
    undo = Undo(UndoKind.IRREVERSIBLE, why=UNKNOWN)
    return Contribution(drafts=(Draft(phase, (statement, check), ("", ""), title, undo=undo, alone=True, rows=True),))
