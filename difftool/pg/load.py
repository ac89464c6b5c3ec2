"""A snapshot becomes a database of the shadow. Its text is not trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import psycopg2

from difftool.errors import SnapshotError
from difftool.model.profile import SnapshotFile
from difftool.pg.bodies import MADE, check_bodies
from difftool.pg.missing import worded
from difftool.pg.roles import Role
from difftool.pg.session import Session
from difftool.pg.shadow import LOADER, Scratch, Shadow
from difftool.pg.time_limit import TimeLimit
from difftool.pg.trusted import (
    allow_wrappers,
    disallow_wrappers,
    file_table,
    handing_over,
    is_about,
    refuse_untrusted,
)
from difftool.sql.parse import Form, kind_of, without_leakproof
from difftool.sql.quote import identifier, literal
from difftool.sql.routes import Route, Routed, route
from difftool.sql.split import Piece, split

PRIVILEGED = """
with recursive held(oid) as (
    select oid from pg_catalog.pg_roles where rolname = %s
    union
    select m.roleid from pg_catalog.pg_auth_members m join held on m.member = held.oid
)
select pg_catalog.bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
                          or pg_catalog.starts_with(rolname, 'pg_'))
from pg_catalog.pg_roles join held using (oid)
"""
RESULTS = "explain (analyze, costs off, timing off, summary off) "
"""Before a query: it runs, and the server keeps its rows, of which there may be more than memory holds."""
QUERIES = ("SelectStmt", "ExecuteStmt")
SIMPLE = ("CreateStmt", "IndexStmt", "ViewStmt")
"""Of which nothing more is asked, no role is named, and a snapshot has thousands: what they hold is large."""
OWNED = """
select pg_catalog.count(*) from pg_catalog.pg_shdepend
where deptype = 'o' and not (classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and objid = 2200)
  and dbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
"""
"""How much belongs to somebody else than the server's first superuser; schema public aside."""


@dataclass(frozen=True, slots=True)
class _Statement:
    piece: Piece
    form: Form
    route: Route


@dataclass(frozen=True, slots=True)
class _Loading:
    """`plain` runs what the snapshot says; `superuser` only what runs none of its code."""

    plain: Session
    superuser: Session
    seconds: float
    limit: TimeLimit
    """ends `plain` where a statement takes longer than `seconds`"""
    privileged: frozenset[str]
    """roles that mean more than they own: what is handed over to them waits until the snapshot has run"""
    loader: str
    """the role of `plain`, as SQL names it"""
    held: dict[tuple[str, str], str] = field(default_factory=dict)
    """foreign tables that read the server's files, by name: nobody may select from them while the snapshot runs"""
    functions: dict[int, Piece] = field(default_factory=dict)
    """by oid, with the statement that made them what they are"""


def load(
    shadow: Shadow,
    scratch: Scratch,
    files: Iterable[SnapshotFile],
    search_path: str,
    *,
    timeout: float = 30,
    admit: Callable[[Form], Routed] = route,
) -> tuple[str, ...]:
    """Run the files in the scratch database, in their order, each statement for `timeout` seconds at most.

    `admit` says who may run a statement: by default what holds for snapshots.
    Raises SnapshotError with file and line. Event triggers stay disabled. Bodies of functions are checked in the end;
    returns a sentence for each that names what is not there.
    """
    statements = [_admitted(piece, admit) for file in files for piece in split(file.text, file.name)]
    roles = frozenset(role for statement in statements for role in statement.form.roles)
    with (
        _roles(shadow, roles) as privileged,
        scratch.open_as_loader() as plain,
        scratch.open() as superuser,
        TimeLimit(timeout, lambda: superuser.execute(f"select pg_terminate_backend({plain.pid})")) as limit,
    ):
        loader = identifier(plain.value("select current_user"))
        loading = _Loading(plain, superuser, timeout, limit, privileged, loader)
        for session in (plain, superuser):
            _set(session, "check_function_bodies", "off")
            _set(session, "search_path", search_path)
        allow_wrappers(superuser, loading.loader)
        later = [statement for statement in statements if not _run(loading, statement)]
        for table in loading.held.values():
            superuser.execute(f"alter foreign table {table} owner to {loading.loader}")
        for statement in sorted(later, key=lambda statement: statement.route is Route.LAST):
            _run_later(loading, statement)
        disallow_wrappers(superuser, loading.loader)
        return check_bodies(plain, loading.functions.items(), search_path)


def _admitted(piece: Piece, admit: Callable[[Form], Routed]) -> _Statement:
    form = kind_of(piece.text)
    routed = admit(form)
    if routed.route is Route.REFUSED:
        raise SnapshotError(routed.why, where=piece.where())
    return _Statement(piece, Form(form.kind) if form.kind in SIMPLE else form, routed.route)


