"""Preflight of rights on what statements use: types of columns, functions, schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.preflight import Intent, Obstacle
from difftool.pg.session import Session
from difftool.sql.quote import identifier, qualified
from difftool.sql.used import Name, used

_OURS = "difftool"

_SCHEMAS = """
select n.nspname::text, w.privilege
from rows from (pg_catalog.unnest(%s::text[]), pg_catalog.unnest(%s::text[])) as w (name, privilege)
join pg_catalog.pg_namespace as n on n.nspname = w.name
where not pg_catalog.has_schema_privilege(n.oid, w.privilege) order by 1, 2
"""

_TYPES = """
select n.nspname::text, t.typname::text
from rows from (pg_catalog.unnest(%s::text[]), pg_catalog.unnest(%s::text[])) as w (schema, name)
join pg_catalog.pg_namespace as n on n.nspname = w.schema
join pg_catalog.pg_type as t on t.typnamespace = n.oid and t.typname = w.name
where not pg_catalog.has_type_privilege(t.oid, 'usage') order by 1, 2
"""

_FUNCTIONS = """
select n.nspname::text, p.proname::text, pg_catalog.pg_get_function_identity_arguments(p.oid)
from rows from (pg_catalog.unnest(%s::text[]), pg_catalog.unnest(%s::text[])) as w (schema, name)
join pg_catalog.pg_namespace as n on n.nspname = w.schema
join pg_catalog.pg_proc as p on p.pronamespace = n.oid and p.proname = w.name
where not pg_catalog.has_function_privilege(p.oid, 'execute') order by 1, 2, 3
"""


def _rights(session: Session, intent: Intent) -> Iterator[Obstacle]:
    """What is not there yet the plan makes itself, and then owns. A function may be called on some row, or on none."""
    role = str(session.value("select current_user"))
    needs = [used(text) for text in intent.statements]
    schemas = [(name, "usage") for each in needs for name in each.schemas]
    schemas += [(each.home, "create") for each in needs if each.home]
    for name, privilege in session.rows(_SCHEMAS, _columns(schemas)):
        yield _lacks(role, f"{privilege} on schema {identifier(name)}", fatal=True)
    for schema, name in session.rows(_TYPES, _columns(name for each in needs for name in each.types)):
        yield _lacks(role, f"usage on type {qualified(schema, name)}", fatal=True)
    for fatal, names in ((True, [n for u in needs for n in u.run]), (False, [n for u in needs for n in u.called])):
        for schema, name, arguments in session.rows(_FUNCTIONS, _columns(names)):
            yield _lacks(role, f"execute on function {qualified(schema, name)}({arguments})", fatal=fatal)


def _columns(names: Iterable[Name]) -> list[list[str]]:
    pairs = sorted({pair for pair in names if pair[0] not in ("", _OURS)})
    return [[one for one, _ in pairs], [other for _, other in pairs]]


def _lacks(role: str, right: str, *, fatal: bool) -> Obstacle:
    needed = "the plan needs" if fatal else "the plan may need"
    return Obstacle(
        "right", fatal, f"{role} lacks {right}, which {needed}", f"its owner can: grant {right} to {identifier(role)}"
    )


CHECKS = (_rights,)
