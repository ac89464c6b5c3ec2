"""Which tables of live are in use so much that statements on them take their online forms, and which can take which."""

from __future__ import annotations

from itertools import chain

from difftool.diff.fingerprint import fingerprint
from difftool.jobs.current import Current
from difftool.jobs.goal import Goal
from difftool.jobs.live import Live
from difftool.model.profile import Profile
from difftool.planning.data_rules import plan_key
from difftool.planning.partitions import estimates, leaves
from difftool.planning.retyping.tables import unfilled, unfit
from difftool.planning.rewrites import Online

NOT_VALID_ON_PARTITIONED = 18
"""the version from which ADD FOREIGN KEY … NOT VALID is taken there"""

NAMED_NOT_NULL = 18
"""the version from which a partition that takes a ready index as its primary key has NOT NULL of its own afterwards"""

_REPLICATED = """
select distinct n.nspname, c.relname
from pg_catalog.pg_subscription_rel s
join pg_catalog.pg_class c on c.oid = s.srrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
"""


def online_for(live: Live, profile: Profile, current: Current, goal: Goal) -> Online:
    """Tables with more rows than the policy calls small; their estimates, as of the last ANALYZE."""
    rows, partitions = estimates(current.live, "rows"), leaves(current.live)
    known = current.live.major >= NOT_VALID_ON_PARTITIONED
    policy = profile.policy
    large = [name for name, count in rows.items() if count > policy.small_table]
    online = Online(
        rows,
        policy.small_table,
        frozenset() if known else frozenset(partitions),
        frozenset(chain(*partitions.values())) if current.rendered.major >= NAMED_NOT_NULL else frozenset(),
        partitions,
        unfit(current.whole, large, {(s, t) for s, t in live.session.rows(_REPLICATED)}),
        unfilled(current.whole, large),
        current.whole.dependents,
        plan_key(fingerprint(current.live, goal.comparing), profile),
        profile.search_path,
        policy.batch,
    )
    return online.plain if policy.online == "never" else online
