"""One object, looked at in live and in a profile's target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from difftool.diff.compare import compare, roots
from difftool.diff.definitions import definitions, described
from difftool.diff.find import find
from difftool.diff.scope import covers, not_compared, root, within
from difftool.errors import UsageError
from difftool.files.form_error import nearest
from difftool.jobs.current import copy_of_live
from difftool.jobs.live import Live, open_live
from difftool.jobs.make_plan import shadow_for
from difftool.jobs.target import Target, build_target, unclaimed, without
from difftool.jobs.work import Work
from difftool.model.catalog import Catalog, Ident
from difftool.model.described import Described, Standing
from difftool.model.profile import Profile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.names import parts
from difftool.pg.shadow import Shadow
from difftool.report.sentences import change_sentence

_MANY = 10
"""names that an error lists"""


@dataclass(frozen=True, slots=True)
class _Sides:
    """`live` and `target` in the words of one server, as far as the profile manages them; `whole` is all of live."""

    whole: Catalog
    live: Catalog
    target: Target
    strangers: tuple[Ident, ...]


def show_object(work: Work, name: str, profile: Profile | None) -> Described:
    """Reads live only. Raises UsageError where nothing, or more than one thing, is called so."""
    with open_live(work) as live:
        whole = read_catalog(live.session)
        if profile is None:
            return _described(_one(name, whole.objects), live, whole)
        with shadow_for(work, live, profile) as shadow:
            sides = _sides(shadow, live, whole, profile, work.timeout)
            return _compared(_one(name, {**whole.objects, **sides.target.whole.objects}), live, sides, profile)


def _one(name: str, known: Iterable[Ident]) -> Ident:
    names = tuple(known)
    found = find(name, names)
    if not found:
        raise UsageError(f"no object {name}{_hint(name, names)}", where="show")
    if len(found) > 1:
        told = ", ".join(map(str, found[:_MANY])) + (", …" if len(found) > _MANY else "")
        raise UsageError(f"{name} may be {told}; name one of them", where="show")
    return found[0]


def _hint(name: str, known: tuple[Ident, ...]) -> str:
    column = next((i for i in known if i.kind == "column" and i.part == name.lower()), None)
    if column:
        return f"; a column goes with its table, as {column.name}.{column.part}"
    outer = {spelling for i in known if not i.part for spelling in (i.name, f"{i.schema}.{i.name}")}
    return nearest(name, tuple(sorted(outer))) or " in live or in the target"


def _sides(shadow: Shadow, live: Live, whole: Catalog, profile: Profile, timeout: float) -> _Sides:
    target = build_target(shadow, profile, live.session, timeout)
    strangers = unclaimed(within(whole, profile.scope), target.catalog, profile.scope)
    mine = within(whole, without(profile.scope, strangers))
    if live.major != shadow.major:
        mine = copy_of_live(shadow, live, profile, target).goal.catalog
    return _Sides(whole, mine, target, strangers)


def _compared(ident: Ident, live: Live, sides: _Sides, profile: Profile) -> Described:
    """With what differs in the outermost object that it belongs to."""
    target = sides.target
    alone = _described(ident, live, sides.whole)
    changes = [
        change
        for change in compare(sides.live, target.catalog, target.comparing)
        if root(sides.live.objects if change.before else target.catalog.objects, change.ident) == _outer(ident, sides)
    ]
    drawn = definitions(changes, sides.live, target.catalog)
    return replace(
        alone,
        profile=profile.name,
        standing=_standing(_outer(ident, sides), sides, profile),
        target=described(_outer(ident, sides), target.whole),
        diff=drawn[0].diff if drawn else "",
        changes=tuple(change_sentence(change) for change in roots(changes)),
    )


def _outer(ident: Ident, sides: _Sides) -> Ident:
    return root({**sides.target.whole.objects, **sides.whole.objects}, ident)


def _standing(outer: Ident, sides: _Sides, profile: Profile) -> Standing:
    if outer in sides.strangers:
        return Standing.UNCLAIMED
    if covers(profile.scope, outer):
        return Standing.MANAGED
    named = any(parts(each.name)[:2] == (outer.schema, outer.bare) for each in profile.externals)
    return Standing.EXTERNAL if named else Standing.OUTSIDE


def _described(ident: Ident, live: Live, whole: Catalog) -> Described:
    outer = root(whole.objects, ident)
    family = {i: thing for i, thing in whole.objects.items() if root(whole.objects, i) == outer}
    return Described(
        object=str(ident),
        database=live.identity.database,
        live=described(outer, whole),
        dependents=_dependents(ident, whole),
        not_compared=not_compared(family),
    )


def _dependents(ident: Ident, whole: Catalog) -> tuple[str, ...]:
    """From outside of it: that a column's default depends on the column is no news."""
    mine = {i for i in whole.objects if i == ident or ident in _above(i, whole)}
    hanging = {who for what in mine for who in whole.dependents.get(what, ())}
    found = {who for who in hanging if who not in mine and ident not in _above(who, whole)}
    shown = {who for who in found if ident.part or root(whole.objects, who) != ident}
    return tuple(map(str, sorted(who for who in shown if not whole.objects[who].notes.get("folded"))))


def _above(ident: Ident, whole: Catalog) -> Iterator[Ident]:
    thing = whole.objects.get(ident)
    while thing and thing.parent:
        yield thing.parent
        thing = whole.objects.get(thing.parent)
