"""What a hosted database has before the first migration, made up: Supabase's objects, extensions that are not here."""

from __future__ import annotations

from importlib.resources import files

from difftool.model.profile import SnapshotFile
from difftool.pg.roles import Role
from difftool.pg.shadow import Shadow
from difftool.pg.stubs.pretending import STUBS, pretending
from difftool.sql.quote import identifier

_ROLES = ("postgres", "anon", "authenticated", "service_role", "authenticator", "supabase_admin", "supabase_auth_admin")


def unavailable(shadow: Shadow) -> frozenset[str]:
    """Of STUBS, those that this server does not have, or of which it only knows the names."""
    asked = "select name from pg_catalog.pg_available_extensions where default_version <> 'stub'"
    return frozenset(STUBS) - {name for (name,) in shadow.maintenance.rows(asked)}


def make_roles(shadow: Shadow) -> None:
    """In a server of ours; in another one, migrations find the roles that it has."""
    if shadow.own:
        shadow.create_roles(Role(name) for name in _ROLES)


def supabase() -> tuple[SnapshotFile, ...]:
    text = (files("difftool.pg") / "supabase.sql").read_text(encoding="utf-8")
    return (SnapshotFile("the stand-in for supabase", text),)


def extension(name: str, schema: str) -> tuple[SnapshotFile, ...]:
    """One of STUBS, as functions in a schema, which answer something."""
    made = f"create schema if not exists {identifier(schema)};\n"
    return (SnapshotFile(f"the stub of {name}", made + pretending(name)),)
