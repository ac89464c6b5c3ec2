"""The shadow: a throwaway server, or databases on a scratch server, where plans are tried out."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg2
from psycopg2.extensions import make_dsn, quote_ident

from difftool.errors import ConfigError, NoProvenPlan
from difftool.model.address import Address
from difftool.pg.binaries import discover
from difftool.pg.connection import reach, system_identifier, whoami
from difftool.pg.embedded import SHADOW_SUPERUSER, shadow_server
from difftool.pg.endless import LONGEST, endless_ended
from difftool.pg.roles import Role, require
from difftool.pg.session import Session

_NAMED = re.compile(r"\w+(://|\s*=)")
"""a URL or a connection string, not a folder"""

LOADER = "difftool_loader"
SAMPLER = "difftool_sampler"
"""writes sample rows: triggers and defaults run as a role without rights"""
PREFIX = "difftool_shadow_"
LEAVING = 0.1
"""seconds"""
CONNECTED = "select true from pg_catalog.pg_stat_activity where datname = %s limit 1"
NAMED_NOT_NULL = 18
"""the version from which NOT NULL is a constraint with a name"""
RENDERING = "-c timezone=UTC -c datestyle=ISO,MDY -c intervalstyle=postgres -c bytea_output=hex"
"""what the settings of a server of ours are, for one that is not"""


@dataclass(frozen=True, slots=True)
class Scratch:
    """One database of the shadow."""

    name: str
    dsn: str
    loader_dsn: str
    plain_not_null: bool = False
    """whether its catalog is read as before PostgreSQL 18, for a live database that is older"""

    def open(self) -> Session:
        """A session as superuser."""
        return Session.open(self.dsn, plain_not_null=self.plain_not_null)

    def open_as_loader(self) -> Session:
        """A session as the plain role that owns the database."""
        return Session.open(self.loader_dsn)


@dataclass(frozen=True, slots=True)
class Shadow:
    """A server on which databases named `difftool_shadow_*` are ours to create and drop.

    `own` says that we run it: then roles may be created there. On a server that was named to us nothing
    cluster-wide is created, and the loader is the role that was named.
    """

    maintenance: Session
    dsn: str
    origin: str
    own: bool
    superuser: str
    made: list[str] = field(default_factory=list)
    """the databases that this run created"""
    plain_not_null: bool = False
    """whether NOT NULL has no names for whom the proof is made: live is older than PostgreSQL 18"""

    @property
    def version(self) -> int:
        """server_version_num, as 180006."""
        return self.maintenance.version

    @property
    def major(self) -> int:
        return self.version // 10000

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> int:
        """Run a statement in the maintenance database."""
        return self.maintenance.execute(sql, parameters)

    def session(self, database: str) -> Session:
        """A session as superuser."""
        return Session.open(make_dsn(self.dsn, dbname=database))

    def create(self, template: str = "") -> Scratch:
        """A fresh database, empty or the copy of another (to which nobody may be connected then)."""
        name = PREFIX + secrets.token_hex(6)
        self.made.append(name)
        copying = " strategy file_copy" if self.version >= 150000 else ""  # noqa: PLR2004  # new in 15
        owner = f" owner {LOADER}" if self.own else ""
        if template:
            _let_leave(self.maintenance, template)
        self.execute(f"create database {name} template {template or 'template0'}{copying}{owner}")
        self.execute(f"revoke connect on database {name} from public")
        loader = {"user": LOADER} if self.own else {}
        dsn, loader_dsn = make_dsn(self.dsn, dbname=name), make_dsn(self.dsn, dbname=name, **loader)
        return Scratch(name, dsn, loader_dsn, self.plain_not_null)

    def drop(self, scratch: Scratch) -> None:
        """Drop it, whoever is connected; no error where it is gone already."""
        _drop(self.maintenance, scratch.name)

    @contextmanager
    def copied(self, template: Scratch) -> Iterator[Scratch]:
        """A copy of a database, to which nobody may be connected, that is dropped at the end."""
        scratch = self.create(template=template.name)
        try:
            yield scratch
        finally:
            self.drop(scratch)

    def create_roles(self, roles: Iterable[Role]) -> None:
        """Make each role, or give it these attributes where it is there.

        On a server that is not ours they must be there: PrivilegeMissing names the first that is not.
        """
        wanted = [
            r for r in roles if not r.name.startswith("pg_") and r.name not in (LOADER, SAMPLER, SHADOW_SUPERUSER)
        ]
        present = {name for (name,) in self.maintenance.rows("select rolname from pg_roles")}
        if not self.own:
            require(present, wanted)
            return
        for role in wanted:
            verb = "alter" if role.name in present else "create"
            self.execute(f"{verb} role {self.quote(role.name)} {role.attributes}")
            present.add(role.name)
        for role in wanted:
            for group in role.member_of:
                self.execute(f"grant {self.quote(group)} to {self.quote(role.name)}")

    def quote(self, name: str) -> str:
        return quote_ident(name, self.maintenance.connection)


@dataclass(frozen=True, slots=True)
class Shadows:
    """Shadows that are opened when they are first needed, one for each major version of live, and lent to many jobs.

    `where` as for `open_shadow`; all are closed with `stack`.
    """

    where: str
    stack: ExitStack
    opened: dict[tuple[int | None, str], Shadow] = field(default_factory=dict)
    _opening: Lock = field(default_factory=Lock)

    def of(self, live_major: int | None, live_system: str) -> Shadow:
        """A server that was named to us must be checked against every live one: it could be one of them."""
        key = (live_major, live_system if _NAMED.match(self.where) else "")
        with self._opening:
            if key not in self.opened:
                shadow = open_shadow(self.where, live_major=live_major, live_system=live_system)
                self.opened[key] = self.stack.enter_context(shadow)
            return self.opened[key]


@contextmanager
def open_shadow(
    where: str | Shadow | Shadows = "auto",
    *,
    live_major: int | None = None,
    live_system: str = "",
    cache: Path | None = None,
    longest: float = LONGEST,
) -> Iterator[Shadow]:
    """The shadow that `where` names: `auto`, a folder of a server's programs, or the URL of a scratch server.

    An open shadow is lent: what the borrower made in it is dropped afterwards. In a server of ours no statement takes
    longer than so many seconds. Raises ConfigError for a server that is older than live, or that is live itself.
    """
    if isinstance(where, Shadows):
        where = where.of(live_major, live_system)
    if isinstance(where, Shadow):
        with _tidied(replace(where, made=[])) as shadow:
            yield _new_enough(shadow, live_major)
        return
    if _NAMED.match(where):
        with _on_named_server(where, live_system) as shadow:
            yield _new_enough(shadow, live_major)
        return
    binaries = discover(live_major, "" if where == "auto" else where)
    with (
        shadow_server(binaries, cache, _prepare) as dsn,
        Session.open(dsn) as maintenance,
        endless_ended(dsn, PREFIX, longest=longest),
        _lost_is_told(maintenance),
    ):
        yield _new_enough(Shadow(maintenance, dsn, binaries.title, True, SHADOW_SUPERUSER), live_major)


@contextmanager
def _lost_is_told(maintenance: Session) -> Iterator[None]:
    """A function of the schema that runs there as superuser may end our sessions, and the server itself may stop."""
    try:
        yield
    except psycopg2.Error as error:
        if not maintenance.closed:
            raise
        raise NoProvenPlan(
            "no proven plan: the shadow's server ended our session; a function of the schema did that, or the machine",
            details=(" ".join(str(error).split()),),
        ) from error


@contextmanager
def _on_named_server(url: str, live_system: str) -> Iterator[Shadow]:
    try:
        dsn = make_dsn(url, options=RENDERING)
    except psycopg2.ProgrammingError:  # its text may quote the password
        raise ConfigError("--shadow is neither `auto`, a folder, nor a readable URL") from None
    with reach(Address(dsn, "--shadow")) as maintenance:
        if live_system and system_identifier(maintenance) == live_system:
            raise ConfigError("--shadow names the live server: it must be another one, for scratch work only")
        found = whoami(maintenance)
        origin = f"PostgreSQL {found.version_text} at {found.host}"
        named = Shadow(maintenance, dsn, origin, own=False, superuser=found.role)
        with endless_ended(dsn, PREFIX), _lost_is_told(maintenance), _tidied(named) as shadow:
            yield shadow


@contextmanager
def _tidied(shadow: Shadow) -> Iterator[Shadow]:
    try:
        yield shadow
    finally:
        for name in shadow.made:
            _drop(shadow.maintenance, name)


def _new_enough(shadow: Shadow, live_major: int | None) -> Shadow:
    if live_major and shadow.major < live_major:
        raise ConfigError(
            f"the shadow is PostgreSQL {shadow.major}, older than live ({live_major}): "
            f"name a server of version {live_major} with --shadow"
        )
    return proving_for(shadow, live_major)


def proving_for(shadow: Shadow, live_major: int | None) -> Shadow:
    """The shadow as it looks at its databases on behalf of a live one of this version."""
    return replace(shadow, plain_not_null=bool(live_major) and int(live_major or 0) < NAMED_NOT_NULL <= shadow.major)


def _prepare(dsn: str) -> None:
    """What a server of ours has beyond what initdb makes: the loader, who gets at no other database."""
    with Session.open(dsn) as session:
        session.execute("revoke connect on database postgres, template1 from public")
        session.execute(f"create role {LOADER} login")
        session.execute(f"create role {SAMPLER} bypassrls")
        session.execute(f"alter role {LOADER} set statement_timeout = '{LONGEST}s'")


def _drop(maintenance: Session, name: str) -> None:
    if not name.startswith(PREFIX):
        raise ValueError(name)
    _let_leave(maintenance, name)
    maintenance.execute(f"drop database if exists {name} with (force)")


def _let_leave(maintenance: Session, name: str) -> None:
    """Wait a moment for sessions that were just closed: PostgreSQL itself looks again only after 0.1 s."""
    until = time.monotonic() + LEAVING
    while time.monotonic() < until and maintenance.value(CONNECTED, [name]):
        time.sleep(LEAVING / 50)
