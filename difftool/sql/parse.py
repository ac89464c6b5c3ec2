"""What a statement is, told by PostgreSQL's own grammar (that of version 17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

UNCLASSIFIED = "unclassified"
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Form:
    """`kind` is the parser's name of the statement, as `AlterTableStmt`; `tree` what it holds, as JSON.

    `unclassified` is what that grammar does not know, so anything; `several` more than one statement.
    """

    kind: str
    tree: Mapping[str, Any] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that it names, without PUBLIC, CURRENT_USER and the like."""
        return frozenset(
            str(node["rolename"]) for node in nodes(self.tree) if node.get("roletype") == "ROLESPEC_CSTRING"
        )

    def options(self, key: str = "options") -> dict[str, Any]:
        """The DefElem list under `key`: name -> argument, the parser's wrappers taken off."""
        elements = (item["DefElem"] for item in self.tree.get(key, ()))
        return {element["defname"]: _plain(element.get("arg")) for element in elements}


@dataclass(frozen=True, slots=True)
class Call:
    """Of a function; `schema` is empty where it is not written, `arguments` their number."""

    schema: str
    name: str
    arguments: int


@lru_cache(maxsize=4096)
def kind_of(statement: str) -> Form:
    from pgparse import PGQueryError, parse  # here: it takes 0.2 s, and --help needs none of it

    try:
        parsed = parse(statement)
    except PGQueryError:
        return Form(UNCLASSIFIED)
    if len(parsed) != 1:
        return Form(SEVERAL)
    ((kind, tree),) = parsed[0]["stmt"].items()
    return Form(kind, tree)


def syntax_error(text: str) -> str:
    """What the grammar finds wrong in one or more statements, and in which line; empty where nothing is.

    What an unterminated text holds is not told: it may be a secret.
    """
    from pgparse import PGQueryError, parse

    try:
        return "" if parse(text) else "no statement"
    except PGQueryError as error:
        message, position = error.args
    told = message.partition(" at or near")[0] if message.startswith("unterminated") else message
    return f"{told} in line {text.count(chr(10), 0, position) + 1}" if "\n" in text.strip() else told


def is_expression(text: str) -> bool:
    """Whether it is one expression, and stays one wherever it is put: nothing in it ends what it stands in."""
    tree = kind_of(f"select array[{text}]").tree
    targets = tree.get("targetList", ())
    array = targets[0]["ResTarget"]["val"].get("A_ArrayExpr", {}) if len(targets) == 1 else {}
    return _clauses(tree) == {"targetList"} and len(array.get("elements", ())) == 1


def calls(expression: str) -> tuple[Call, ...]:
    """The functions that an expression calls by their names, and not by operators."""
    found = (node["FuncCall"] for node in nodes(kind_of(f"select {expression}").tree) if "FuncCall" in node)
    return tuple(_call([part["String"]["sval"] for part in call["funcname"]], call) for call in found)


def _call(names: list[str], call: Mapping[str, Any]) -> Call:
    return Call(names[-2] if len(names) > 1 else "", names[-1], len(call.get("args", ())))


def is_order(text: str) -> bool:
    """Whether it is what may follow ORDER BY, as `changed desc, id`."""
    return _clauses(kind_of(f"select (select 1 order by {text})").tree) == {"targetList"} and _clauses(
        kind_of(f"select 1 order by {text}").tree
    ) == {"targetList", "sortClause"}


def _clauses(select: Mapping[str, Any]) -> set[str]:
    return set(select) - {"limitOption", "op"}


def without_leakproof(statement: str, form: Form) -> str | None:
    """CREATE FUNCTION without its LEAKPROOF, which only a superuser may say; None where it does not say it."""
    for item in form.tree.get("options", ()) if form.kind == "CreateFunctionStmt" else ():
        element = item["DefElem"]
        if element["defname"] == "leakproof" and _plain(element["arg"]):
            raw, start = statement.encode(), element["location"]  # the parser counts bytes
            return (raw[:start] + raw[start + len("leakproof") :]).decode()
    return None


def nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every map in a parse tree, in no particular order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _plain(argument: Any) -> Any:
    """`{"Boolean": {"boolval": True}}` -> True; an empty node is the type's zero, so false."""
    while isinstance(argument, Mapping) and len(argument) == 1:
        (argument,) = argument.values()
    return argument or ""
