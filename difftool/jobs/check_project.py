"""Whether settings, profiles and snapshots are right, without a live database."""

from __future__ import annotations

from collections.abc import Iterator

from difftool.files.profiles import load_profile
from difftool.jobs.promises import refuse_unaskable
from difftool.jobs.target import build_target
from difftool.jobs.work import Work
from difftool.model.profile import Profile
from difftool.pg.shadow import Shadow, open_shadow


def check_project(work: Work, names: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence for each profile that loads and whose snapshot loads, and for each body that could not be checked.

    Raises at the first that does not load.
    """
    profiles = [load_profile(name, work.settings) for name in names]
    with open_shadow(work.shadow) as shadow:
        return tuple(sentence for profile in profiles for sentence in _checked(work, shadow, profile))


def _checked(work: Work, shadow: Shadow, profile: Profile) -> Iterator[str]:
    work.say(f"loading {profile.name}")
    target = build_target(shadow, profile, None, work.timeout)
    refuse_unaskable(profile, target.promises)
    shadow.drop(target.scratch)
    relations = sum(ident.kind == "table" for ident in target.catalog.objects)
    tables = f"{relations} table{'' if relations == 1 else 's'}"
    yield f"{profile.name}: {tables}, {len(target.catalog.objects)} objects in all; loads on PostgreSQL {shadow.major}"
    yield from (f"{profile.name}: {sentence}" for sentence in target.unchecked)
