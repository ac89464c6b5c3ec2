"""Who will apply a plan, in the shadow: a role with the same attributes, memberships and rights as on live.

So a statement that this role may not run is found while planning, and not at night.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from difftool.model.catalog import Ident
from difftool.pg.clone import roles_of
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.planning.ledger_sql import LEDGER
from difftool.sql.quote import identifier, qualified

OWNS = """
select count(*) = 0 from pg_catalog.unnest(%s::oid[]) as managed (oid) join pg_catalog.pg_class c using (oid)
where not pg_catalog.pg_has_role(current_user, c.relowner, 'member')
"""
OWNER = """
select pg_catalog.pg_get_userbyid(relowner) from pg_catalog.pg_class where oid = any (%s::oid[])
group by 1 order by count(*) desc, 1 limit 1
"""
SCHEMAS = """
select nspname::text, privilege from pg_catalog.pg_namespace n
cross join pg_catalog.unnest(array['usage', 'create']) as wanted (privilege)
where nspname = any (%s) and pg_catalog.has_schema_privilege(%s, n.oid, privilege)
"""
RELATIONS = """
select n.nspname::text, c.relname::text, privilege
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = relnamespace
cross join pg_catalog.unnest(array['select', 'insert', 'update', 'delete', 'references', 'trigger']) as w (privilege)
where relkind in ('r', 'p', 'v', 'm', 'f') and (n.nspname, c.relname) in (
        select * from rows from (pg_catalog.unnest(%s::text[]), pg_catalog.unnest(%s::text[])))
    and pg_catalog.has_table_privilege(%s, c.oid, privilege)
"""


RIGHTS = """
select pg_catalog.has_database_privilege(%s, pg_catalog.current_database(), 'create'),
    (select pg_catalog.has_schema_privilege(%s, oid, 'create') from pg_catalog.pg_namespace where nspname = 'difftool')
"""


@dataclass(frozen=True, slots=True)
class StandIn:
    """`creates`: whether it may make schemas; `keeps`: whether it may make tables in ours, or that schema itself.

    Without a role it is a superuser, as on live.
    """

    role: str = ""
    creates: bool = True
    keeps: bool = True

    @property
    def notes(self) -> tuple[str, ...]:
        """What the proof says of it."""
        told = [f"rehearsed as {self.role}"] if self.role else []
        if not self.keeps:
            told.append(
                f"{self.role} may not make schema difftool; somebody who may must run: create schema difftool; "
                f"grant usage, create on schema difftool to {identifier(self.role)};"
            )
        return tuple(told)


SUPERUSER = StandIn()


def applier(live: Session, managed: Iterable[int]) -> str:
    """The role that live was reached as, or where that owns nothing of it the owner of most of what is `managed`."""
    oids = list(managed)
    return str(live.value("select current_user") if live.value(OWNS, [oids]) else live.value(OWNER, [oids]))


def stand_in(
    live: Session, shadow: Shadow, scratch: Scratch, managed: Iterable[int], outside: Iterable[Ident]
) -> StandIn:
    """The applier, made in the shadow.

    `managed` are the oids of relations on live, `outside` what belongs to others in the scratch database: the role
    gets there what it has on live. On a server that is not ours nothing is made: it is the role that was named.
    """
    role = applier(live, managed)
    if not shadow.own or live.value("select rolsuper from pg_catalog.pg_roles where rolname = %s", [role]):
        return SUPERUSER
    shadow.create_roles(roles_of(live, [role]))
    with scratch.open() as session:
        _give(live, session, role, tuple(outside))
    creates, admitted = live.rows(RIGHTS, [role, role])[0]
    return StandIn(role, creates, creates if admitted is None else admitted)


def _give(live: Session, session: Session, role: str, outside: tuple[Ident, ...]) -> None:
    """What it may do with schemas, and with the relations of others."""
    present = [name for (name,) in session.rows("select nspname from pg_catalog.pg_namespace where nspname !~ '^pg_'")]
    for schema, privilege in live.rows(SCHEMAS, [present, role]):
        session.execute(f"grant {privilege} on schema {identifier(schema)} to {identifier(role)}")
    names = [(ident.schema, ident.name) for ident in outside]
    columns = [list(part) for part in zip(*names, strict=True)] or [[], []]
    for schema, name, privilege in live.rows(RELATIONS, [*columns, role]):
        session.execute(f"grant {privilege} on {qualified(schema, name)} to {identifier(role)}")


def take_over(session: Session, who: StandIn) -> None:
    """Make the ledger in a copy, as the role itself makes it on live, or as a DBA did who was asked to."""
    if not who.role:
        session.execute(LEDGER)
        return
    database = identifier(session.value("select current_database()"))
    session.execute(f"grant create on database {database} to {identifier(who.role)}")
    with acting(session, who):
        session.execute(LEDGER)
    if not who.creates:
        session.execute(f"revoke create on database {database} from {identifier(who.role)}")


@contextmanager
def acting(session: Session, who: StandIn) -> Iterator[None]:
    """As that role, in a session of a superuser."""
    if not who.role:
        yield
        return
    session.execute(f"set session authorization {identifier(who.role)}")
    try:
        yield
    finally:
        if not session.closed and not session.in_transaction:
            session.execute("reset session authorization")
