"""The target as an earlier run has built it, where nothing that it is made of has changed since."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from operator import attrgetter
from typing import Any

from difftool.diff.comparing import comparing_for
from difftool.diff.scope import within
from difftool.jobs.target import Target, build_target
from difftool.model.profile import Profile
from difftool.pg.archive import Entry
from difftool.pg.catalog.written import read_again, written
from difftool.pg.outside import described
from difftool.pg.recall import keep, key_of, recall
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.planning.seal import digest_of

_ENTRY = attrgetter(*Entry.__slots__)
AVAILABLE = "select name, version from pg_catalog.pg_available_extension_versions order by 1, 2"


def known_target(shadow: Shadow, profile: Profile, live: Session, timeout: float = 30) -> Target:
    """As `build_target`; what was read of it is kept for the next run. On a server that was named to us nothing is."""
    if not shadow.own:
        return build_target(shadow, profile, live, timeout)
    key = _key(shadow, profile, live)
    values = recall(key)
    if values:
        again = cache(lambda: build_target(shadow, profile, live, timeout).scratch)
        return replace(_from(profile, values, again), recalled=True)
    values, scratch = _built(build_target(shadow, profile, live, timeout))
    keep(key, values)
    return _from(profile, values, lambda: scratch)


def _key(shadow: Shadow, profile: Profile, live: Session) -> str:
    available = shadow.maintenance.rows(AVAILABLE)
    outside = described(profile.externals, live)
    return key_of((shadow.version, shadow.plain_not_null, available, digest_of(profile), outside))


def _built(target: Target) -> tuple[tuple[Any, ...], Scratch]:
    """What is to be kept of it, without ever having all that is read of it in memory at once."""
    views, scratch, said = target.views, target.scratch, (target.unchecked, target.promises)
    whole = written(target.whole)
    del target
    return (whole, [marshal.dumps(_ENTRY(entry)) for entry in views.entries], *said), scratch


def _from(profile: Profile, values: tuple[Any, ...], built: Callable[[], Scratch]) -> Target:
    """What was written, to be decoded as it is asked for."""
    whole, entries, unchecked, promises = values
    catalog = read_again(whole)
    managed = within(catalog, profile.scope)
    comparing = comparing_for(managed, profile.compare, profile.ignore)
    return Target(built, catalog, managed, comparing, unchecked, promises, partial(_entries, entries))


def _entries(written: Iterable[bytes]) -> Iterator[Entry]:
    return (Entry(*marshal.loads(each)) for each in written)  # noqa: S302  # by ourselves, in a file of ours
