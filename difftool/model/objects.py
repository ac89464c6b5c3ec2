"""One object of a database: how it is named, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Facts = Mapping[str, Any]

CLASSES = ("owner", "privileges", "comment")
"""Facts that a snapshot may leave unstated: they are compared only where it states them."""

ROUTINES = ("function", "procedure", "aggregate")


class Ident(NamedTuple):
    """Names one object. `schema` is empty for kinds without one.

    `name` is unquoted; routines carry their identity arguments, as in `f(integer)`. `part` names what lives inside
    a relation, type or the like: a column, constraint, trigger, policy or rule.
    """

    kind: str
    schema: str
    name: str
    part: str = ""

    @property
    def bare(self) -> str:
        """A routine's name without its arguments: these begin with the last parenthesis that stands in no quotes."""
        quoted = False
        for place in range(len(self.name) - 1, -1, -1) if self.kind in ROUTINES else ():
            if self.name[place] == '"':
                quoted = not quoted
            elif self.name[place] == "(" and not quoted:
                return self.name[:place]
        return self.name

    def __str__(self) -> str:
        where = f"{self.schema}.{self.name}" if self.schema else self.name
        return f"{self.kind.replace('_', ' ')} {where}" + (f".{self.part}" if self.part else "")


class CatalogObject(NamedTuple):
    """One object: what it is (`facts`, compared) and what was merely noticed (`notes`, never compared).

    `address` is the quoted, qualified name that COMMENT ON and ALTER take after the kind, as
    pg_identify_object renders it: `public.t`, `public.t.c`, `ck on public.t`, `public.f(integer)`.
    `parent` is the object that this one follows in scope and in drops: a column's or an index's table.
    `oid` is (classid, objid, objsubid), meaningful only in the database it was read from.

    Facts hold JSON values only. The class facts `owner`, `privileges` (sorted list of "grantee=PRIV,PRIV*"; `*` is
    the grant option; the owner as grantee is written "owner") and `comment` are present where PostgreSQL has them.
    Notes: `position` (columns), `stated` (which of CLASSES are not at their default here), `definition`
    (PostgreSQL's own CREATE statement, where it renders one), `words` (conditions that the facts tell in simpler ones),
    `rows` and `bytes` (tables of live, estimates).
    """

    ident: Ident
    address: str
    oid: tuple[int, int, int]
    facts: Facts
    parent: Ident | None = None
    notes: Facts = MappingProxyType({})

    def in_words(self, fact: str) -> str:
        """A condition as PostgreSQL shows it; the fact is for comparing, and may be put more simply."""
        return str(self.notes.get("words", {}).get(fact, self.facts[fact]))
