"""Whether a database shows what a row of migrations did, one by one: by the schema alone, for nothing else is proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from difftool.diff.compare import compare, roots
from difftool.diff.comparing import comparing_for
from difftool.model.catalog import Catalog, Comparing, Ident
from difftool.model.change import Change, Verb
from difftool.model.reconciled import Effect, Judgement

Key = tuple[Ident, str]
"""an object and the name of a fact of it; the empty name is whether it is there at all"""
_DROPPED = (True, False)
NOT_COMPARED = frozenset({"owner", "privileges"})
"""they depend on who runs a migration and where"""
_NOTHING = Judgement(Effect.UNTOLD, why="it changes nothing that a schema shows")
_MOOT = Judgement(Effect.UNTOLD, why="what it drops belongs to what is not there")
_OVERLAID = Judgement(Effect.UNTOLD, why="what it did was changed again by later ones")


def judge(names: Sequence[str], states: Sequence[Catalog], live: Catalog) -> tuple[Judgement, ...]:
    """One for each name, which led from a state to the next.

    What a later migration, itself in effect, changed again is no evidence.
    """
    found: list[Judgement] = []
    overlaid: set[Key] = set()
    for before, after in reversed(tuple(pairwise(states))):
        done = effects(before, after)
        own = {key: pair for key, pair in done.items() if not _overlaid(key, overlaid)}
        seen = {key: _seen(live, key, pair) for key, pair in own.items() if not _moot(before, live, key, pair)}
        drops = {key for key, pair in own.items() if pair == _DROPPED}
        untold = _MOOT if own else _OVERLAID if done else _NOTHING
        found.append(_judged(seen, drops, live, after) if seen else untold)
        overlaid |= {key for key, holds in seen.items() if holds}
    return _in_circles(names, states, tuple(reversed(found)))


def effects(before: Catalog, after: Catalog) -> dict[Key, tuple[Any, Any]]:
    """What differs, as (value before, value after)."""
    return {key: pair for change in changes(before, after) for key, pair in _keys(change, _comparing(after)).items()}


def changes(before: Catalog, after: Catalog) -> tuple[Change, ...]:
    return compare(before, after, _comparing(after))


def _comparing(after: Catalog) -> Comparing:
    return comparing_for(after, frozenset(), NOT_COMPARED)


def _keys(change: Change, comparing: Comparing) -> Mapping[Key, tuple[Any, Any]]:
    if change.verb is Verb.ALTER:
        return {(change.ident, name): pair for name, pair in change.facts.items()}
    there = {(change.ident, ""): (change.before is not None, change.after is not None)}
    facts = {name: value for name, value in change.after.facts.items() if value is not None} if change.after else {}
    return there | {(change.ident, n): (None, v) for n, v in facts.items() if comparing.includes(change.ident, n)}


def _overlaid(key: Key, later: Iterable[Key]) -> bool:
    return key in later or (key[0], "") in later


def _seen(live: Catalog, key: Key, pair: tuple[Any, Any]) -> bool | None:
    """True: as it is afterwards; False: as it was before; None: neither."""
    ident, name = key
    thing = live.objects.get(ident)
    if name and not thing:
        return False
    value = thing.facts.get(name) if thing and name else thing is not None
    return True if value == pair[1] else False if value == pair[0] else None


def _moot(before: Catalog, live: Catalog, key: Key, pair: tuple[Any, Any]) -> bool:
    """That a part is gone says nothing where the whole is."""
    parent = before.objects[key[0]].parent if pair == _DROPPED else None
    return parent is not None and parent not in live.objects


def _judged(seen: Mapping[Key, bool | None], drops: set[Key], live: Catalog, after: Catalog) -> Judgement:
    """What is gone is weak evidence: it may never have been there."""
    if all(seen.values()):
        return Judgement(Effect.THERE)
    open_ = {ident for (ident, _), holds in seen.items() if not holds}
    left = tuple(change for change in changes(live, after) if change.ident in open_)
    untouched = all(holds is False for key, holds in seen.items() if key not in drops or set(seen) <= drops)
    return Judgement(Effect.ABSENT if untouched else Effect.PARTLY, roots(left))


def _in_circles(names: Sequence[str], states: Sequence[Catalog], found: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    """The last one in effect may have led back to where the schema had been: then nobody sees whether they all ran."""
    last = max((place for place, one in enumerate(found) if one.effect is Effect.THERE), default=-1)
    start = next((place for place in range(last) if not changes(states[place], states[last + 1])), None)
    if start is None:
        return found
    why = f"or none of {names[start]} to {names[last]} ran: the schema is the same without them"
    return tuple(
        replace(one, why=why) if start <= place <= last and one.effect is Effect.THERE else one
        for place, one in enumerate(found)
    )
