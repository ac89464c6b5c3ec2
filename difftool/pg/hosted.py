"""Stand-ins for what a hosted database has before the first migration: Supabase's objects, absent extensions."""

from __future__ import annotations

from importlib.resources import files

from difftool.model.profile import SnapshotFile
from difftool.pg.shadow import Role, Shadow
from difftool.sql.quote import identifier

_ROLES = ("postgres", "anon", "authenticated", "service_role", "authenticator", "supabase_admin", "supabase_auth_admin")
EXTENSIONS = ("uuid-ossp", "pgcrypto")
"""for which there is a stand-in"""


def unavailable(shadow: Shadow) -> frozenset[str]:
    """Of EXTENSIONS, those that this server does not have, or of which it only knows the names."""
    asked = "select name from pg_catalog.pg_available_extensions where default_version <> 'stub'"
    return frozenset(EXTENSIONS) - {name for (name,) in shadow.maintenance.rows(asked)}


def make_roles(shadow: Shadow) -> None:
    """In a server of ours; in another one, migrations find the roles that it has."""
    if shadow.own:
        shadow.create_roles(Role(name) for name in _ROLES)


def stand_in(name: str, schema: str = "public") -> tuple[SnapshotFile, ...]:
    """SQL for `supabase`, or for an extension in a schema."""
    text = (files("difftool.pg") / "stand_ins" / f"{name}.sql").read_text(encoding="utf-8")
    made = f"create schema if not exists {identifier(schema)};\n"
    return (SnapshotFile(f"the stand-in for {name}", made + text),)
