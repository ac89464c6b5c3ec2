"""Connections to live: settled the same way each time, and one line of words for each way to fail."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import make_dsn, parse_dsn

from difftool.errors import DifftoolError, LimitReached, PrivilegeMissing, Unreachable
from difftool.model.address import Address
from difftool.pg.account import account, runnable
from difftool.pg.binaries import discover, pg_dump
from difftool.pg.connection import connect, first_line, passfile, system_identifier, whoami, wording
from difftool.pg.failures import unreachable
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.pg.pooler import pooler

PASSWORD = "s3cret:\\x"  # with the two characters that a passfile escapes
HBA = """
local   all all trust
hostssl all encrypted 127.0.0.1/32 scram-sha-256
host    all app,limited,nologin,guest,ghost 127.0.0.1/32 scram-sha-256
"""
ROLES = f"""
create role app login password '{PASSWORD}';
create role guest login password '{PASSWORD}';
create role limited login password '{PASSWORD}' connection limit 0;
create role nologin password '{PASSWORD}';
create role encrypted login;
create database closed;
revoke connect on database closed from public;
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The dsn, without user, of a server that asks for passwords on 127.0.0.1."""
    folder = Path(tempfile.mkdtemp(prefix="difftool-test-"))
    folder.chmod(0o755)
    who = account()
    private = who.own(folder / "private")
    programs = runnable(discover(), who, folder).folder
    data = str(private / "data")
    initdb = [str(programs / "initdb"), "--no-sync", "-A", "trust", "-U", "postgres", "-D", data]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/", **who.process)
    (private / "data" / "pg_hba.conf").write_text(HBA)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    options = ["-D", data, "-k", str(private), "-c", "listen_addresses=127.0.0.1", "-p", port, "-F"]
    process = subprocess.Popen(
        [str(programs / "postgres"), *options], stderr=subprocess.DEVNULL, cwd="/", **who.process
    )
    with _patiently(make_dsn(host=str(private), port=port, user="postgres", dbname="postgres")) as session:
        for statement in ROLES.split(";\n")[:-1]:
            session.execute(statement)
    yield make_dsn(host="127.0.0.1", port=port, dbname="postgres", password=PASSWORD)
    process.terminate()
    process.wait(30)
    shutil.rmtree(folder)


def _patiently(dsn: str) -> Session:
    until = time.monotonic() + 60
    while True:
        try:
            return Session.open(dsn)
        except psycopg2.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def failure(dsn: str) -> DifftoolError:
    """What connecting there raises: one line, without the password."""
    with pytest.raises(DifftoolError) as caught:
        connect(Address(dsn, "DATABASE_URL"), timeout=2)
    text = str(caught.value)
    assert "s3cret" not in text
    assert "\n" not in text
    return caught.value


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"user": "app", "password": "other"}, Unreachable, "wrong password for user app: check DATABASE_URL"),
        ({"user": "ghost"}, Unreachable, "wrong password for user ghost"),
        ({"user": "app", "dbname": "nope"}, Unreachable, "no database nope on this server"),
        ({"user": "app", "dbname": "closed"}, PrivilegeMissing, "GRANT CONNECT ON DATABASE closed TO app;"),
        ({"user": "nologin"}, PrivilegeMissing, "role nologin may not log in"),
        ({"user": "limited"}, Unreachable, "no connection left"),
        ({"user": "encrypted"}, Unreachable, "add sslmode=require"),
        ({"user": "app", "sslmode": "require"}, Unreachable, "does not encrypt"),
        ({"user": "app", "host": "no-such-host.invalid"}, Unreachable, "unknown host"),
        ({"user": "app", "port": "1"}, Unreachable, "nothing listens there"),
        ({"user": "app", "host": "/nowhere"}, Unreachable, "nothing listens there"),
        ({"service": "no-such"}, Unreachable, "service no-such is in no service file"),
    ],
)
def test_ways_to_fail(server: str, given: dict[str, str], error: type[DifftoolError], words: str) -> None:
    """Each way in which a connection fails has its own line, which names the remedy."""
    raised = failure(make_dsn(server, **given))
    assert type(raised) is error
    assert words in str(raised)


def test_no_password_given(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password that is needed and not given is not called wrong."""
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    without = {name: value for name, value in parse_dsn(server).items() if name != "password"}
    assert "none was given" in str(failure(make_dsn(**without, user="app")))


def test_no_answer_in_time() -> None:
    """A host that accepts and stays silent is given up after the timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "no answer in time" in str(failure(f"host=127.0.0.1 port={port} user=app"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            'connection to server at "db.x.supabase.co" (2a05:d014::1), port 5432 failed: Network is unreachable\n',
            "only IPv6 addresses",
        ),
        (
            (
                'connection to server at "h" (2001:db8::1), port 5432 failed: Network is unreachable\n'
                'connection to server at "h" (192.0.2.1), port 5432 failed: No route to host\n'
            ),
            "no route to that host",
        ),
        ('connection to server at "h", port 5432 failed: FATAL:  Tenant or user not found\n', "postgres.PROJECT"),
        ('connection to server at "h" failed: FATAL:  the database system is starting up\n', "try again in a moment"),
        ('connection to server at "h" failed: FATAL:  something s3cret new\n', "h:5432: something *** new"),
    ],
)
def test_ways_to_fail_that_need_another_network(said: str, words: str) -> None:
    """What libpq says of networks and servers that a test cannot have is worded too; unknown texts are passed on."""
    address = Address("host=h user=app password=s3cret", "DATABASE_URL")
    assert words in str(unreachable(psycopg2.OperationalError(said), address))


def test_a_live_session(server: str) -> None:
    """A session on live reads only, has no search path, raises instead of hiding rows, and is bounded in time."""
    with connect(Address(make_dsn(server, user="app"), "--db"), timeout=7) as session:
        names = ("search_path", "row_security", "default_transaction_read_only", "application_name")
        assert [session.value(f"show {name}") for name in names] == ["", "off", "on", "difftool"]
        bounds = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
        assert [session.value(f"show {name}") for name in bounds] == ["7s", "7s", "2s"]
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            session.execute("create temporary table t ()")


def test_a_session_that_may_write(server: str) -> None:
    """Only who asks for it gets a session that writes."""
    with connect(Address(make_dsn(server, user="app"), "--db"), read_only=False) as session:
        assert session.value("show default_transaction_read_only") == "off"


def test_identity(server: str, shadow: Shadow) -> None:
    """A database is known by name, role, host and its server's identifier, which two servers do not share."""
    address = Address(make_dsn(server, user="app"), "DATABASE_URL in .env.local")
    with connect(address) as session:
        found = whoami(session)
    port = parse_dsn(server)["port"]
    assert (found.database, found.role, found.host) == ("postgres", "app", f"127.0.0.1:{port}")
    assert found.system.isdigit()
    assert found.system != system_identifier(shadow.maintenance)
    assert first_line(found, address) == (
        f"postgres on 127.0.0.1:{port} (from DATABASE_URL in .env.local), PostgreSQL {discover().version}"
    )


