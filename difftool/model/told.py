"""Objects by the words that name them, without making words of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from difftool.model.objects import CatalogObject, Ident

KIND = 4
"""as many words as no kind has more of: `text search configuration` has three"""


@dataclass(frozen=True, eq=False)
class Told(Mapping[str, Ident]):
    """`column public.t.c`: which dot ends the schema, and which the name, is tried."""

    idents: Collection[Ident]
    named: Callable[[str, str], Iterable[CatalogObject]]

    def __getitem__(self, words: str) -> Ident:
        for schema, name in _names(words):
            for thing in self.named(schema, name):
                if str(thing.ident) == words:
                    return thing.ident
        raise KeyError(words)

    def __iter__(self) -> Iterator[str]:
        return map(str, self.idents)

    def __len__(self) -> int:
        return len(self.idents)


def _names(words: str) -> Iterator[tuple[str, str]]:
    """Of every schema and name that the words may mean: kinds have blanks, and names have dots."""
    spaces = [place for place, sign in enumerate(words) if sign == " "]
    for start in spaces[:KIND]:
        dots = [place for place, sign in enumerate(words) if sign == "." and place > start]
        for end in (*dots, len(words)):
            yield "", words[start + 1 : end]
            yield from ((words[start + 1 : dot], words[dot + 1 : end]) for dot in dots if dot < end)
