"""Whether live is what a plan promised: by fingerprint, or by a clone in the shadow where versions differ."""

from __future__ import annotations

from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.jobs.live import Live
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog
from difftool.model.plan import Plan
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone
from difftool.pg.externals import build_externals
from difftool.pg.shadow import open_shadow

BROKEN = "the catalog is not what the plan promised"


def differs(work: Work, live: Live, plan: Plan) -> str:
    """Empty where live has the fingerprint that the plan promised, else what is known of the difference."""
    here = as_proven(work, live, plan, within(read_catalog(live.session), plan.scope))
    if not here:
        return f"proven on PostgreSQL {plan.proven_on}, the shadow is not: the result cannot be compared"
    return "" if here == plan.after else BROKEN


def as_proven(work: Work, live: Live, plan: Plan, mine: Catalog) -> str:
    """The fingerprint of what is managed in live, by the version that the plan was proven on.

    Empty where there is no server of that version.
    """
    if live.major == plan.proven_on:
        return managed_fingerprint(mine, plan.comparing)
    with open_shadow(work.shadow, live_major=live.major, live_system=live.identity.system) as shadow:
        if shadow.major != plan.proven_on:
            return ""
        scratch = shadow.create()
        build_externals(shadow, scratch, plan.externals, live.session)
        clone(live.session, live.address.dsn, mine, shadow, scratch)
        with scratch.open() as session:
            return managed_fingerprint(within(read_catalog(session), plan.scope), plan.comparing)
