"""Migrations that other tools keep, replayed in the shadow: on top of stand-ins for what they expect to be there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from difftool.diff.scope import root
from difftool.model.catalog import Catalog, Ident
from difftool.model.migration import Migration
from difftool.model.profile import External, SnapshotFile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.externals import build_externals
from difftool.pg.hosted import make_roles, stand_ins, unavailable
from difftool.pg.load import load
from difftool.pg.names import parts
from difftool.pg.outside import OWNER
from difftool.pg.shadow import LOADER, Scratch, Shadow
from difftool.sql.migration_routes import migration_route
from difftool.sql.parse import Form
from difftool.sql.references import outside
from difftool.sql.routes import Route, Routed
from difftool.sql.split import split

_OF_PSQL = re.compile(r"^\\(set|unset|echo|qecho|timing|pset|encoding)\b.*$", re.MULTILINE)
"""its commands that say nothing about the schema"""
_SUPABASE = re.compile(r"\b(auth|storage|extensions)\s*\.\s*\w|\bsupabase_realtime\b", re.IGNORECASE)
_HOSTED = ("auth", "storage", "extensions")


@dataclass(frozen=True, slots=True)
class Ground:
    """A database of the shadow before the first migration. `stubs` is all that is there; `said` tells of it."""

    shadow: Shadow
    scratch: Scratch
    stubs: frozenset[Ident]
    said: tuple[str, ...]
    absent: frozenset[str]
    """extensions that this server does not have, and for which there is a stand-in"""

    def run(self, file: SnapshotFile, scratch: Scratch | None = None) -> None:
        """One migration. Raises SnapshotError with file and line."""
        load(self.shadow, scratch or self.scratch, [_plain(file)], "public", admit=self._route)

    def _route(self, form: Form) -> Routed:
        known = form.kind == "CreateExtensionStmt" and form.tree.get("extname") in self.absent
        return Routed(Route.IGNORED) if known else migration_route(form)

    def read(self) -> Catalog:
        with self.scratch.open() as session:
            return read_catalog(session)

    def made(self, catalog: Catalog) -> tuple[Ident, ...]:
        """The whole objects that migrations made."""
        return tuple(i for i, found in catalog.objects.items() if found.parent is None and i not in self.stubs)

    def hung_on(self, catalog: Catalog) -> tuple[Ident, ...]:
        """What migrations made on stand-ins: a trigger on auth.users."""
        theirs = {i for i in catalog.objects if root(catalog.objects, i) in self.stubs}
        return tuple(sorted(theirs - self.stubs))


def prepare(shadow: Shadow, migrations: Sequence[Migration], declared: Sequence[External] = ()) -> Ground:
    """Stand-ins for what the migrations use and do not make: by foreign keys, by Supabase's names, as extensions.

    `declared` is known from elsewhere; it is only built where no migration makes it.
    """
    texts = [_plain(migration.up).text for migration in migrations]
    statements = [
        piece.text for migration in migrations for piece in split(_plain(migration.up).text, migration.up.name)
    ]
    absent = frozenset(name for name in unavailable(shadow) if any(_creates(text, name) for text in texts))
    named = [*(["supabase"] if any(map(_SUPABASE.search, texts)) else []), *sorted(absent)]
    hosted = _HOSTED if "supabase" in named else ()
    tables = tuple(e for e in outside(statements, declared) if parts(e.name)[0] not in hosted or e.kind == "role")
    scratch = shadow.create()
    make_roles(shadow)
    load(shadow, scratch, stand_ins(named), "public")
    build_externals(shadow, scratch, tables, None)
    with scratch.open() as session:
        if shadow.own:  # migrations alter what is theirs
            session.execute(f"reassign owned by {OWNER} to {LOADER}")
        stubs = frozenset(read_catalog(session).objects)
    said = (
        *(f"stand-in: {name}" for name in named),
        *(_said(e) for e in tables),
    )
    return Ground(shadow, scratch, stubs, said, absent)


def _said(external: External) -> str:
    columns = f" ({', '.join(external.columns)})" if external.columns else ""
    return f"stand-in: {external.kind} {external.name}{columns}"


def _creates(text: str, extension: str) -> bool:
    return re.search(rf'create\s+extension\b[^;]*"?{re.escape(extension)}\b', text, re.IGNORECASE) is not None


def _plain(file: SnapshotFile) -> SnapshotFile:
    """Without psql's own settings; lines keep their numbers."""
    return SnapshotFile(file.name, _OF_PSQL.sub("", file.text))
