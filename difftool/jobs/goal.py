"""A database in the shadow that something else is to become: read once, asked often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import psycopg2.extras

from difftool.diff import engine
from difftool.diff.rendered import Rendered, rendered
from difftool.diff.scope import within
from difftool.model.catalog import Catalog, Comparing
from difftool.model.profile import Scope
from difftool.pg.catalog.read import read_catalog
from difftool.pg.dump import dump
from difftool.pg.guarded import Precious, precious
from difftool.pg.shadow import Scratch


@dataclass(frozen=True, slots=True)
class Goal:
    """`catalog` is narrowed to `scope`; `rendered` holds PostgreSQL's own CREATE statements for what is in it.

    `keep` is what has storage there: no way to the goal may destroy it. `inspection` is migra's view.
    """

    scratch: Scratch
    scope: Scope
    comparing: Comparing
    catalog: Catalog
    rendered: Rendered
    inspection: Any
    keep: Precious
    labels_kept: bool = False
    """whether enums have more labels here than in the scratch database, as on the way back"""


def with_labels(before: Goal, target: Goal) -> Goal:
    """The way back's goal: enums keep the labels that they were given, for none can be taken out again."""
    objects = {
        ident: replace(thing, facts=target.catalog.objects[ident].facts)
        if ident.kind == "enum" and ident in target.catalog.objects
        else thing
        for ident, thing in before.catalog.objects.items()
    }
    catalog = replace(before.catalog, objects=objects)
    return replace(before, catalog=catalog, labels_kept=objects != before.catalog.objects)


def goal_of(scratch: Scratch, scope: Scope, comparing: Comparing, catalog: Catalog | None = None) -> Goal:
    """Read what converging needs to know of the database behind `scratch`."""
    with scratch.open() as session:
        whole = catalog or read_catalog(session)
        with session.connection.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor) as cursor:
            inspection = engine.inspect(cursor)
        keep = precious(session)
    narrowed = within(whole, scope)
    entries = ((entry.classid, entry.objid, entry.sql) for entry in dump(scratch.dsn))
    return Goal(scratch, scope, comparing, narrowed, rendered(narrowed, entries), inspection, keep)
