"""Rows of the database that a script begins with, which would stop it: asked before it is given to anybody."""

from __future__ import annotations

from dataclasses import replace

import psycopg2

from difftool.errors import DataRefused, LimitReached
from difftool.model.catalog import Catalog
from difftool.model.change import Change
from difftool.pg.probe import ask
from difftool.pg.session import Session
from difftool.planning.stopping import stopping
from difftool.report.layout import counted
from difftool.report.refusal import refusal_text

EXAMPLES = 3


def refuse_stopped(
    session: Session, changes: tuple[Change, ...], live: Catalog, target: Catalog, search_path: str
) -> tuple[str, ...]:
    """A sentence where the rows cannot be asked. Raises DataRefused with counts and keys where they are in the way."""
    asked = stopping(changes, replace(live, version=session.version), target)
    try:
        findings = ask(session, asked, EXAMPLES, search_path)
    except (psycopg2.Error, LimitReached) as error:
        return (f"the rows were not asked whether they fit: {str(error).strip().splitlines()[0]}",)
    in_the_way = [replace(finding, remedy=()) for finding in findings if finding.count and finding.of]
    if in_the_way:
        rows = counted(sum(finding.count for finding in in_the_way), "row")
        headline = f"refused: {rows} of FROM would stop the script; a plan (difftool plan) can say what becomes of such"
        raise DataRefused(headline, details=refusal_text(in_the_way))
    return ()
