"""`manages` patterns as values, and whether two scopes could ever claim the same object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from difftool.files.form_error import FormError, nearest
from difftool.model.profile import Pattern

IN_SCHEMAS = (
    *("table", "view", "materialized_view", "foreign_table", "sequence", "type", "enum", "domain", "range"),
    *("function", "procedure", "aggregate", "collation", "conversion", "statistics", "operator"),
    *("operator_class", "operator_family", "text_search_configuration", "text_search_dictionary"),
    *("text_search_parser", "text_search_template"),
)
"""kinds that live in a schema: `kind:schema.name`"""

ALONE = (
    *("schema", "extension", "publication", "subscription", "event_trigger", "language", "cast", "transform"),
    *("foreign_data_wrapper", "server", "user_mapping", "access_method", "default_privileges"),
)
"""kinds without a schema: `kind:name`"""

NEVER = ("difftool", "pg_catalog", "information_schema", "pg_toast")


def parse_pattern(text: str) -> Pattern:
    """As PostgreSQL reads names: lower case unless in double quotes, where nothing is a wildcard.

    Raises FormError, a ConfigError.
    """
    exclude = text.startswith("!")
    start = int(exclude)
    kind = _kind(text, start)
    if kind:
        start += len(kind) + 1
    if kind in ALONE:
        name, quoted = _name(text, start, len(text))
        return Pattern(text, kind, "", name, exclude, (False, quoted))
    dot = _dot(text, start)
    schema, schema_quoted = _name(text, start, dot)
    name, name_quoted = _name(text, dot + 1, len(text))
    if schema in NEVER:
        raise FormError(f'schema "{schema}" is never in scope', start)
    return Pattern(text, kind, schema, name, exclude, (schema_quoted, name_quoted))


def _kind(text: str, start: int) -> str:
    written = re.match(r'([^".:]*):', text[start:])
    if not written:
        return ""
    kind = written[1]
    if kind not in IN_SCHEMAS and kind not in ALONE:
        raise FormError(f'unknown kind "{kind}"{nearest(kind, IN_SCHEMAS + ALONE)}', start)
    return kind


def _dot(text: str, start: int) -> int:
    """Where the dot between schema and name stands: the first one outside double quotes."""
    schema = re.match(r'(?:"(?:[^"]|"")*"|[^".])*', text[start:])
    dot = start + (schema.end() if schema else 0)
    if dot >= len(text):
        raise FormError(f'expected schema.name, such as public.{text[start:] or "*"}; found "{text}"', start)
    if text[dot] != ".":
        raise FormError(f'a double quote that is not closed in "{text}"', dot)
    return dot


def _name(text: str, start: int, end: int) -> tuple[str, bool]:
    part = text[start:end]
    if not part:
        raise FormError(f'a name is missing in "{text}"', start)
    if re.fullmatch(r'"(?:[^"]|"")+"', part):
        return part[1:-1].replace('""', '"'), True
    if '"' in part:
        raise FormError(f'double quotes are expected around a whole name in "{text}"', start + part.index('"'))
    if part != part.strip():
        raise FormError(f'a space outside double quotes in "{text}"', start)
    return part.lower(), False


def overlap(mine: Sequence[Pattern], theirs: Sequence[Pattern]) -> tuple[Pattern, Pattern] | None:
    """The first pair of entries that some object's name could match in both scopes, or None.

    Decided from the patterns alone, whatever a database holds. A pair counts as apart only where one later
    `!` entry of either side takes out all names that both could match; exclusions that do so only together
    do not count.
    """
    for ours in mine:
        for other in theirs:
            if ours.exclude or other.exclude or not _meet(ours, other):
                continue
            if not (_taken_out(mine, ours, other) or _taken_out(theirs, other, ours)):
                return ours, other
    return None


def _meet(one: Pattern, other: Pattern) -> bool:
    if one.kind != other.kind and ("" not in (one.kind, other.kind) or not (one.schema and other.schema)):
        return False
    return all(_intersect(a, b) for a, b in zip(_parts(one), _parts(other), strict=True))


def _taken_out(scope: Sequence[Pattern], entry: Pattern, other: Pattern) -> bool:
    later = scope[scope.index(entry) + 1 :]
    return any(e.exclude and (_covers(e, entry) or _covers(e, other)) for e in later)


def _covers(wide: Pattern, narrow: Pattern) -> bool:
    if wide.kind not in ("", narrow.kind) or bool(wide.schema) != bool(narrow.schema):
        return False
    return all(_contains(a, b) for a, b in zip(_parts(wide), _parts(narrow), strict=True))


Wild = tuple[str, ...]
"""characters; `*any` and `*one` are the wildcards, so that a quoted star stays a star"""


def _parts(pattern: Pattern) -> tuple[Wild, Wild]:
    schema, name = pattern.quoted
    return _wild(pattern.schema, quoted=schema), _wild(pattern.name, quoted=name)


def _wild(text: str, *, quoted: bool) -> Wild:
    if quoted:
        return tuple(text)
    return _once(tuple({"*": "*any", "?": "*one"}.get(character, character) for character in text))


def _once(wild: Wild) -> Wild:
    """A row of stars is one star."""
    return wild[:1] + tuple(b for a, b in pairwise(wild) if (a, b) != ("*any", "*any"))


@lru_cache(maxsize=4096)
def _intersect(one: Wild, other: Wild) -> bool:
    """Whether some text matches both."""
    if not one or not other:
        return set(one + other) <= {"*any"}
    if "*any" in (one[0], other[0]):
        return _intersect(one[1:], other) if one[0] == "*any" and _intersect(one[1:], other) else _star(one, other)
    return (one[0] == other[0] or "*one" in (one[0], other[0])) and _intersect(one[1:], other[1:])


def _star(one: Wild, other: Wild) -> bool:
    if one[0] != "*any":
        one, other = other, one
    return _intersect(one[1:], other) or _intersect(one, other[1:])


@lru_cache(maxsize=4096)
def _contains(wide: Wild, narrow: Wild) -> bool:
    """Whether all that matches `narrow` matches `wide`; in doubt no."""
    if not wide:
        return not narrow
    if wide[0] == "*any":
        return _contains(wide[1:], narrow) or (bool(narrow) and _contains(wide, narrow[1:]))
    if not narrow or narrow[0] == "*any":
        return False
    return (wide[0] == narrow[0] or wide[0] == "*one") and _contains(wide[1:], narrow[1:])
