"""Others' objects that hang on what a plan changes: named, with their owners, when a plan would have to change them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from difftool.errors import NoProvenPlan
from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import Step
from difftool.model.profile import External
from difftool.pg.names import parts

_HARMLESS = ("ACCESS SHARE", "ROW SHARE")
"""lock modes that let everybody read and write"""


def in_the_way(
    whole: Catalog, managed: Catalog, changes: Iterable[Change], others: Collection[Ident]
) -> tuple[str, ...]:
    """As "view public.report (owner app) depends on column public.t.c": those of `others` that need what changes."""
    moved = {change.ident for change in changes if change.verb is not Verb.CREATE}
    return tuple(
        f"{who} (owner {_owner(whole, who)}) depends on {what}"
        for who, what in sorted(managed.depends)
        if what in moved and who in others
    )


def refuse_what_the_copy_lacks(whole: Catalog, managed: Catalog, copy: Catalog, changes: Iterable[Change]) -> None:
    """Where another's object could not be cloned, the rehearsal cannot tell whether it stands in the way."""
    lacking = managed.foreign.keys() - copy.foreign.keys()
    leaning = in_the_way(whole, managed, changes, lacking)
    if leaning:
        raise NoProvenPlan("what belongs to others hangs on what changes, and could not be rehearsed", details=leaning)


def foreign_locks(steps: Iterable[Step], managed: Catalog, externals: Iterable[External]) -> tuple[str, ...]:
    """Relations of others, no externals, that somebody would have to wait for: ("table public.x", …)."""
    own = {f"{ident.schema}.{ident.name}" for ident in managed.objects}
    known = {".".join(part for part in parts(external.name)[:2]) for external in externals}
    locked = {name for step in steps for name, mode in step.locks.items() if mode not in _HARMLESS}
    return tuple(f"table {name}" for name in sorted(locked - own - known))


def _owner(whole: Catalog, ident: Ident) -> str:
    thing = whole.objects[ident]
    if "owner" in thing.facts or thing.parent is None:
        return str(thing.facts.get("owner", "unknown"))
    return _owner(whole, thing.parent)
