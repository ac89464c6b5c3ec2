"""Whether live is what a plan promised: by fingerprint, or by a clone in the shadow where versions differ."""

from __future__ import annotations

from difftool.diff.fingerprint import managed_fingerprint
from difftool.diff.scope import within
from difftool.jobs.live import Live
from difftool.jobs.work import Work
from difftool.model.plan import Plan
from difftool.pg.catalog.read import read_catalog
from difftool.pg.clone import clone
from difftool.pg.externals import build_externals
from difftool.pg.shadow import open_shadow

BROKEN = "the catalog is not what the plan promised"


def differs(work: Work, live: Live, plan: Plan) -> str:
    """Empty where live has the fingerprint that the plan promised, else what is known of the difference."""
    mine = within(read_catalog(live.session), plan.scope)
    if live.major == plan.proven_on:
        return "" if managed_fingerprint(mine, plan.comparing) == plan.after else BROKEN
    with open_shadow(work.shadow, live_major=live.major, live_system=live.identity.system) as shadow:
        if shadow.major != plan.proven_on:
            return f"proven on PostgreSQL {plan.proven_on}, the shadow is {shadow.major}: the result cannot be compared"
        scratch = shadow.create()
        build_externals(shadow, scratch, plan.externals, live.session)
        clone(live.session, live.address.dsn, mine, shadow, scratch)
        with scratch.open() as session:
            here = managed_fingerprint(within(read_catalog(session), plan.scope), plan.comparing)
    return "" if here == plan.after else BROKEN
