"""Migrations that other tools keep, replayed in the shadow: on top of stand-ins for what they expect to be there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from difftool.diff.scope import root
from difftool.errors import SnapshotError
from difftool.model.catalog import Catalog, Ident
from difftool.model.migration import Migration
from difftool.model.profile import External, SnapshotFile
from difftool.pg.catalog.read import read_catalog
from difftool.pg.externals import build_externals
from difftool.pg.hosted import extension, make_roles, supabase, unavailable
from difftool.pg.load import load
from difftool.pg.names import parts
from difftool.pg.outside import OWNER
from difftool.pg.shadow import LOADER, Scratch, Shadow
from difftool.sql.migration_routes import migration_route
from difftool.sql.parse import Form, kind_of
from difftool.sql.references import outside
from difftool.sql.routes import Route, Routed
from difftool.sql.split import split

_OF_PSQL = re.compile(r"^\\(set|unset|echo|qecho|timing|pset|encoding)\b.*$", re.MULTILINE)
"""its commands that say nothing about the schema"""
_SUPABASE = re.compile(
    r"\b(auth|storage|extensions)\s*\.\s*\w|schema\s+extensions\b|\bsupabase_realtime\b", re.IGNORECASE
)
_ITSELF = re.compile(r"create\s+schema\s+(if\s+not\s+exists\s+)?\"?auth\b", re.IGNORECASE)
_HOSTED = ("auth", "storage", "extensions")


@dataclass(frozen=True, slots=True)
class Ground:
    """A database of the shadow before the first migration. `stand_ins` are all that is there; `said` tells of it."""

    shadow: Shadow
    scratch: Scratch
    stand_ins: frozenset[Ident]
    said: tuple[str, ...]
    absent: frozenset[str]
    """extensions that this server does not have, and that are stubs"""
    search_path: str

    def run(self, file: SnapshotFile, scratch: Scratch | None = None) -> None:
        """One migration. Raises SnapshotError with file and line."""
        try:
            load(self.shadow, scratch or self.scratch, [_plain(file)], self.search_path, admit=self._route)
        except SnapshotError as error:
            missing, declare, _ = error.message.partition("; if it is somebody else's")
            if not declare:
                raise
            raise SnapshotError(
                f"{missing}: no migration here makes it, no foreign key names it", where=error.where
            ) from error

    def _route(self, form: Form) -> Routed:
        known = form.kind == "CreateExtensionStmt" and form.tree.get("extname") in self.absent
        return Routed(Route.IGNORED) if known else migration_route(form)

    def read(self) -> Catalog:
        with self.scratch.open() as session:
            return read_catalog(session)

    def made(self, catalog: Catalog) -> tuple[Ident, ...]:
        """The whole objects that migrations made."""
        return tuple(i for i, found in catalog.objects.items() if found.parent is None and i not in self.stand_ins)

    def hung_on(self, catalog: Catalog) -> tuple[Ident, ...]:
        """What migrations made on stand-ins: a trigger on auth.users."""
        theirs = {i for i in catalog.objects if root(catalog.objects, i) in self.stand_ins}
        return tuple(sorted(theirs - self.stand_ins))


def prepare(shadow: Shadow, migrations: Sequence[Migration], declared: Sequence[External] = ()) -> Ground:
    """Stand-ins for what the migrations use and do not make: by foreign keys, by Supabase's names, as extensions.

    `declared` is known from elsewhere; it is only built where no migration makes it.
    """
    files = [_plain(migration.up) for migration in migrations]
    statements = [piece.text for file in files for piece in split(file.text, file.name)]
    on_supabase = any(_SUPABASE.search(file.text) for file in files) and not any(map(_ITSELF.search, statements))
    extensions = _absent(shadow, statements, "extensions" if on_supabase else "public")
    tables = tuple(e for e in outside(statements, declared) if not (on_supabase and parts(e.name)[0] in _HOSTED))
    scratch = shadow.create()
    make_roles(shadow)
    if on_supabase:
        load(shadow, scratch, supabase(), "public")
    for name, schema in extensions.items():
        load(shadow, scratch, extension(name, schema), schema)
    build_externals(shadow, scratch, tables, None)
    with scratch.open() as session:
        if shadow.own:  # migrations alter what is theirs
            session.execute(f"reassign owned by {OWNER} to {LOADER}")
        stand_ins = frozenset(read_catalog(session).objects)
    said = [*(["supabase"] if on_supabase else []), *extensions, *map(_described, tables)]
    search_path = "public, extensions" if on_supabase else "public"
    return Ground(
        shadow, scratch, stand_ins, tuple(f"stand-in: {what}" for what in said), frozenset(extensions), search_path
    )


def _absent(shadow: Shadow, statements: Sequence[str], default: str) -> dict[str, str]:
    """Extensions that are created and that this server lacks -> the schema in which they are to be."""
    lacking = unavailable(shadow)
    forms = [form for text in statements if (form := kind_of(text)).kind == "CreateExtensionStmt"]
    return {
        form.tree["extname"]: str(form.options().get("schema") or default)
        for form in forms
        if form.tree["extname"] in lacking
    }


def _described(external: External) -> str:
    columns = f" ({', '.join(external.columns)})" if external.columns else ""
    return f"{external.kind} {external.name}{columns}"


def _plain(file: SnapshotFile) -> SnapshotFile:
    """Without psql's own settings; lines keep their numbers."""
    return SnapshotFile(file.name, _OF_PSQL.sub("", file.text))
