"""What was proven on a newer version than live's: nothing is planned that live cannot read."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.errors import NoProvenPlan
from difftool.model.plan import Step
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from difftool.planning.versions import Function, newest_need

BUILT_IN = """
select distinct proname::text, n from pg_catalog.pg_proc,
    pg_catalog.generate_series(pronargs::int - pronargdefaults, pronargs::int) n
where pronamespace = 'pg_catalog'::pg_catalog.regnamespace and provariadic = 0
"""


def refuse_newer_steps(live: Session, shadow: Shadow, steps: Iterable[Step]) -> None:
    """Raises NoProvenPlan for the first statement, there or back, that live's version does not know."""
    refuse_newer(live, shadow, (text for step in steps for text in (*step.sql, *step.undo.sql)))


def refuse_newer(live: Session, shadow: Shadow, statements: Iterable[str]) -> None:
    """Raises NoProvenPlan for the first of them that live's version does not know, with the one that it needs."""
    major = live.version // 10000
    if shadow.major <= major:
        return
    functions = dict.fromkeys(_built_in(shadow.maintenance) - _built_in(live), shadow.major)
    for statement in statements:
        need = newest_need(statement, functions)
        if not need.version or need.version > major:
            known = f"needs PostgreSQL {need.version}" if need.version else "is not known to be in older versions"
            raise NoProvenPlan(
                f"{' '.join(statement.split())}: {need.what} {known}, and live is {major}: "
                f"leave it out of the target, or look for another way on {major} with --shadow",
                details=(f"Rehearsed on {shadow.major}. Nothing was changed.",),
            )


def _built_in(session: Session) -> set[Function]:
    return {(str(name), int(count)) for name, count in session.rows(BUILT_IN)}
