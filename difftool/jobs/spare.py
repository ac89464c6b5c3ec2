"""Large tables that would be written anew under a lock: what is done instead, where that is possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import psycopg2

from difftool.jobs.goal import Goal
from difftool.jobs.retyping import exchanged
from difftool.jobs.showing import shown
from difftool.jobs.trial import rewrites
from difftool.model.plan import Probe
from difftool.pg.shadow import Shadow
from difftool.planning.draft import Piece
from difftool.planning.retyping.candidates import Sides, candidates
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.detach import Detached, apart, detached
from difftool.planning.rewrites.partitioned_index import by_partition
from difftool.planning.rewrites.replaced import replaced, without_gap
from difftool.planning.rewrites.swap import Swap
from difftool.planning.rewrites.volatile_default import Added, added, filled
from difftool.sql.quote import qualified

_CHECKS = "select conname from pg_catalog.pg_constraint where conrelid = %s::pg_catalog.regclass and contype = 'c'"


def spared(
    shadow: Shadow, before: Goal, target: Goal, pieces: Sequence[Piece], asserts: Mapping[str, Probe], online: Online
) -> tuple[Online, tuple[str, ...]]:
    """With what takes the place of statements that rewrite, and a line for each of which nothing does.

    What rewrites is asked of PostgreSQL, in a copy of the target, which has all types and functions.
    """
    retyped = candidates(pieces, Sides(before.catalog, target.catalog, online.dependents), online)
    columns = added(pieces, before.catalog, target.catalog, online)
    concurrent = (*by_partition(pieces, online), *_apart(shadow, before, detached(pieces, before.catalog, online)))
    again = list(replaced(pieces, before.catalog, target.catalog, online))
    if not retyped and not columns and not again:
        return replace(online, swaps=concurrent), ()
    with shadow.copied(target.scratch) as scratch, scratch.open() as session:
        session.execute("select pg_catalog.set_config('search_path', %s, false)", [online.search_path])
        costly = [each for each in columns if rewrites(session, "", each.clause)]
        ready = shown(session, [each.thing for each in again])
        swaps, reasons = exchanged(session, before.catalog, retyped, asserts, online)
    swaps += (
        *concurrent,
        *(without_gap(each, ready, asserts) for each in again),
        *(filled(each, online) for each in costly if not each.reason),
    )
    return replace(online, swaps=swaps), (*reasons, *(_line(each) for each in costly if each.reason))


def _apart(shadow: Shadow, before: Goal, found: Sequence[Detached]) -> Iterator[Swap]:
    """Detached in a copy of live, to see which check that leaves."""
    if not found:
        return
    with shadow.copied(before.scratch) as scratch, scratch.open() as session:
        for each in found:
            name = [qualified(*each.partition)]
            had = session.rows(_CHECKS, name)
            with suppress(psycopg2.Error):  # then it is detached as it was proposed
                session.execute(each.concurrently)
                left = [str(check) for (check,) in session.rows(_CHECKS, name) if (check,) not in had]
                yield apart(each, next(iter(left), ""))


def _line(each: Added) -> str:
    return f"{each.column.ident} is filled while nobody can use its table: {each.reason}"
