"""A database in the shadow that something else is to become: read once, asked often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import psycopg2.extras

from difftool.diff import engine
from difftool.diff.rendered import Rendered, rendered
from difftool.diff.scope import within
from difftool.model.catalog import CLASSES, Catalog, Comparing, Facts
from difftool.model.profile import Scope
from difftool.pg.archive import Entry
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import dump
from difftool.pg.guarded import Precious, precious
from difftool.pg.shadow import Scratch
from difftool.pg.stand_in import SUPERUSER, StandIn


@dataclass(frozen=True)
class Views:
    """How others see the database: read when it is first asked for, and once for all goals that are made of it."""

    built: Callable[[], Scratch]
    told: tuple[Entry, ...] = ()
    """what it was made from, if nothing else went into it: pg_dump would say the same"""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What pg_dump says of it."""
        return self.told or self.dumped

    @cached_property
    def dumped(self) -> tuple[Entry, ...]:
        """The same, asked of the database itself."""
        return dump(self.built().dsn)

    @cached_property
    def inspection(self) -> Any:
        """What migra sees of it."""
        with (
            self.built().open() as session,
            session.without_path(),
            session.connection.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor) as cursor,
        ):
            return engine.inspected(cursor)


@dataclass(frozen=True)
class Goal:
    """`catalog` is `whole` narrowed to `scope`; `keep` is what has storage there: no way to the goal may destroy it.

    `built` gives the database, always the same one, which may be made when it is first asked for.
    """

    built: Callable[[], Scratch]
    scope: Scope
    comparing: Comparing
    catalog: Catalog
    keep: Precious
    whole: Catalog
    views: Views
    labels_kept: bool = False
    """whether enums have more labels here than in the scratch database, as on the way back"""
    applier: StandIn = SUPERUSER
    """who will do on live what is tried here"""
    others: tuple[bytes, ...] = ()
    """marks of managed objects that were left out, for nothing happens to them on the way to the goal"""

    @property
    def scratch(self) -> Scratch:
        return self.built()

    @property
    def copied(self) -> Catalog | None:
        """What a fresh copy of the scratch database holds, oids and all; None where it was given rights since."""
        return None if self.applier.role else self.whole

    @cached_property
    def rendered(self) -> Rendered:
        """PostgreSQL's own CREATE statements for what is in the catalog."""
        return rendered(self.catalog, ((entry.classid, entry.objid, entry.sql) for entry in self.views.entries))


def with_labels(before: Goal, target: Goal) -> Goal:
    """The way back's goal: enums keep the labels that they were given, for none can be taken out again.

    An index that was invalid stays valid: nobody wants the broken one back.
    """
    objects = {
        ident: thing._replace(facts={**thing.facts, **_kept(target.catalog.objects[ident].facts)})
        if ident in target.catalog.objects and (ident.kind == "enum" or thing.facts.get("valid") is False)
        else thing
        for ident, thing in before.catalog.objects.items()
    }
    if objects == before.catalog.objects:
        return before
    return replace(before, catalog=replace(before.catalog, objects=objects), labels_kept=True)


def _kept(facts: Facts) -> Facts:
    """What stays as the plan has left it; the owner and the like go back."""
    return {name: value for name, value in facts.items() if name not in CLASSES}


def goal_of(
    scratch: Scratch, scope: Scope, comparing: Comparing, whole: Catalog | None = None, views: Views | None = None
) -> Goal:
    """Read what converging needs to know of the database behind `scratch`; `whole`, `views` where that is known."""
    with scratch.open() as session:
        read = whole or read_catalog(session)
        seen = views or Views(lambda: scratch)
        return Goal(lambda: scratch, scope, comparing, within(read, scope), precious(session), read, seen)
