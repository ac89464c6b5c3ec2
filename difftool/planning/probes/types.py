"""Types as format_type writes them, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

INTEGERS = {"smallint": 15, "integer": 31, "bigint": 63}
"""Bits of the largest value."""
FLOATS = {"real": ("1.2e-38", "3.4028235e38"), "double precision": ("2.3e-308", "1.7976931348623157e308")}
"""The smallest and the largest value of full precision."""
TEXTS = ("text", "character varying", "character", "name", '"char"')
STAMPS = ("timestamp without time zone", "timestamp with time zone")
_WITH_PRECISION = (*STAMPS, "time without time zone", "time with time zone", "interval")


@dataclass(frozen=True, slots=True)
class Type:
    """`numeric(10,2)` is numeric with modifiers 10 and 2; `timestamp(3) without time zone` has the modifier 3."""

    text: str
    name: str
    modifiers: tuple[int, ...] = ()

    @property
    def numeric(self) -> bool:
        return self.name == "numeric" or self.name in INTEGERS or self.name in FLOATS

    @property
    def textual(self) -> bool:
        return self.name in TEXTS

    @property
    def length(self) -> int | None:
        """The most characters that it holds; None = any number."""
        return self.modifiers[0] if self.modifiers and self.textual else None

    @property
    def precision(self) -> int:
        """Digits of a second that it keeps."""
        return self.modifiers[0] if self.modifiers else 6

    @property
    def timed(self) -> bool:
        return self.name in _WITH_PRECISION

    @property
    def built_in(self) -> bool:
        return "." not in self.text


def type_of(text: str) -> Type:
    found = re.fullmatch(r'([a-z ]+|"char")(?:\(([-\d,]+)\))?( with(?:out)? time zone)?', text)
    if not found:
        return Type(text, text)
    modifiers = tuple(int(part) for part in found[2].split(",")) if found[2] else ()
    return Type(text, found[1] + (found[3] or ""), modifiers)
