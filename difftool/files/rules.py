"""Data rules: what each may say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from difftool.errors import ConfigError
from difftool.files.form_error import FormError, nearest
from difftool.files.names import A_COLUMN, A_NAME, A_TABLE, COLUMNS_OF, unquoted
from difftool.files.shapes import Choice, Expression, Key, Keys, ListOf, MapOf, Schema, Text, Whole, wrong
from difftool.files.yaml_text import Entries, Node
from difftool.model.plan import Phase
from difftool.model.profile import DataRule
from difftool.sql.parse import kind_of, syntax_error

_FILLED = Key(Choice(("keep", "overwrite", "refuse")), "what happens where the target already holds a value")
_TRIGGERS = Key(Choice(("fire", "refuse")), "whether user triggers may fire; refuse, unless said")
_NAMES = Key(ListOf(A_NAME, single=True, least=1), "one column, or a list of them", required=True)
_BECOME = "what becomes of the rows"
_BATCH = Keys({"by": Key(A_NAME, "the column that orders the rows", required=True), "size": Key(Whole(1), "rows")})


def _statement(text: str) -> str:
    if found := syntax_error(text):
        raise FormError(f"PostgreSQL would not read it: {found}")
    return text


def _query(text: str) -> str:
    if kind_of(_statement(text)).kind != "SelectStmt":
        raise FormError("must be one SELECT that returns a number, 0 = done")
    return text


RULES: dict[str, dict[str, Key]] = {
    "orphans": {
        "orphans": Key(A_COLUMN, "values that name no row of the table that they refer to", required=True),
        "become": Key(
            Choice(("set-null", "delete", "quarantine", "refuse"), {"default": Expression()}),
            _BECOME,
            required=True,
        ),
    },
    "nulls": {
        "nulls": Key(A_COLUMN, "a column that is to be NOT NULL", required=True),
        "become": Key(Choice(("refuse", "delete", "quarantine"), {"default": Expression()}), _BECOME, required=True),
    },
    "duplicates": {
        "duplicates": Key(COLUMNS_OF, "columns that are to be unique", required=True),
        "keep": Key(
            Choice(("first", "last", "refuse"), {"by": Expression(order=True)}),
            "the row that stays; the others go to quarantine",
            required=True,
        ),
    },
    "fill": {
        "fill": Key(A_COLUMN, "a column that gets values", required=True),
        "from": Key(Expression(), "an expression, or another table's column together with join", required=True),
        "join": Key(Expression(), "how the other table's row is found"),
        "where_filled": _FILLED,
    },
    "rekey": {
        "rekey": Key(A_TABLE, "a table that gets another primary key, with all that refers to it", required=True),
        "from": _NAMES,
        "to": _NAMES,
        "carry": Key(MapOf(A_NAME, A_COLUMN), "table.old_column: new column"),
        "generate": Key(Expression(), "new values of the old key, for the way back without quarantine"),
        "where_filled": _FILLED,
        "unresolved": Key(Choice(("refuse", "quarantine")), "rows whose reference finds no row"),
    },
    "rename": {
        "rename": Key(Text("a name"), "any named object, a column, an enum's label", required=True),
        "to": Key(Text("a name"), "its new name", required=True),
    },
    "convert": {
        "convert": Key(A_COLUMN, "a column whose type changes", required=True),
        "using": Key(Expression(), "its new value", required=True),
    },
    "sql": {
        "sql": Key(Text("an SQL statement", parse=_statement), "run as it is", required=True),
        "at": Key(Choice(tuple(phase.value for phase in Phase)), "the phase in which it runs"),
        "expect": Key(Text("an SQL query", parse=_query), "returns one number, 0 = done", required=True),
        "batch": Key(_BATCH, "run in batches: of an UPDATE or DELETE that calls its table t"),
    },
}

SHAPES = {rule: Keys({**keys, "triggers": _TRIGGERS}) for rule, keys in RULES.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of `data`: the key that names a rule decides about the others."""

    def read(self, node: Node, key: str) -> DataRule:
        if not isinstance(node, Entries):
            raise wrong(node, key, "a rule, as orphans: jobs.user_id")
        rule = _rule(node, key)
        keys = SHAPES[rule].read(node, rule)
        return DataRule(rule, keys.pop(rule), keys, node.place)

    def published(self) -> Schema:
        return {"oneOf": [shape.published() for shape in SHAPES.values()]}


def refuse_second(rules: Iterable[DataRule]) -> None:
    """Two rules of a kind about the same thing contradict each other, or do the same twice. Raises ConfigError."""
    first: dict[tuple[str, str], DataRule] = {}
    for rule in rules:
        if rule.rule == "sql":
            continue
        known = first.setdefault((rule.rule, _about(rule)), rule)
        if known is not rule:
            raise ConfigError(
                f"{rule.rule}: {rule.subject} has a rule already, at {known.place}: keep one of them",
                where=str(rule.place),
            )


def _about(rule: DataRule) -> str:
    """What the rule is about, however it is written: `jobs.user_id` and `public."jobs".user_id` are the same."""
    table, _, listed = rule.subject.partition("(")
    names = unquoted(table).split(".")
    qualified = names if len(names) > (1 if rule.rule in ("rekey", "duplicates") else 2) else ["public", *names]
    return f"{'.'.join(qualified)}({','.join(sorted(unquoted(listed).split('.')))})"


def _rule(node: Entries, key: str) -> str:
    rules = [name for name in node.entries if name in RULES]
    if len(rules) == 1:
        return rules[0]
    if rules:
        raise ConfigError(f"{key}: two rules in one entry: {rules[0]}, {rules[1]}", where=str(node.keys[rules[1]]))
    first: Any = next(iter(node.entries), "")
    where = node.keys.get(first, node.place)
    near = nearest(first, tuple(RULES)) or f"; expected one of {', '.join(RULES)}"
    raise ConfigError(f'{key}: unknown rule "{first}"{near}', where=str(where))
