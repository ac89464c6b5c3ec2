"""The index of a partitioned table: in each partition first, as on any table; then ONLY there, and they are attached.

In this order the way back meets the whole before its parts: what is attached cannot be dropped by itself.
https://www.postgresql.org/docs/current/ddl-partitioning.html, "Partition Maintenance".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from difftool.model.plan import Phase, Undo, UndoKind
from difftool.planning.draft import Draft, Piece, Relation
from difftool.planning.forms import Form, form_of
from difftool.planning.rewrites import Online
from difftool.planning.rewrites.swap import Swap
from difftool.sql.parse import kind_of
from difftool.sql.quote import identifier, qualified


@dataclass(frozen=True, slots=True)
class _Made:
    """The statement that makes an index, or a key with its index."""

    statement: str
    form: Form

    @property
    def undo(self) -> Undo:
        schema, _ = self.form.relation
        if self.form.node == "IndexStmt":
            return Undo(UndoKind.LOSSLESS, (f"DROP INDEX IF EXISTS {qualified(schema, self.form.member)}",))
        table, name = qualified(*self.form.relation), identifier(self.form.member)
        return Undo(UndoKind.LOSSLESS, (f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",))


def by_partition(pieces: Sequence[Piece], online: Online) -> Iterator[Swap]:
    """One for each index and key of a large partitioned table, of those that come with their partitions' own."""
    attached = dict(_attachments(pieces))
    made = {name: found for piece in pieces if not piece.span for name, found in _made(piece)}
    for root in sorted({whole for whole, _ in attached.values()} - attached.keys()):
        below = _below(root, attached)
        if root in made and all(name in made for name in below) and online.is_large(made[root].form.relation):
            yield _swap([made[name] for name in (root, *below)], [attached[name][1] for name in below], online)


def _attachments(pieces: Sequence[Piece]) -> Iterator[tuple[Relation, tuple[Relation, str]]]:
    """Of an index that is attached: to which one, and the statement."""
    for piece in pieces:
        if " ATTACH PARTITION " in piece.statement and not piece.span:
            tree = kind_of(piece.statement).tree
            if tree.get("objtype") == "OBJECT_INDEX":
                part = tree["cmds"][0]["AlterTableCmd"]["def"]["PartitionCmd"]["name"]
                yield _name(part), (_name(tree["relation"]), piece.statement)


def _name(relation: Mapping[str, str]) -> Relation:
    return relation.get("schemaname", ""), relation["relname"]


def _made(piece: Piece) -> Iterator[tuple[Relation, _Made]]:
    form = form_of(piece.statement)
    if form.node == "IndexStmt" or form.constraint in ("CONSTR_UNIQUE", "CONSTR_PRIMARY"):
        yield (form.relation[0], form.member), _Made(piece.statement, form)


def _below(root: Relation, attached: Mapping[Relation, tuple[Relation, str]]) -> list[Relation]:
    """All that is attached to it, and to that: the nearest first."""
    found, waiting = [], [root]
    while waiting:
        whole = waiting.pop(0)
        parts = [name for name, (other, _) in attached.items() if other == whole]
        found += parts
        waiting += parts
    return found


def _swap(tree: Sequence[_Made], attaching: Sequence[str], online: Online) -> Swap:
    """`tree` has the whole first, `attaching` the statements of all others."""
    hollow = [each for each in tree if each.form.relation in online.partitions]
    parts = [each for each in tree if each.form.relation not in online.partitions]
    before = [draft for each in parts for draft in _built(each, online)]
    before += [_draft(each) for each in reversed(hollow)]
    relation = tree[0].form.relation
    attach = Draft(Phase.ENFORCE, tuple(attaching), relation, alone=True)
    return Swap(frozenset({*attaching, *(each.statement for each in tree)}), tuple(before), attach)


def _built(each: _Made, online: Online) -> list[Draft]:
    drafts = online.drafts(each.statement, each.form) or [_draft(each, Phase.INDEX)]
    return [draft if draft.undo else replace(draft, undo=each.undo) for draft in drafts]


def _draft(each: _Made, phase: Phase = Phase.ENFORCE) -> Draft:
    return Draft(phase, (each.statement,), each.form.relation, undo=each.undo, alone=True)
