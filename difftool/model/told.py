"""Objects by the words that name them, without making words of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from difftool.model.objects import Ident

if TYPE_CHECKING:
    from difftool.model.families import Families

KIND = 4
"""as many words as no kind has more of: `text search configuration` has three"""


@dataclass(frozen=True, eq=False)
class Told(Mapping[str, Ident]):
    """`column public.t.c`: which dot ends the schema, and which the name, is tried."""

    objects: Families

    def __getitem__(self, words: str) -> Ident:
        for schema, name in _names(words):
            for thing in self.objects.named(schema, name):
                if str(thing.ident) == words:
                    return thing.ident
        raise KeyError(words)

    def __iter__(self) -> Iterator[str]:
        return map(str, self.objects)

    def __len__(self) -> int:
        return len(self.objects)


def _names(words: str) -> Iterator[tuple[str, str]]:
    """Of every schema and name that the words may mean: kinds have blanks, and names have dots."""
    spaces = [place for place, sign in enumerate(words) if sign == " "]
    for start in spaces[:KIND]:
        dots = [place for place, sign in enumerate(words) if sign == "." and place > start]
        for end in (*dots, len(words)):
            yield "", words[start + 1 : end]
            yield from ((words[start + 1 : dot], words[dot + 1 : end]) for dot in dots if dot < end)
