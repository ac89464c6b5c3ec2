"""Asks the rows of a database what the way to a target would ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from difftool.diff.compare import compare
from difftool.model.plan import Finding
from difftool.pg.catalog.read import read_catalog
from difftool.pg.probe import ask
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.planning.questions import Question, questions

EMPTY = """
do $$ declare name text; begin
  for name in select oid::regclass from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
  loop execute format('truncate %s cascade', name); end loop;
end $$
"""


@contextmanager
def copied(shadow: Shadow, template: Scratch) -> Iterator[Session]:
    scratch = shadow.create(template=template.name)
    try:
        with scratch.open() as session:
            yield session
    finally:
        shadow.drop(scratch)


def asked(live: Session, target: Session) -> tuple[Question, ...]:
    here, there = read_catalog(live), read_catalog(target)
    return questions(compare(here, there), here, there)


def findings(live: Session, target: Session, examples: int | None = 5) -> tuple[Finding, ...]:
    return ask(live, asked(live, target), examples)


def troubles(live: Session, target: Session) -> list[Finding]:
    """The findings that would stop a plan."""
    return [finding for finding in findings(live, target) if finding.count and not finding.resolved_by]


def made(new_database: Callable[[], Session], *statements: str) -> Session:
    session = new_database()
    for statement in statements:
        session.execute(statement)
    return session
