"""Others' objects that hang on what a plan changes: named, with their owners, when a plan would have to change them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from difftool.diff.compare import compare
from difftool.errors import NoProvenPlan
from difftool.jobs.current import Current
from difftool.jobs.goal import Goal
from difftool.jobs.rehearse import Rehearsed
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Step
from difftool.pg.names import parts

_HARMLESS = ("ACCESS SHARE", "ROW SHARE")
"""lock modes that let everybody read and write"""


def beside_others(current: Current, goal: Goal, prove: Callable[[], Rehearsed]) -> Rehearsed:
    """What `prove` finds, refused where it would change or block what belongs to others. Raises NoProvenPlan."""
    changes = compare(current.goal.catalog, goal.catalog, goal.comparing)
    lacking = current.live.foreign.keys() - current.goal.catalog.foreign.keys()
    unproven = in_the_way(current, changes, lacking)
    if unproven:
        raise NoProvenPlan("what belongs to others hangs on what changes, and could not be rehearsed", details=unproven)
    leaning = in_the_way(current, changes, current.live.foreign.keys())
    try:
        rehearsed = prove()
    except NoProvenPlan as error:
        raise NoProvenPlan(error.message, details=(*error.details, *leaning)) from error
    stray = (*rehearsed.stray, *foreign_locks(rehearsed.steps, current, goal.catalog.objects))
    if stray:
        raise NoProvenPlan(
            f"the plan would change or block what the profile does not manage: {', '.join(stray)}",
            details=(*leaning, "Nothing was changed."),
        )
    return rehearsed


def in_the_way(current: Current, changes: Iterable[Change], others: Collection[Ident]) -> tuple[str, ...]:
    """As "view public.report (owner app) depends on column public.t.c": those of `others` that need what changes."""
    moved = {change.ident for change in changes if change.verb is not Verb.CREATE}
    hanging = sorted((who, on) for on in moved for who in current.live.dependents.get(on, ()) if who in others)
    return tuple(f"{who} (owner {_owner(current.whole, who)}) depends on {what}" for who, what in hanging)


def foreign_locks(steps: Iterable[Step], current: Current, made: Iterable[Ident]) -> tuple[str, ...]:
    """As "table public.x": what others own and would wait for, without a foreign key of ours on it."""
    known = {".".join(parts(external.name)[:2]) for external in current.outside}
    known |= {f"{ident.schema}.{ident.name}" for ident in made}
    locked = {name for step in steps for name, mode in step.locks.items() if mode not in _HARMLESS}
    return tuple(f"table {name}" for name in sorted(locked - known) if not _is_of(current.live, name))


def _is_of(catalog: Catalog, name: str) -> bool:
    """Of `a.b.c` nothing tells where the schema ends."""
    dots = (place for place, sign in enumerate(name) if sign == ".")
    return any(catalog.named(name[:dot], name[dot + 1 :]) for dot in dots)


def _owner(whole: Catalog, ident: Ident) -> str:
    thing = whole.objects[ident]
    if "owner" in thing.facts or thing.parent is None:
        return str(thing.facts.get("owner", "unknown"))
    return _owner(whole, thing.parent)