@contextmanager
def _roles(shadow: Shadow, named: frozenset[str]) -> Iterator[frozenset[str]]:
    """Make the roles that are not there, and the loader a member of all but the privileged ones, which are given.

    Membership lets it go on with what it has handed over. It ends with the load: a role may get more rights later.
    """
    known = {name for (name,) in shadow.maintenance.rows("select rolname from pg_catalog.pg_roles")}
    shadow.create_roles(Role(name) for name in sorted(named) if not (shadow.own and name in known))
    privileged = frozenset(name for name in named if shadow.maintenance.value(PRIVILEGED, [name]))
    joined = sorted(named - privileged - {LOADER}) if shadow.own else []
    for name in joined:
        shadow.execute(f"grant {identifier(name)} to {LOADER}")
    try:
        yield privileged
    finally:
        for name in joined:
            shadow.execute(f"revoke {identifier(name)} from {LOADER}")


def _run(loading: _Loading, statement: _Statement) -> bool:
    """Run it now, unless it has to wait for the end: then False."""
    handed = statement.form.roles & loading.privileged if statement.route is Route.OWNERSHIP else ()
    if statement.route is Route.LAST or handed or is_about(statement.form, loading.held):
        return False
    _run_now(loading, statement)
    return True


def _run_now(loading: _Loading, statement: _Statement) -> None:
    if statement.route is Route.PLAIN:
        _run_plain(loading, statement)
    elif statement.route is Route.SUPERUSER:
        _run_as_superuser(loading, statement.piece)
    elif statement.route is Route.TRUSTED:
        _make_trusted(loading, statement)
    elif statement.route is Route.OWNERSHIP:
        _hand_over(loading, statement)


def _run_later(loading: _Loading, statement: _Statement) -> None:
    if statement.route is not Route.LAST:
        _run_now(loading, statement)
        return
    with _errors(statement.piece), loading.superuser.transaction():
        loading.superuser.execute(statement.piece.text)
        if statement.form.kind == "CreateEventTrigStmt":
            name = identifier(statement.form.tree["trigname"])
            loading.superuser.execute(f"alter event trigger {name} disable")


def _run_plain(loading: _Loading, statement: _Statement) -> None:
    piece = statement.piece
    if statement.form.kind in QUERIES:
        piece = replace(piece, text=RESULTS + piece.text)
    with _errors(piece), _bounded(loading, piece):
        if statement.form.kind != "CreateFunctionStmt":
            loading.plain.execute(piece.text)
            return
        without = without_leakproof(piece.text, statement.form)
        with loading.plain.transaction():
            loading.plain.execute(without or piece.text)
            [(made, signature)] = loading.plain.rows(MADE)
    loading.functions[made] = piece
    if without:
        _run_as_superuser(loading, Piece(f"alter function {signature} leakproof", piece.file, piece.line))


def _run_as_superuser(loading: _Loading, piece: Piece) -> None:
    """Names mean there what they mean to the snapshot: its search_path at this point."""
    with _errors(piece):
        _set(loading.superuser, "search_path", loading.plain.value("show search_path"))
        loading.superuser.execute(piece.text)
    if "extension" in piece.text.lower():
        allow_wrappers(loading.superuser, loading.loader)


def _make_trusted(loading: _Loading, statement: _Statement) -> None:
    """Made by the superuser, looked at before; it belongs to the loader then, or in the end."""
    piece, form = statement.piece, statement.form
    _set(loading.superuser, "search_path", loading.plain.value("show search_path"))
    with _errors(piece), loading.superuser.transaction():
        refuse_untrusted(loading.superuser, form, piece, loading.loader)
        loading.superuser.execute(piece.text)
        handing = handing_over(form, loading.loader)
        if handing:
            loading.superuser.execute(handing)
    if form.kind == "CreateForeignTableStmt":
        name = file_table(form)
        loading.held[name] = ".".join(map(identifier, filter(None, name)))
    if form.kind == "CreateFdwStmt":
        allow_wrappers(loading.superuser, loading.loader)


def _hand_over(loading: _Loading, statement: _Statement) -> None:
    """OWNER TO, but never of what is the superuser's: whoever owns `pg_read_file` may call it."""
    piece, moves = statement.piece, statement.form.kind != "AlterDefaultPrivilegesStmt"
    with loading.superuser.transaction():
        before = loading.superuser.value(OWNED)
        _run_as_superuser(loading, piece)
        if moves and loading.superuser.value(OWNED) != before:
            raise SnapshotError(
                "this hands over what is the server's or an extension's, or gives to its superuser: leave it out",
                where=piece.where(),
            )


@contextmanager
def _errors(piece: Piece) -> Iterator[None]:
    try:
        yield
    except psycopg2.Error as error:
        raise worded(error, piece) from error


@contextmanager
def _bounded(loading: _Loading, piece: Piece) -> Iterator[None]:
    """The session ends when the time is over: a cancelled statement could catch that and go on."""
    try:
        with loading.limit.span():
            yield
    except psycopg2.Error:
        if loading.limit.over:
            message = f"this ran for more than {loading.seconds:g} s: a snapshot only declares, take it out"
            raise SnapshotError(message, where=piece.where()) from None
        raise


def _set(session: Session, setting: str, value: str) -> None:
    session.rows(f"select pg_catalog.set_config({literal(setting)}, %s, false)", [value])
