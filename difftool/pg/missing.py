"""Why a statement of a snapshot failed, in one line, and the line of the profile that would help."""

from __future__ import annotations

import re

import psycopg2

from difftool.errors import SnapshotError
from difftool.sql.split import Piece

_MISSING = re.compile(
    r'(?P<kind>relation|type|schema|role|function|procedure|extension) "?(?P<name>[^"(]+)"?(?P<args>\([^)]*\))?'
    r" (does not exist|is not available)"
)


def worded(error: psycopg2.Error, piece: Piece) -> SnapshotError:
    """PostgreSQL's message and hint, at the line of the file that it is about."""
    diag = error.diag
    message = diag.message_primary or str(error).strip().split("\n", maxsplit=1)[0]
    position = int(diag.statement_position) if diag.statement_position else None
    parts = [message, diag.message_detail, diag.message_hint]
    line = "; ".join(" ".join(part.split()) for part in parts if part)
    missing = _MISSING.search(message)
    if not missing:
        return SnapshotError(line, where=piece.where(position))
    if missing["kind"] == "extension":
        remedy = "name a server that has it with --shadow URL"
        return SnapshotError(f"{line}; {remedy}", where=piece.where(position))
    kind, name, arguments = missing["kind"], missing["name"], missing["args"] or ""
    used = re.search(rf'\b"?{re.escape(name)}"?\.(\w+)\s*(\()?', piece.text) if kind == "schema" else None
    if used:
        kind, name = "function" if used[2] else "relation", f"{name}.{used[1]}"
    return SnapshotError(
        f"{line}; if it is somebody else's, declare it in the profile",
        where=piece.where(position),
        details=("externals:", f"  {_declaration(kind, name, arguments)}"),
    )


def _declaration(kind: str, name: str, arguments: str) -> str:
    """The line of `externals:`, with words in capitals where the reader knows more."""
    full = name if "." in name or kind in ("role", "schema") else f"public.{name}"
    if kind == "relation":
        return f"{full}: {{columns: {{id: uuid}}, key: [id], needs: [select, references]}}"
    if kind in ("function", "procedure"):
        return f"function {full}{arguments or '()'}: {{returns: TYPE}}"
    return f"{kind} {full}: {{}}"
