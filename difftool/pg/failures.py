"""What PostgreSQL and libpq say when something fails, as one line for people: what is wrong, and what to do.

libpq gives no error codes for a connection that failed, only text; texts of servers in other languages, and
unknown ones, are passed on, without the password.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

import psycopg2
from psycopg2.extensions import parse_dsn

from difftool.errors import DifftoolError, LimitReached, PrivilegeMissing, Unreachable
from difftool.model.address import Address


@dataclass(frozen=True, slots=True)
class Failure:
    """`said` is looked for in libpq's text; `words` may have `{origin}` and groups of the expression."""

    said: str
    words: str
    error: type[DifftoolError] = Unreachable


NO_ROUTE = r"Network is unreachable|No route to host|Cannot assign requested address"

FAILURES = (
    Failure(
        r'password authentication failed for user "(?P<user>[^"]*)"|SASL authentication failed',
        "wrong password for user {user}: check {origin}",
    ),
    Failure(
        r"no password supplied",
        "a password is needed and none was given: add it to {origin}, or to ~/.pgpass",
    ),
    Failure(
        r'database "(?P<database>[^"]*)" does not exist',
        "there is no database {database} on this server: check its name in {origin}",
    ),
    Failure(
        r'permission denied for database "?(?P<database>[^"\n]*)',
        "role {user} may not connect: its owner must run: GRANT CONNECT ON DATABASE {database} TO {user};",
        PrivilegeMissing,
    ),
    Failure(
        r'role "(?P<user>[^"]*)" is not permitted to log in',
        "role {user} may not log in: name another role in {origin}",
        PrivilegeMissing,
    ),
    Failure(r'role "(?P<user>[^"]*)" does not exist', "there is no role {user} on this server: check {origin}"),
    Failure(
        r"[Tt]enant or user not found",
        "the pooler does not know user {user}: it wants the project too, as postgres.PROJECT; check {origin}",
    ),
    Failure(
        r"too many (clients|connections)|remaining connection slots|[Mm]ax client(s| connections) reached",
        "the server has no connection left: close one, or try again later",
    ),
    Failure(
        r"pg_hba.conf .*SSL encryption",
        "the server admits no connection from here for user {user}: its pg_hba.conf must list one",
    ),
    Failure(
        r"no encryption|SSL off|SSL connection is required|SSL required",
        "the server admits no unencrypted connection from here for user {user}: add sslmode=require to {origin}, "
        "or have its pg_hba.conf list one",
    ),
    Failure(
        r"server does not support SSL",
        "the server does not encrypt, and {origin} insists: take sslmode=require out if that is right",
    ),
    Failure(
        r"certificate verify failed|root certificate",
        "the server's certificate cannot be checked: name the right sslrootcert in {origin}",
    ),
    Failure(
        r"the database system is (starting up|not yet accepting|in recovery|shutting down)",
        "the server is starting up or shutting down: try again in a moment",
    ),
    Failure(r"could not translate host name", "unknown host: check its name in {origin}"),
    Failure(
        r"Connection refused|No such file or directory",
        "nothing listens there: is the server running, and are host and port in {origin} right?",
    ),
    Failure(
        r"tim(ed out|eout expired)",
        "no answer in time: is a firewall in between, is the host in {origin} right?",
    ),
    Failure(
        r'definition of service "(?P<service>[^"]*)" not found',
        "service {service} is in no service file: add it to ~/.pg_service.conf, or set PGSERVICEFILE",
    ),
    Failure(NO_ROUTE, "there is no route to that host from here: is the network, or a VPN, up?"),
)

IPV6_ONLY = (
    "the host has only IPv6 addresses and there is no IPv6 route from here: "
    "use the session pooler of the same project (port 5432), or a network with IPv6"
)


def unreachable(error: psycopg2.Error, address: Address) -> DifftoolError:
    """Words for a connection that could not be made."""
    text = str(error)
    known = _parsed(address.dsn)
    names = {"user": known.get("user", ""), "database": known.get("dbname", ""), "origin": address.origin}
    if re.search(NO_ROUTE, text) and _only_ipv6(text):
        return Unreachable(IPV6_ONLY, where=place(address))
    for failure in FAILURES:
        found = re.search(failure.said, text)
        if found:
            names |= {name: value for name, value in found.groupdict().items() if value}
            return failure.error(failure.words.format_map(names), where=place(address))
    return Unreachable(without_password(_first_line(text), address.dsn), where=place(address))


def wording(error: psycopg2.Error) -> DifftoolError:
    """Words for an error later in a session.

    A class of its own for privileges (13), limits of time (26) and a lost connection (12); anything else
    is a DifftoolError with PostgreSQL's first line.
    """
    code = error.pgcode or ""
    said = _first_line(str(error))
    if code == "42501":
        return _no_privilege(said)
    if code == "55P03":
        return LimitReached(f"a lock was not free in time ({said}): try again when the table is less busy")
    if code in ("57014", "40P01", "25P03", "25P04"):
        return LimitReached(f"{said}: try again when the database is less busy, or raise the limit")
    if code.startswith(("08", "57P")) or (not code and isinstance(error, _CONNECTION_ERRORS)):
        return Unreachable(f"the connection was lost: {said}")
    return DifftoolError(said)


_CONNECTION_ERRORS = (psycopg2.OperationalError, psycopg2.InterfaceError)


def place(address: Address) -> str:
    """`host:port` of an address, as far as it says so itself."""
    known = _parsed(address.dsn)
    host = known.get("host") or known.get("hostaddr") or ""
    if not host:
        return address.origin
    return host if host.startswith("/") else f"{host}:{known.get('port', '5432')}"


def without_password(text: str, dsn: str) -> str:
    password = _parsed(dsn).get("password")
    for secret in {password, quote(password, safe="")} if password else ():
        text = text.replace(secret, "***")
    return text


def _no_privilege(said: str) -> PrivilegeMissing:
    hidden = re.search(r'row-level security policy for table "?([^"]+)', said)
    if hidden:
        return PrivilegeMissing(
            f"row level security of table {hidden[1]} would hide rows from this role: "
            "connect as the table's owner or as a role with BYPASSRLS"
        )
    return PrivilegeMissing(f"{said}: grant it to this role, or connect as another one")


def _only_ipv6(text: str) -> bool:
    """Whether every address that libpq tried is an IPv6 one: it names them in brackets after the host."""
    tried = re.findall(r'" \(([0-9a-fA-F.:]+)\)', text)
    return bool(tried) and all(":" in address for address in tried)


def _first_line(text: str) -> str:
    """The first line that says why: libpq puts the place before it."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "no reason was given")
    return re.sub(r"^(connection to server .*? failed: )?((FATAL|ERROR):\s*)?", "", line)


def _parsed(dsn: str) -> dict[str, str]:
    return {name: str(value) for name, value in parse_dsn(dsn).items()}
