"""Proven statements as one script for psql, with its own BEGIN and COMMIT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from difftool.planning.draft import Piece
from difftool.sql.quote import literal


@dataclass(frozen=True, slots=True)
class Transaction:
    """Statements that commit together; `alone` is the one that must not wait for others."""

    statements: tuple[str, ...]
    alone: bool = False


def transactions(pieces: Sequence[Piece]) -> tuple[Transaction, ...]:
    """As few as possible: only what must commit before it is used stands alone."""
    parts: list[Transaction] = []
    for piece in pieces:
        if piece.alone or not parts or parts[-1].alone:
            parts.append(Transaction((piece.statement,), piece.alone))
        else:
            parts[-1] = Transaction((*parts[-1].statements, piece.statement))
    return tuple(parts)


def settings(search_path: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """What the statements are proven under, and run under whatever the database or the role has set."""
    said = (f"SET {name} = {literal(value)}" for name, value in others.items())
    return ("SET check_function_bodies = off", f"SET search_path = {search_path}", *said)


def script(parts: Iterable[Transaction], first: Iterable[str], losses: Iterable[str]) -> str:
    """Runs as it is under `psql -X -v ON_ERROR_STOP=1`; what loses data is said at the top, then come `first`."""
    lines = [f"-- loses data: {loss}".replace("\n", " ") for loss in losses]
    lines += [f"{statement};" for statement in first]
    for part in parts:
        body = [f"{statement};" for statement in part.statements]
        lines += ["", *body] if part.alone else ["", "BEGIN;", *body, "COMMIT;"]
    return "\n".join(lines) + "\n"