def test_a_server_that_hides_its_identifier(database: Session, shadow: Shadow) -> None:
    """Where the role may not ask for the server's identifier, the database's number stands in, marked."""
    shadow.execute("drop role if exists curious")
    shadow.execute("create role curious")
    database.execute("revoke execute on function pg_control_system() from public")
    database.execute("set role curious")
    assert system_identifier(database).startswith("database-")


def test_the_port_of_a_transaction_pooler() -> None:
    """Port 6543 is answered with the session pooler first, then the direct host, without connecting."""
    raised = failure("host=aws-0.pooler.supabase.com port=6543 user=postgres.abcd password=s3cret")
    assert str(raised).index("session pooler") < str(raised).index("db.abcd.supabase.co, user postgres")


def test_a_transaction_pooler_on_another_port(shadow: Shadow) -> None:
    """A pooler that lends servers by the transaction is recognised by what it does."""
    with pooler(_socket(shadow), shadow.superuser, by_transaction=True) as port:
        assert "transaction pooler" in str(failure(f"host=127.0.0.1 port={port} user=app dbname=postgres"))


def test_a_session_pooler(shadow: Shadow) -> None:
    """A pooler that lends servers by the session is as good as a direct connection."""
    with (
        pooler(_socket(shadow), shadow.superuser, by_transaction=False) as port,
        connect(Address(f"host=127.0.0.1 port={port} user=app dbname=postgres", "--db")) as session,
    ):
        assert session.value("select true")


def _socket(shadow: Shadow) -> str:
    parts = parse_dsn(shadow.dsn)
    return f"{parts['host']}/.s.PGSQL.{parts['port']}"


def test_hidden_rows_are_a_missing_privilege(database: Session, shadow: Shadow) -> None:
    """Row level security that would hide rows is named with table and remedy."""
    shadow.execute("drop role if exists reader")
    shadow.execute("create role reader")
    database.execute("create table profiles ()")
    database.execute("alter table profiles enable row level security")
    database.execute("grant select on profiles to reader")
    raised = _failing(database, "set role reader", "set row_security = off", "table profiles")
    assert type(raised) is PrivilegeMissing
    assert "row level security of table profiles" in str(raised)
    assert "BYPASSRLS" in str(raised)


def test_missing_privileges_name_the_object(database: Session, shadow: Shadow) -> None:
    """A permission that is denied names the object."""
    shadow.execute("drop role if exists stranger")
    shadow.execute("create role stranger")
    database.execute("create table t ()")
    raised = _failing(database, "set role stranger", "table t")
    assert type(raised) is PrivilegeMissing
    assert str(raised).startswith("permission denied for table t: ")


def test_limits_of_time(database: Session, new_database: Callable[[], Session]) -> None:
    """A statement or a lock that takes too long is a limit."""
    assert type(_failing(database, "set statement_timeout = 1", "select pg_sleep(5)")) is LimitReached
    database.execute("reset statement_timeout")
    database.execute("create table t ()")
    with Session.open(database.connection.dsn) as other, database.transaction():
        database.execute("lock table t")
        raised = _failing(other, "set lock_timeout = 1", "table t")
    assert type(raised) is LimitReached
    assert "lock" in str(raised)


def test_a_lost_connection(database: Session) -> None:
    """A session that the server ended is a lost connection, at once and afterwards."""
    with Session.open(database.connection.dsn) as other:
        database.execute("select pg_terminate_backend(%s, 1000)", [other.pid])
        for _ in range(2):
            raised = _failing(other, "select 1")
            assert type(raised) is Unreachable
            assert str(raised).startswith("the connection was lost: ")


def _failing(session: Session, *statements: str) -> DifftoolError:
    """The words for what the last statement raises."""
    *before, last = statements
    for statement in before:
        session.execute(statement)
    with pytest.raises(psycopg2.Error) as caught:
        session.execute(last)
    return wording(caught.value)


def test_a_child_process_gets_the_password(server: str) -> None:
    """pg_dump gets in with the password that neither its arguments nor its variables hold."""
    dsn = make_dsn(server, user="app")
    with passfile(dsn) as (public, environment):
        assert "s3cret" not in public + repr(environment)
        file = Path(environment["PGPASSFILE"])
        assert file.stat().st_mode & 0o777 == 0o600
        subprocess.run([pg_dump(), "-s", "-d", public, "-w"], env=environment, check=True, capture_output=True)
    assert not file.exists()
