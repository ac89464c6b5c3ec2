"""Between which known states a drifted database is, and the edit of the snapshot that would take it as it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from difftool.diff.compare import compare, roots
from difftool.errors import DifftoolError
from difftool.files.profiles import load_profile, profile_names
from difftool.files.shipped import LABEL
from difftool.jobs.current import Current
from difftool.jobs.find_state import standing
from difftool.jobs.live import Live
from difftool.jobs.replay import proven_script
from difftool.jobs.target import Target, build_target
from difftool.jobs.work import Work
from difftool.model.change import Verb
from difftool.model.drift import Standing
from difftool.model.profile import Profile, SnapshotFile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.shadow import Shadow
from difftool.planning.script import settings
from difftool.report.script import terminated
from difftool.report.standing import minus_and_plus


def attributed(work: Work, shadow: Shadow, live: Live, profile: Profile) -> str:
    """As "integrated, minus the foreign key f = alone", or "alone, plus the column t.c, which no profile has".

    The profiles that are compared manage the same objects.
    """
    whole = read_catalog(live.session)
    own = standing(shadow, live, whole, profile)
    others = [standing(shadow, live, whole, other) for other in _siblings(work, profile)]
    equal = next((other.profile for other in others if other.verdict == "equal"), "")
    if equal:
        return f"{_told(own)} = {equal}"
    known = [each for each in (own, *others) if each.verdict in ("equal", "differs")]
    if not known:
        return f"before {own.profile}: {own.sentence}"
    closest = min(known, key=lambda each: len(roots(each.changes)))
    return _told(closest) + (", which no profile has" if _nobodys(closest, known) else "")


def _siblings(work: Work, profile: Profile) -> Iterator[Profile]:
    patterns = {pattern.text for pattern in profile.scope.manages}
    for name in profile_names(work.settings):
        try:
            other = load_profile(name, work.settings)
        except DifftoolError:
            continue  # `check` says what is wrong with it
        if name != profile.name and {pattern.text for pattern in other.scope.manages} == patterns:
            yield other


def _told(found: Standing) -> str:
    return f"{found.profile}, {minus_and_plus(roots(found.changes))}" if found.changes else found.profile


def _nobodys(closest: Standing, known: Iterable[Standing]) -> bool:
    """Whether live has only more than its nearest state, and no other state has that either."""
    more = {change.ident for change in closest.changes if change.verb is Verb.DROP}
    return (
        bool(more)
        and len(more) == len(closest.changes)
        and all(more <= {change.ident for change in each.changes if change.verb is Verb.DROP} for each in known)
    )


def adoption(shadow: Shadow, profile: Profile, target: Target, current: Current) -> str:
    """A patch of the profile's last snapshot file after which the target is what live is; seen to load.

    Empty for a file that comes with difftool. Raises NoProvenPlan, SnapshotError and the like where there is none.
    """
    if profile.snapshot[-1].name.startswith(f"{LABEL}/"):
        return ""
    goal = target.goal(current.goal.scope)
    parts = proven_script(shadow, goal, current.goal, settings(profile.search_path, {}))
    statements = [sql for part in parts for sql in part.statements]
    last = profile.snapshot[-1]
    longer = replace(last, text=f"{last.text.rstrip()}\n\n{terminated(statements)}\n")
    adopted = build_target(shadow, replace(profile, snapshot=(*profile.snapshot[:-1], longer)), None)
    left = compare(adopted.catalog, current.goal.catalog, target.comparing)
    return "" if left else _patch(last, longer)


def _patch(old: SnapshotFile, new: SnapshotFile) -> str:
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{old.name}", f"b/{new.name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(file: SnapshotFile) -> list[str]:
    return file.text.splitlines(keepends=True)
