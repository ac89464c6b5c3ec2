"""`sql`: a statement of the profile's own, and the question that tells whether it did its work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from difftool.errors import ConfigError
from difftool.model.plan import Batch, Phase, Undo, UndoKind
from difftool.model.profile import DataRule
from difftool.planning.data_rules.contribution import Contribution, Ground
from difftool.planning.draft import Draft
from difftool.planning.marks import marked
from difftool.sql.quote import literal, qualified

UNKNOWN = "a statement of the profile's own: difftool does not know its way back"
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)


def contribute(rule: DataRule, ground: Ground, number: Iterator[int]) -> Contribution:  # noqa: ARG001  # keeps nothing
    """One step: the statement, then `expect`, which must return 0 or all of it is rolled back.

    In batches, `expect` is a step of its own behind them. Raises ConfigError where that statement has no batches.
    """
    phase = Phase(rule.keys.get("at", Phase.FILL))
    statement = rule.subject.rstrip().rstrip(";")
    title, check = f"run {statement.splitlines()[0]}", _check(rule.keys["expect"].rstrip().rstrip(";"))
    undo = Undo(UndoKind.IRREVERSIBLE, why=UNKNOWN)
    if "batch" not in rule.keys:
        return Contribution(
            drafts=(Draft(phase, (statement, check), ("", ""), title, undo=undo, alone=True, rows=True),)
        )
    bounded, batch = _in_batches(rule, statement, ground)
    return Contribution(
        drafts=(
            Draft(phase, (bounded,), ("", ""), title, undo=undo, alone=True, rows=True, batch=batch),
            Draft(phase, (check,), ("", ""), f"see that it is done: {title.removeprefix('run ')}", alone=True),
        )
    )


def _check(expect: str) -> str:
    return (
        f"do $difftool$\ndeclare\n  remaining bigint;\nbegin\n  execute {literal(expect)} into remaining;\n"
        "  if remaining is distinct from 0 then\n"
        "    raise exception 'the statement ran, but what it should do is not done: % (must be 0)', remaining;\n"
        "  end if;\nend\n$difftool$"
    )


def _in_batches(rule: DataRule, statement: str, ground: Ground) -> tuple[str, Batch]:
    given = rule.keys["batch"]
    body = _changing_t(_tree(statement))
    if body is None:
        raise ConfigError(
            "sql: a statement with `batch` must be one UPDATE or DELETE that calls its table t, as in "
            '"update jobs as t set ...", and returns nothing',
            where=str(rule.place),
        )
    relation = body["relation"]
    table = qualified(relation.get("schemaname", "public"), relation["relname"])
    return _bounded(statement, body), Batch(table, (given["by"],), given.get("size", ground.batch))


def _tree(statement: str) -> Any:
    """As the parser sees it, wherever in the text: so statements can be compared."""
    import pgparse

    return _placeless(pgparse.parse(statement))


def _placeless(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _placeless(each) for name, each in node.items() if not name.endswith("location")}
    return [_placeless(each) for each in node] if isinstance(node, list) else node


def _changing_t(tree: Any) -> Any:
    statement = tree[0]["stmt"] if len(tree) == 1 else {}
    body = statement.get("UpdateStmt") or statement.get("DeleteStmt")
    named = body and body["relation"].get("alias", {}).get("aliasname") == "t" and "returningList" not in body
    return body if named else None


def _bounded(statement: str, body: Any) -> str:
    """Its condition in parentheses, with the mark: of all words WHERE, the one after which that changes nothing."""
    if "whereClause" not in body:
        return f"{statement}\nwhere {marked('true')}"
    tree = _tree(statement)
    for word in _WHERE.finditer(statement):
        bounded = f"{statement[: word.end()]} ({statement[word.end() :]}\n)"
        if _same(bounded, tree):
            return marked(bounded)
    raise AssertionError(statement)  # a condition follows some WHERE


def _same(statement: str, tree: Any) -> bool:
    import pgparse

    try:
        return bool(_tree(statement) == tree)
    except pgparse.PGQueryError:
        return False
