"""Changed objects in full, before and after at once: what a reviewer reads beside the statements.

A part of a table has one line, as `constraint t_pkey PRIMARY KEY (id)`; what PostgreSQL renders itself, as a view or a
function, has its lines. Facts that are as usual are left out, unless they are what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from difftool.diff.scope import root
from difftool.model.catalog import CLASSES, Catalog, CatalogObject, Ident
from difftool.model.change import Change
from difftool.model.plan import Definition
from difftool.sql.quote import identifier

Differing = Mapping[Ident, Iterable[str]]
"""the facts by which an object differs"""

_ORDER = ("column", "constraint", "index", "trigger", "rule", "policy")
_USUAL: Mapping[str, Any] = {
    **dict.fromkeys(("validated", "enforced", "local", "valid", "index_valid", "permissive"), True),
    "persistence": "permanent",
    "access_method": "heap",
    "enabled": "yes",
}
_TOLD = {
    "column": ("type", "collation", "not_null", "default", "generated", "expression", "identity"),
    "constraint": ("type", "definition"),
    "function": ("definition", "returns", "arguments"),
    "procedure": ("definition", "returns", "arguments"),
}
"""facts that the lines of a kind hold anyway"""


def definitions(changes: Iterable[Change], before: Catalog, after: Catalog) -> tuple[Definition, ...]:
    """One for each outermost object in which something differs, by name."""
    known = {change.ident: change for change in changes}
    differing = {ident: change.facts.keys() for ident, change in known.items()}
    changed = sorted({_root(change, before, after) for change in known.values()})
    sides = [(catalog, _families(catalog, changed, before)) for catalog in (before, after)]
    return tuple(
        Definition(str(ident), _diff(*(_lines(ident, *side, differing) for side in sides))) for ident in changed
    )


def described(ident: Ident, catalog: Catalog) -> tuple[str, ...]:
    """The lines of an outermost object; none where it is not there."""
    return tuple(line.rstrip() for line in _lines(ident, catalog, _families(catalog, (ident,), catalog), {}))


def _root(change: Change, before: Catalog, after: Catalog) -> Ident:
    return root((after if change.after else before).objects, change.ident)


Families = Mapping[Ident, list[CatalogObject]]
"""what has a parent, by its outermost one"""


def _families(catalog: Catalog, outermost: Iterable[Ident], before: Catalog) -> Families:
    return {ident: sorted(_parts(catalog, ident), key=lambda part: _place(part, before)) for ident in outermost}


def _parts(catalog: Catalog, ident: Ident) -> Iterator[CatalogObject]:
    """All that follows it, however far."""
    for part in catalog.parts(ident):
        if not part.notes.get("folded"):
            yield part
        yield from _parts(catalog, part.ident)


def _place(part: CatalogObject, before: Catalog) -> tuple[int, bool, int, str]:
    """By kind; columns as they stood, new ones below the others: that they stand in another order is no difference."""
    rank = _ORDER.index(part.ident.kind) if part.ident.kind in _ORDER else len(_ORDER)
    position = before.objects.get(part.ident, part).notes.get("position", 0)
    return rank, part.ident not in before.objects, int(position), str(part.ident)


def _diff(before: list[str], after: list[str]) -> str:
    """Lines that begin with `-`, `+` or a space, the unchanged ones all there."""
    lines: list[str] = []
    for _, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = before[start:end] == after[new_start:new_end]
        lines += [f"{' ' if same else '-'} {line}" for line in before[start:end]]
        lines += [] if same else [f"+ {line}" for line in after[new_start:new_end]]
    return "\n".join(line.rstrip() for line in lines)


def _lines(ident: Ident, catalog: Catalog, families: Families, differing: Differing) -> list[str]:
    thing = catalog.objects.get(ident)
    if thing is None:
        return []
    return [*_own(thing, differing), *(line for part in families.get(ident, ()) for line in _part(part, differing))]


def _own(thing: CatalogObject, differing: Differing) -> list[str]:
    """PostgreSQL's own statement, where there is one; the name, and the facts below it, where there is none."""
    definition = str(thing.notes.get("definition", ""))
    head = definition.strip("\n").splitlines() or [f"{thing.ident.kind.replace('_', ' ')} {_in_line(thing.address)}"]
    return [*head, *(line for fact in _facts(thing, differing) for line in _indented(fact))]


def _part(part: CatalogObject, differing: Differing) -> Iterator[str]:
    if part.facts.get("type") == "not null" and not differing.get(part.ident):
        return  # its column says so
    facts = ", ".join(_facts(part, differing))
    words = _column(part) if part.ident.kind == "column" else _named(part)
    yield from _indented(f"{words} ({facts})" if facts else words)


def _indented(text: str) -> Iterator[str]:
    """What goes on over several lines is further in, so that no part of a text is taken for another thing's line."""
    first, *rest = text.splitlines() or [""]
    yield from (f"  {first}", *(f"    {line}" for line in rest))


def _in_line(name: str) -> str:
    return "\\n".join(name.splitlines())


def _named(part: CatalogObject) -> str:
    definition = str(part.facts.get("definition", ""))
    kind = part.ident.kind.replace("_", " ")
    name = _in_line(identifier(part.ident.part or part.ident.name))
    return definition if definition.startswith("CREATE ") else f"{kind} {name} {definition}".rstrip()


def _column(column: CatalogObject) -> str:
    facts = column.facts
    words = ["column", _in_line(identifier(column.ident.part)), str(facts.get("type", ""))]
    words += [f"collate {facts['collation']}"] if facts.get("collation") else []
    words += ["not null"] if facts.get("not_null") else []
    words += [f"default {facts['default']}"] if facts.get("default") is not None else []
    words += [f"generated always as ({facts['expression']}) {facts['generated']}"] if facts.get("generated") else []
    words += [f"generated {facts['identity']} as identity"] if facts.get("identity") else []
    return " ".join(filter(None, words))


def _facts(thing: CatalogObject, differing: Differing) -> Iterator[str]:
    """As `row security: true`; owner, privileges and comment only where they are what differs."""
    told = _TOLD.get(thing.ident.kind, ("definition",))
    changed = set(differing.get(thing.ident, ()))
    for name, value in sorted(thing.facts.items()):
        quiet = name in CLASSES or name == "sequence" or value in (_USUAL.get(name), *_nothing(name))
        if name not in told and (name in changed or not quiet):
            yield f"{name.replace('_', ' ')}: {_value(value)}"


def _nothing(name: str) -> tuple[Any, ...]:
    return () if name in _USUAL else (None, "", False, [], {})


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_value(each)}" for key, each in sorted(value.items()))
    return str(value)
