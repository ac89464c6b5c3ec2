"""Proven statements as one script for psql, with its own BEGIN and COMMIT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from difftool.planning.draft import Piece


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


def script(parts: Iterable[Transaction], losses: Iterable[str]) -> str:
    """Runs as it is under `psql -X -v ON_ERROR_STOP=1`; what loses data is said at the top."""
    lines = [f"-- loses data: {loss}".replace("\n", " ") for loss in losses]
    lines.append("SET check_function_bodies = off;")
    for part in parts:
        body = [f"{statement};" for statement in part.statements]
        lines += ["", *body] if part.alone else ["", "BEGIN;", *body, "COMMIT;"]
    return "\n".join(lines) + "\n"
