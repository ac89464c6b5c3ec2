"""What shows that a statement has done its work which nothing could record as it ran: it ran outside a transaction."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.model.plan import Step
from difftool.planning.forms import Form, form_of
from difftool.sql.quote import literal, qualified


def has_run(step: Step) -> tuple[str, ...]:
    """DO blocks that raise where an index is not there, is invalid, or should be gone."""
    return tuple(
        f"do $difftool$\nbegin\n  if {missing} then\n    raise exception using message = {literal(said)};\n"
        "  end if;\nend\n$difftool$"
        for statement in step.sql
        for missing, said in _missing(form_of(statement))
    )


def _missing(form: Form) -> Iterator[tuple[str, str]]:
    if form.node == "IndexStmt" and form.member:
        index = qualified(form.relation[0], form.member)
        valid = f"select indisvalid from pg_catalog.pg_index where indexrelid = to_regclass({literal(index)})"
        yield f"({valid}) is not true", f"refused: index {index} is not there or not valid: {_FIRST}"
    if form.node == "DropStmt" and form.drops == "OBJECT_INDEX":
        for name in form.dropped:
            index = qualified(*name.rpartition(".")[::2])
            yield f"to_regclass({literal(index)}) is not null", f"refused: index {index} is still there: {_FIRST}"


_FIRST = "run the file before this one"
