"""`manages` patterns as values, and whether two scopes could ever claim the same object."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

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

LONGEST = 500
"""characters: more than names have, few enough to compare all pairs"""

NEVER = ("difftool", "pg_catalog", "information_schema", "pg_toast")


def parse_pattern(text: str) -> Pattern:
    """As PostgreSQL reads names: lower case unless in double quotes, where nothing is a wildcard.

    Raises FormError, a ConfigError.
    """
    if len(text) > LONGEST:
        raise FormError(f"expected a pattern; found {len(text)} characters")
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

ANY: Wild = ("*any",)
ONE: Wild = ("*one",)


def _parts(pattern: Pattern) -> tuple[Wild, Wild]:
    schema, name = pattern.quoted
    return _wild(pattern.schema, quoted=schema), _wild(pattern.name, quoted=name)


def _wild(text: str, *, quoted: bool) -> Wild:
    if quoted:
        return tuple(text)
    return tuple({"*": "*any", "?": "*one"}.get(character, character) for character in text)


def _intersect(one: Wild, other: Wild) -> bool:
    """Whether some text matches both."""

    def meets(a: Wild, b: Wild, down: bool, right: bool, both: bool) -> bool:
        return (down or right) if ANY in (a, b) else both and (a == b or ONE in (a, b))

    return _from_the_ends(one, other, meets)


def _contains(wide: Wild, narrow: Wild) -> bool:
    """Whether all that matches `narrow` matches `wide`; in doubt no."""

    def takes(a: Wild, b: Wild, down: bool, right: bool, both: bool) -> bool:
        return (down or right) if a == ANY else both and b != ANY and a in (b, ONE)

    return _from_the_ends(wide, narrow, takes)


def _from_the_ends(one: Wild, other: Wild, rule: Callable[[Wild, Wild, bool, bool, bool], bool]) -> bool:
    """Judge all pairs of tails, shortest first.

    `rule` gets the first character of both (none at an end), and what was found without that of `one`, without that
    of `other`, and without either.
    """
    known: defaultdict[tuple[int, int], bool] = defaultdict(bool)
    for i in range(len(one), -1, -1):
        for j in range(len(other), -1, -1):
            heads = one[i : i + 1], other[j : j + 1]
            tails = known[i + 1, j], known[i, j + 1], known[i + 1, j + 1]
            known[i, j] = heads == ((), ()) or rule(*heads, *tails)
    return known[0, 0]
