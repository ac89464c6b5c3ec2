"""An index or constraint that changes: the new one is ready before the old one goes, and takes its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from difftool.diff.drops import drop
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.plan import Phase, Probe
from difftool.planning.draft import Draft, Piece, Relation
from difftool.planning.forms import form_of
from difftool.planning.retyping.candidates import is_carried
from difftool.planning.retyping.carried import Shown, carried
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.swap import Swap


@dataclass(frozen=True, slots=True)
class Replaced:
    """`statements`, which commit together, drop an object of a table and make the target's `thing` under its name."""

    thing: CatalogObject
    relation: Relation
    statements: tuple[str, ...]


def replaced(pieces: Sequence[Piece], live: Catalog, target: Catalog, online: Online) -> Iterator[Replaced]:
    """On large tables, where nothing else is done in the same transaction."""
    for span in sorted({piece.span for piece in pieces} - {0}):
        statements = tuple(piece.statement for piece in pieces if piece.span == span)
        relation, ident = _about(statements)
        was, thing = live.objects.get(ident), target.objects.get(ident)
        alone = online.is_large(relation) and relation not in (*online.partitions, *online.whole_keys)
        if was and thing and statements[0] == drop(was) and alone and is_carried(thing):
            yield Replaced(thing, relation, statements)


def _about(statements: Sequence[str]) -> tuple[Relation, Ident]:
    """What the second of two statements makes; comments may follow. An ident without a name for all others."""
    forms = [form_of(text) for text in statements]
    made = forms[1] if len(forms) > 1 and all(form.node == "CommentStmt" for form in forms[2:]) else forms[0]
    schema, table = made.relation
    if made.node == "IndexStmt":
        return made.relation, Ident("index", schema, made.member)
    if "AT_AddConstraint" in made.actions:
        return made.relation, Ident("constraint", schema, table, made.member)
    return made.relation, Ident("", "", "")


def without_gap(each: Replaced, shown: Shown, asserts: Mapping[str, Probe]) -> Swap:
    """`asserts` are probes by object (in words): the new one's is asked before it is made."""
    part, name = carried(each.thing, shown), str(each.thing.ident)
    probes = (asserts[name],) if name in asserts else ()
    ready = (replace(part.ready[0], probes=probes), *part.ready[1:])
    exchange = Draft(Phase.SWAP, (*part.gone, *part.taken), each.relation, asked=frozenset({name}))
    told = frozenset({*each.statements, *part.taken})  # a comment that comes with it need not come by itself
    return Swap(told, ready, exchange)
