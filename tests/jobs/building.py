"""Databases made of a text of SQL."""

from __future__ import annotations

from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.sql.split import split


def built(shadow: Shadow, text: str) -> Scratch:
    scratch = shadow.create()
    with scratch.open() as session:
        run_all(session, text)
    return scratch


def run_all(session: Session, text: str) -> None:
    """Statement by statement, as psql does: some must not share a transaction."""
    for piece in split(text):
        session.execute(piece.text)
