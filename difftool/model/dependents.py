"""Who depends on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from difftool.model.families import Kept, Needs
from difftool.model.objects import Ident


@dataclass(frozen=True, eq=False)
class KeptNeeds(Mapping[Ident, tuple[Ident, ...]]):
    """On what each object of a reading depends, as far as both are `there`."""

    kept: Kept
    there: Callable[[Ident], bool] | None = None

    def __getitem__(self, ident: Ident) -> tuple[Ident, ...]:
        for number in self.kept.homes.get((ident.schema, ident.name), ()):
            needs = self.kept.members(number).needs
            if ident in needs and self._is_there(ident):
                return self._bounded(needs[ident])
        raise KeyError(ident)

    def __iter__(self) -> Iterator[Ident]:
        known = chain.from_iterable(self.kept.members(number).needs for number in range(len(self.kept.families)))
        return filter(self._is_there, known)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def on(self, ident: Ident) -> Iterator[Ident]:
        """All that depend on it."""
        homes = self.kept.homes.get((ident.schema, ident.name), ())
        for number in {near for home in homes for near in (home, *self.kept.leaning.get(home, ()))}:
            needs = self.kept.members(number).needs
            yield from (who for who, needed in needs.items() if ident in needed and self._is_there(who))

    def _bounded(self, needed: tuple[Ident, ...]) -> tuple[Ident, ...]:
        return tuple(filter(self._is_there, needed)) if self.there else needed

    def _is_there(self, ident: Ident) -> bool:
        return self.there is None or self.there(ident)


@dataclass(frozen=True, eq=False)
class KeptDependents(Mapping[Ident, Sequence[Ident]]):
    """The same the other way round."""

    needs: KeptNeeds
    known: dict[Ident, Sequence[Ident]] = field(default_factory=dict)

    def __getitem__(self, ident: Ident) -> Sequence[Ident]:
        if ident not in self.known:
            self.known[ident] = tuple(self.needs.on(ident))
        if not self.known[ident]:
            raise KeyError(ident)
        return self.known[ident]

    def __iter__(self) -> Iterator[Ident]:
        return iter(dict.fromkeys(chain.from_iterable(self.needs.values())))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def dependents(needs: Needs) -> Mapping[Ident, Sequence[Ident]]:
    """What depends on an object, in no order."""
    if isinstance(needs, KeptNeeds):
        return KeptDependents(needs)
    found = defaultdict(list)
    for who, needed in needs.items():
        for what in needed:
            found[what].append(who)
    return dict(found)
