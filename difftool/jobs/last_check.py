"""A database that was found clean and that nobody has touched since needs no second look."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
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
from difftool.pg.imprint import imprint
from difftool.pg.shadow import Shadow, Shadows
from difftool.planning.seal import digest_of


@dataclass(frozen=True, slots=True)
class LastCheck:
    """One database and one target, by `key`; `now` is the imprint of its catalogs before anything else was read.

    None where this role may not read one of them, though everybody may by default: then nothing is known or remembered.
    """

    folder: Path
    key: str
    now: str | None
    at: datetime

    @classmethod
    def of(cls, work: Work, live: Live, profile: Profile, folder: Path) -> Self:
        parts = (difftool.__version__, live.identity, work.strict, _named(work.shadow), digest_of(profile))
        key = sha256(repr(parts).encode()).hexdigest()
        now = None
        with suppress(InsufficientPrivilege):
            now = imprint(live.session)
        return cls(folder, key, now, datetime.now(UTC))

    def unchanged(self, live: Live, profile: Profile) -> Drift | None:
        """What was found last time, if that was clean and must be so still."""
        known = last_clean(self.folder, self.key, self.at)
        if known is None or known.imprint != self.now:
            return None
        return Drift(
            live.address.environment,
            profile.name,
            changes=(),
            not_compared=known.not_compared,
            fingerprint=known.fingerprint,
        )

    def remember(self, drift: Drift) -> None:
        """Only what is clean, and will be until somebody changes something."""
        if self.now and drift.clean and not drift.parked:
            at = self.at.isoformat(timespec="seconds")
            remember_clean(self.folder, self.key, Clean(self.now, at, drift.fingerprint, drift.not_compared))


def _named(shadow: str | Shadow | Shadows) -> str:
    """What has rendered the target, as far as that can be said without starting it."""
    if isinstance(shadow, Shadow):
        return shadow.origin
    return shadow.where if isinstance(shadow, Shadows) else shadow
