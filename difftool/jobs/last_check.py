"""A database that was found clean and that nobody has touched since needs no second look."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Self

from psycopg2.errors import InsufficientPrivilege

import difftool
from difftool.files.imprints import Clean, last_clean, remember_clean
from difftool.jobs.live import Live
from difftool.jobs.work import Work
from difftool.model.drift import Drift
from difftool.model.profile import Profile
from difftool.pg.externals import check_externals
from difftool.pg.imprint import imprint
from difftool.pg.portable import portable
from difftool.pg.shadow import Shadow, Shadows
from difftool.planning.seal import digest_of


@dataclass(frozen=True)
class LastCheck:
    """One database and one target, by `key`; `now` is the imprint of its catalogs before anything else was read.

    None where this role may not read one of them, though everybody may by default: then nothing is known or remembered.
    """

    live: Live
    profile: Profile
    folder: Path
    key: str
    now: str | None
    at: datetime

    @classmethod
    def of(cls, work: Work, live: Live, profile: Profile, folder: Path) -> Self:
        parts = (difftool.__version__, live.identity, work.strict, _named(work.shadow), digest_of(profile))
        key = sha256(repr(parts).encode()).hexdigest()
        return cls(live, profile, folder, key, _imprint(live), datetime.now(UTC))

    def unchanged(self) -> Drift | None:
        """What was found last time, if that was clean and must be so still.

        Where catalogs are not the very same, as after a restart, or where somebody has changed what is theirs, what
        they say of the objects in scope is hashed in the server.
        """
        known = last_clean(self.folder, self.key, self.at)
        if self.now and known and known.imprint == self.now:
            return self._told(known)
        if self.now and self.before and known and known.portable == self.before and not self._others():
            remember_clean(self.folder, self.key, replace(known, imprint=self.now))
            return self._told(known)
        return None

    def _told(self, known: Clean) -> Drift:
        return Drift(
            self.live.address.environment,
            self.profile.name,
            changes=(),
            not_compared=known.not_compared,
            fingerprint=known.fingerprint,
        )

    def _others(self) -> tuple[str, ...]:
        """What is wrong with what others own."""
        return check_externals(self.live.session, self.profile.externals, self.profile.search_path)

    @cached_property
    def before(self) -> str:
        """What the catalogs say; asked by `unchanged`, so before they are compared."""
        return portable(self.live.session, self.profile.scope)

    def remember(self, drift: Drift) -> None:
        """Only what is clean, and will be until somebody changes something; and was, all the time that we looked."""
        if self.now and drift.clean and not drift.parked:
            still = _imprint(self.live) == self.now
            at = self.at.isoformat(timespec="seconds")
            clean = Clean(self.now, self.before if still else "", at, drift.fingerprint, drift.not_compared)
            remember_clean(self.folder, self.key, clean)


def _imprint(live: Live) -> str | None:
    with suppress(InsufficientPrivilege):
        return imprint(live.session)
    return None


def _named(shadow: str | Shadow | Shadows) -> str:
    """What has rendered the target, as far as that can be said without starting it."""
    if isinstance(shadow, Shadow):
        return shadow.origin
    return shadow.where if isinstance(shadow, Shadows) else shadow
