"""What a change of a column's type does to its values, as conditions on them: which fail, and which silently change.

A conversion is one plain function; the first that knows the two types answers. Conditions are SQL on the value `v`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from difftool.planning.probes.types import FLOATS, INTEGERS, STAMPS, Type
from difftool.sql.quote import literal, literals


@dataclass(frozen=True, slots=True)
class Conversion:
    """`fails` and `changes` are conditions, empty where it cannot happen; `using` keeps what can be kept.

    `changes` is only evaluated where `fails` is not true. `says` is what such rows do. `tried`: only trying it on a
    row tells, and that raises an error where it fails.
    """

    fails: str = ""
    changes: str = ""
    using: str = ""
    says: str = ""
    tried: bool = False

    @property
    def condition(self) -> str:
        if self.fails and self.changes:
            return f"case when {self.fails} then true else {self.changes} end"
        return self.fails or self.changes


SAFE = Conversion()


@dataclass(frozen=True, slots=True)
class Cast:
    """`labels` are those of the wanted type if it is an enum; `version` is live's server_version_num."""

    old: Type
    new: Type
    v: str
    version: int
    labels: tuple[str, ...] | None = None


def conversion(cast: Cast) -> Conversion:
    for convert in CONVERSIONS:
        found = convert(cast)
        if found is not None:
            return found
    return _unknown(cast)


def _to_enum(cast: Cast) -> Conversion | None:
    if cast.labels is None:
        return None
    known = f"{cast.v}::text in ({literals(cast.labels)})" if cast.labels else "false"
    return Conversion(f"not ({known})", using=f"case when {known} then {cast.v}::text::{cast.new.text} end")


def _to_text(cast: Cast) -> Conversion | None:
    """A cast cuts what is too long; without one, the statement fails unless it is only blanks."""
    if not cast.new.textual:
        return None
    old, length = cast.old, cast.new.length
    blanks = cast.new.name == "character" and old.name != "character"
    changes = [f"{cast.v}::text <> rtrim({cast.v}::text, ' ')"] if blanks else []
    if length is not None and (old.length is None or old.length > length):
        changes.insert(0, f"char_length({cast.v}::text) > {length}")
    using = f"left({cast.v}::text, {length})" if length is not None else f"{cast.v}::text"
    return Conversion(changes=" or ".join(changes), using=using, says="would be cut" if changes else "")


def _text_to_number(cast: Cast) -> Conversion | None:
    """A leading zero is lost: it may be part of a code, not of a number."""
    if not (cast.old.textual and cast.new.numeric):
        return None
    clean = f"{cast.v}::text ~* {literal(_INTEGER if cast.new.name in INTEGERS else _NUMBER)}"
    digits = Cast(Type("numeric", "numeric"), cast.new, f"({cast.v}::text)::numeric", cast.version)
    inner = _numbers(digits) or SAFE
    zeros = f"{cast.v}::text ~ {literal(_LEADING_ZERO)}"
    fails = f"case when {clean} then {inner.fails or 'false'} else true end"
    if cast.version >= _SOFT_INPUT:
        fails = _is_not(cast, cast.new.text)
    changes = " or ".join(part for part in (zeros, inner.changes) if part)
    using = f"case when {clean} then {cast.v}::text::{cast.new.text} end"
    return Conversion(fails, f"case when {clean} then {changes} else false end", using)


_INTEGER = r"^\s*[-+]?\d+\s*$"
_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$"
_LEADING_ZERO = r"^\s*[-+]?0\d"


def _numbers(cast: Cast) -> Conversion | None:
    if not (cast.old.numeric and cast.new.numeric):
        return None
    if cast.new.name in INTEGERS:
        return _to_integer(cast)
    return _to_float(cast) if cast.new.name in FLOATS else _to_numeric(cast)


def _to_integer(cast: Cast) -> Conversion:
    """Fractions are rounded; NaN is above all numbers: https://www.postgresql.org/docs/current/datatype-numeric.html."""
    bits = INTEGERS[cast.new.name]
    low, high = -(2**bits), 2**bits - 1
    using = f"round({cast.v}::numeric)::{cast.new.text}"
    if cast.old.name in INTEGERS:
        narrower = INTEGERS[cast.old.name] > bits
        return Conversion(f"{cast.v} not between {low} and {high}", using=using) if narrower else SAFE
    value = f"{cast.v}::numeric"
    return Conversion(f"round({value}) not between {low} and {high}", f"round({value}) <> {value}", using)


def _to_numeric(cast: Cast) -> Conversion:
    value = f"{cast.v}::numeric"
    rounds = f"{value}::{cast.old.text} <> {cast.v}" if cast.old.name in FLOATS else ""
    if not cast.new.modifiers:
        return Conversion(changes=rounds)
    precision, scale = (*cast.new.modifiers, 0)[:2]
    fails = f"abs(round({value}, {scale})) >= 1e{precision - scale} and {value} <> 'NaN'"
    if cast.old.name == "numeric" and cast.old.modifiers:
        had, kept = (*cast.old.modifiers, 0)[:2]
        fails = fails if had - kept > precision - scale or kept > scale else ""
        changes = f"round({value}, {scale}) <> {value}" if kept > scale else ""
        return Conversion(fails, changes, f"round({cast.v}, {scale})")
    if cast.old.name in INTEGERS and scale >= 0:
        return Conversion(fails)
    return Conversion(fails, f"round({value}, {scale}) <> {value}", f"round({value}, {scale})")


