"""Connections to live databases."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import make_dsn, parse_dsn

from difftool.errors import Unreachable
from difftool.model.address import Address
from difftool.pg.failures import place, unreachable, wording
from difftool.pg.session import Session

__all__ = ["Identity", "connect", "first_line", "passfile", "reach", "system_identifier", "whoami", "wording"]

TRANSACTION_POOLER_PORT = "6543"
TRANSACTION_TIMEOUT = 170000
"""the version that knows this limit"""
CONNECT_SECONDS = 10
"""longest wait for one address of a host"""

SECRETS = ("sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
"""libpq's parameters, beside `password`, that nobody else may see"""

RENDERING = {
    "search_path": "",
    "timezone": "UTC",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
}
"""what changes how PostgreSQL renders definitions: both sides of a comparison need the same"""


LIKE_THE_SHADOW = {
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "default_tablespace": "",
    "default_table_access_method": "heap",
    "array_nulls": "on",
    "transform_null_equals": "off",
    "xmloption": "content",
}
"""what a role or database may have set, by which a statement would do something else than in the rehearsal"""

UNENDING = ("idle_session_timeout", "transaction_timeout")
"""Limits that would end an apply while it waits, or in the middle of a step: its own are the policy's."""

_LASTING = """
select pg_catalog.set_config('synchronous_commit', 'local', false)
where pg_catalog.current_setting('synchronous_commit') = 'off'
"""
"""What was said to be done must be so after a crash of the server. Other values say whom else to wait for."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which database a session is in. `host`: `name:port` or a socket's folder; `version_text` as "15.8"."""

    database: str
    system: str
    host: str
    role: str
    version_text: str


def connect(address: Address, *, timeout: float = 60, read_only: bool = True) -> Session:
    """A session on live, bounded by `timeout` seconds a statement.

    Row level security raises an error there instead of hiding rows. Raises Unreachable or PrivilegeMissing,
    each in one line; Unreachable too for a pooler that changes servers between transactions.
    """
    if parse_dsn(address.dsn).get("port") == TRANSACTION_POOLER_PORT:
        raise _pooler(address)
    session = reach(address, timeout)
    try:
        if _changes_servers(session, address):
            raise _pooler(address)
        _settle(session, timeout, read_only)
    except psycopg2.Error as error:
        session.close()
        raise wording(error) from error
    except Unreachable:
        session.close()
        raise
    return session


def reach(address: Address, timeout: float = CONNECT_SECONDS) -> Session:
    """A session as the server gives it: no settings of ours but the application's name."""
    try:
        return Session(
            psycopg2.connect(
                address.dsn,
                application_name="difftool",
                client_encoding="UTF8",
                connect_timeout=max(2, int(min(timeout, CONNECT_SECONDS))),
                keepalives_idle=30,
            )
        )
    except psycopg2.OperationalError as error:
        raise unreachable(error, address) from None  # its text may hold the password


def whoami(session: Session) -> Identity:
    database, role, version = session.rows(
        "select current_database(), current_user, split_part(current_setting('server_version'), ' ', 1)"
    )[0]
    info = session.connection.info
    host = info.host if info.host.startswith("/") else f"{info.host}:{info.port}"
    return Identity(database, system_identifier(session), host, role, version)


def system_identifier(session: Session) -> str:
    """The server's own, made by initdb. Where the role may not ask: the database's number, marked so."""
    with suppress(psycopg2.errors.InsufficientPrivilege, psycopg2.errors.UndefinedFunction):
        return str(session.value("select system_identifier from pg_catalog.pg_control_system()"))
    number = session.value("select oid from pg_catalog.pg_database where datname = current_database()")
    return f"database-{number}"


def first_line(identity: Identity, address: Address) -> str:
    """As "app on db.example.org:5432 (from DATABASE_URL in .env.local), PostgreSQL 15.8"."""
    where = "in the embedded server" if address.embedded else f"on {identity.host}"
    return f"{identity.database} {where} (from {address.origin}), PostgreSQL {identity.version_text}"


@contextmanager
def passfile(dsn: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The dsn without its secrets, and the whole environment for a child process that needs them.

    They are in private files meanwhile, not in arguments or variables, which others could read: the password in a
    passfile, what a passfile cannot hold in a service file (manual: "The Password File", "The Connection Service
    File"). Raises Unreachable where another service is named beside such a secret: only one is ever read.
    """
    known = parse_dsn(dsn)
    environment = dict(os.environ)
    inherited = environment.pop("PGPASSWORD", None)
    password = known.pop("password", None) or inherited
    others = {name: known.pop(name) for name in SECRETS if name in known}
    with ExitStack() as stack:
        if password:
            escaped = password.replace("\\", "\\\\").replace(":", "\\:")
            environment["PGPASSFILE"] = stack.enter_context(_private(f"*:*:*:*:{escaped}\n"))
        if others:
            _refuse_service(known, environment, next(iter(others)))
            lines = "".join(f"{name}={value}\n" for name, value in others.items())
            environment["PGSERVICEFILE"] = stack.enter_context(_private(f"[difftool]\n{lines}"))
            known["service"] = "difftool"
        yield make_dsn(**known), environment


@contextmanager
def _private(text: str) -> Iterator[str]:
    """The name of a file of this text, with mode 0600."""
    with tempfile.NamedTemporaryFile("w", prefix="difftool-", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        yield file.name


def _refuse_service(known: dict[str, str], environment: dict[str, str], secret: str) -> None:
    if service := known.get("service") or environment.get("PGSERVICE"):
        raise Unreachable(f"{secret} beside service {service}: write it into that service's section instead")


def _settle(session: Session, timeout: float, read_only: bool) -> None:
    limit = f"{int(timeout * 1000)}ms"
    settings = {
        **RENDERING,
        **LIKE_THE_SHADOW,
        **{name: "0" for name in UNENDING if name != "transaction_timeout" or session.version >= TRANSACTION_TIMEOUT},
        "row_security": "off",
        "default_transaction_read_only": "on" if read_only else "off",
        "statement_timeout": limit,
        "idle_in_transaction_session_timeout": limit,
        "lock_timeout": "2s",
    }
    names = list(settings)
    session.execute(
        "select " + ", ".join(["pg_catalog.set_config(%s, %s, false)"] * len(names)),
        [part for name in names for part in (name, settings[name])],
    )
    session.execute(_LASTING)


def _changes_servers(session: Session, address: Address) -> bool:
    """Whether a transaction pooler is in between.

    A pooler, of any kind, answers with a process number of its own when it takes a client. One that lends
    servers by the transaction gives the same server to two idle clients in turn; a session pooler never does.
    """
    if session.value("select pg_catalog.pg_backend_pid()") == session.pid:
        return False
    with reach(address) as second:
        first, other = ({s.value("select pg_catalog.pg_backend_pid()") for _ in range(3)} for s in (session, second))
    return len(first) > 1 or len(other) > 1 or bool(first & other)


def _pooler(address: Address) -> Unreachable:
    user, _, project = str(parse_dsn(address.dsn).get("user", "")).partition(".")
    direct = f"db.{project}.supabase.co, user {user}" if project else "the database's own host"
    return Unreachable(
        "a transaction pooler, which changes servers between statements: use the session pooler instead "
        f"(same host, port 5432), or the direct connection ({direct}, port 5432)",
        where=place(address),
    )
