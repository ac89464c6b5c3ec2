"""Which rows a statement reads besides those of the relation that it is about, while the locks of its step are held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from difftool.model.catalog import Catalog, Ident
from difftool.model.plan import Step
from difftool.planning.forms import Form
from difftool.sql.quote import qualified

_OF_ROWS = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt")
_LARGEST = re.compile(r"\bmax\((\w+|\"(?:[^\"]|\"\")+\")\)")


def read_by(statement: str, form: Form, step: Step, before: Catalog) -> Iterator[str]:
    """Locked relations, as in `Step.locks`: those that it names, or all that hold values of a domain.

    The largest value of a column is looked up where an index begins with it.
    """
    for relation, mode in step.locks.items():
        schema, _, name = relation.partition(".")
        if form.node == "AlterDomainStmt" and mode == "SHARE":
            yield relation
        elif form.node in _OF_ROWS and re.search(rf"(?<![\w.]){re.escape(qualified(schema, name))}(?!\w)", statement):
            largest = _LARGEST.search(statement)
            if not (largest and _is_indexed(before, schema, name, largest[1])):
                yield relation


def _is_indexed(before: Catalog, schema: str, table: str, column: str) -> bool:
    begins = re.compile(rf"\({re.escape(column)}\b")
    parts = before.parts(Ident("table", schema, table))
    told = (str(o.facts.get("definition", "")) for o in parts if o.ident.kind in ("index", "constraint"))
    return any(begins.search(definition) for definition in told)