def _to_float(cast: Cast) -> Conversion:
    """Compared by the shortest text that gives the value back: 0.1 stays 0.1 whatever its width."""
    if cast.old.name == "smallint" or (cast.old.name, cast.new.name) in _EXACT:
        return SAFE
    small, large = FLOATS[cast.new.name]
    finite = f"{cast.v}::text !~* 'nan|inf'"
    beyond = f"abs({cast.v}::text::numeric) > {large} or ({cast.v} <> 0 and abs({cast.v}::text::numeric) < {small})"
    fails = f"case when {finite} then {beyond} else false end" if cast.old.name not in INTEGERS else ""
    return Conversion(fails, f"({cast.v}::{cast.new.text})::text::numeric <> {cast.v}::text::numeric")


_EXACT = {("integer", "double precision"), ("real", "double precision")}


def _times(cast: Cast) -> Conversion | None:
    """Between time zones, the same value means another moment in each session: no row can be said to stay."""
    old, new = cast.old, cast.new
    if {old.name, new.name} == set(STAMPS) or (old.name, new.name) == ("date", STAMPS[1]):
        using = f"{cast.v}{'::timestamp' if old.name == 'date' else ''} at time zone 'UTC'"
        return Conversion(changes="true", using=using, says="would be read in the time zone of the session")
    if old.name == new.name and old.timed:
        narrower = new.precision < old.precision or (new.name == "interval" and old.text != new.text)
        return Conversion(changes=_round_trip(cast) if narrower else "")
    if (old.name, new.name) == ("date", STAMPS[0]):
        return SAFE
    return Conversion(changes="true", says="would lose their date") if _loses_date(old, new) else None


def _loses_date(old: Type, new: Type) -> bool:
    return old.name in STAMPS and new.name.startswith("time ")


def _to_json(cast: Cast) -> Conversion | None:
    """Of several equal keys in an object, jsonb keeps the last; and it knows no character zero."""
    if cast.new.name not in ("json", "jsonb"):
        return None
    if cast.old.name == "jsonb":
        return SAFE
    if cast.version >= _SOFT_INPUT:
        fails = _is_not(cast, cast.new.name)
    else:
        escaped = f"replace({cast.v}::text, {literal(_BACKSLASH * 2)}, '') ~ {literal(_BACKSLASH * 2 + 'u0000')}"
        fails = escaped if cast.new.name == "jsonb" else ""
    if cast.new.name == "json":
        return Conversion(fails or f"({cast.v}::text)::json is null", tried=not fails)
    return Conversion(fails, f"{_keys(cast.v)} <> {_keys(f'({cast.v}::text)::jsonb')}")


_BACKSLASH = "\\"


def _keys(value: str) -> str:
    """How many keys there are in a JSON text: the colons outside its strings."""
    bare = rf"regexp_replace(regexp_replace(({value})::text, '\\.', '', 'g'), '\"[^\"]*\"', '', 'g')"
    return f"char_length(regexp_replace({bare}, '[^:]', '', 'g'))"


def _from_text(cast: Cast) -> Conversion | None:
    """By the type's input function, which since version 16 can be asked."""
    if not (cast.old.textual and cast.new.built_in):
        return None
    using = f"{cast.v}::{cast.new.text}"
    if cast.version >= _SOFT_INPUT:
        fails = _is_not(cast, cast.new.text)
        return Conversion(fails, using=f"case when not ({fails}) then {using} end")
    pattern = _PATTERNS.get(cast.new.name)
    if pattern is None:
        return Conversion(f"({using}) is null", using=using, tried=True)
    clean = f"{cast.v}::text ~* {literal(pattern)}"
    return Conversion(f"not ({clean})", using=f"case when {clean} then {using} end")


_SOFT_INPUT = 160000
_PATTERNS = {
    "uuid": r"^\{?[0-9a-f]{4}(-?[0-9a-f]{4}){7}\}?$",
    "boolean": r"^\s*(t(r(u(e)?)?)?|y(es?)?|on|1|f(a(l(se?)?)?)?|no?|off?|0)\s*$",
}
"""What older servers take, where a pattern says just that."""


def _is_not(cast: Cast, name: str) -> str:
    return f"not pg_input_is_valid({cast.v}::text, {literal(name)})"


def _same(cast: Cast) -> Conversion | None:
    return SAFE if cast.old.text == cast.new.text else None


def _unknown(cast: Cast) -> Conversion:
    """There and back again, where PostgreSQL knows both ways; else it is tried on each row, and the first one tells."""
    if cast.old.built_in and cast.new.built_in:
        return Conversion(changes=_round_trip(cast), tried=True)
    return Conversion(f"({cast.v}::{cast.new.text}) is null", tried=True)


def _round_trip(cast: Cast) -> str:
    return f"(({cast.v}::{cast.new.text})::{cast.old.text})::text is distinct from {cast.v}::text"


CONVERSIONS: tuple[Callable[[Cast], Conversion | None], ...] = (
    _same,
    _to_enum,
    _to_json,
    _to_text,
    _text_to_number,
    _numbers,
    _times,
    _from_text,
)
