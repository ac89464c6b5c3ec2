"""The ledger as SQL text: what apply runs is what people paste into a hosted SQL editor.

Everything stands by itself, with literals, and may be run twice.
"""

from __future__ import annotations

from difftool.model.plan import Plan, Step
from difftool.sql.quote import literal


def _revoke(admitted: str) -> str:
    """A PL/pgSQL loop over a query for (what, grantee)."""
    return f"""\
  for admitted in {admitted}
  loop
    execute format('revoke all on %s from %s cascade', admitted.what,
      case admitted.grantee when 0 then 'public' else admitted.grantee::regrole::text end);
  end loop;"""


_SCHEMA = """
    select 'schema difftool' as what, acl.grantee
    from pg_catalog.pg_namespace as n, pg_catalog.aclexplode(n.nspacl) as acl
    where n.nspname = 'difftool' and acl.grantee <> n.nspowner"""

_TABLES = """
    select format('table %s', c.oid::regclass) as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.relnamespace = 'difftool'::regnamespace and acl.grantee <> c.relowner"""

LEDGER = f"""\
do $difftool$
declare
  admitted record;
begin
  if to_regclass('difftool.plan') is not null then
    return;
  end if;
  if to_regnamespace('difftool') is null then
    create schema difftool;
{_revoke(_SCHEMA)}
  end if;
  create table difftool.plan (
    digest text primary key,
    profile text not null,
    steps integer not null,
    started timestamptz not null default now(),
    finished timestamptz,
    by text not null default session_user,
    approved text not null,
    version text not null);
  create table difftool.step (
    plan text not null references difftool.plan,
    id integer not null,
    phase text not null,
    title text not null,
    began timestamptz,
    done timestamptz,
    after text,
    primary key (plan, id));
  create table difftool.quarantine (
    name text primary key,
    plan_key text not null,
    kind text not null,
    source_schema text not null,
    source_table text not null,
    columns jsonb not null,
    rows bigint not null,
    kept_at timestamptz not null default now(),
    keep_until timestamptz);
  comment on table difftool.plan is 'difftool: plans that were applied here; finished is null until the last step';
  comment on column difftool.plan.by is 'the role that started it';
  comment on column difftool.plan.approved is 'how it was approved';
  comment on table difftool.step is 'difftool: steps of those plans, each recorded in its own transaction';
  comment on column difftool.step.began is 'null: has not begun; set with done null: began outside a transaction';
  comment on column difftool.step.after is 'fingerprint of the schema in scope right after the step, if it was read';
  comment on table difftool.quarantine is 'difftool: tables of this schema that keep rows and values aside';
  comment on column difftool.quarantine.kind is 'rows: were deleted; values: were overwritten';
  comment on column difftool.quarantine.columns is 'columns of the source table and their types';
  comment on column difftool.quarantine.keep_until is 'null: until somebody purges it';
{_revoke(_TABLES)}
end
$difftool$"""
"""Makes schema difftool with its tables where they are not there yet, closed to everybody but their owner."""


def closed(relation: str) -> str:
    """Takes a table of ours from PUBLIC and from whoever default privileges admitted when it was made."""
    admitted = f"""
    select 'table {relation}' as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.oid = {literal(relation)}::regclass and acl.grantee <> c.relowner"""
    return f"do $difftool$\ndeclare\n  admitted record;\nbegin\n{_revoke(admitted)}\nend\n$difftool$"


_AGAIN = "on conflict do nothing"


def plan_started(plan: Plan, *, approved: str, version: str) -> tuple[str, ...]:
    """Records that a plan has begun, with all that it will do; a resumed plan keeps its rows."""
    values = ", ".join(literal(text) for text in (plan.digest, plan.profile, approved, version))
    steps = ",\n".join(_step_values(plan.digest, step) for step in plan.steps)
    head = f"({values}, {len(plan.steps)})"
    return (
        f"insert into difftool.plan (digest, profile, approved, version, steps)\nvalues {head}\n{_AGAIN}",
        f"insert into difftool.step (plan, id, phase, title)\nvalues\n{steps}\n{_AGAIN}",
    )


def _step_values(digest: str, step: Step) -> str:
    return f"  ({literal(digest)}, {step.id}, {literal(step.phase)}, {literal(step.title)})"


def step_began(digest: str, step: Step) -> str:
    """Recorded before a step that may not run in a transaction."""
    return f"update difftool.step set began = clock_timestamp()\n{_where(digest, step)}"


def step_forgotten(digest: str, step: Step) -> str:
    """Takes back `step_began`, once what the step left half done has been undone."""
    return f"update difftool.step set began = null\n{_where(digest, step)} and done is null"


def step_done(digest: str, step: Step, *, after: str = "") -> tuple[str, ...]:
    """Recorded in the step's own transaction; with the last step the plan is finished.

    `after` is empty where nobody reads the catalog: in an SQL editor.
    """
    state = literal(after) if after else "null"
    return (
        f"""\
update difftool.step set began = coalesce(began, now()), done = clock_timestamp(), after = {state}
{_where(digest, step)}""",
        f"""\
update difftool.plan set finished = clock_timestamp()
where digest = {literal(digest)} and finished is null
  and not exists (select from difftool.step where step.plan = plan.digest and step.done is null)""",
    )


def _where(digest: str, step: Step) -> str:
    return f"where plan = {literal(digest)} and id = {step.id}"


def step_is_next(digest: str, step: Step) -> str:
    """Raises unless this is the first step that is not done: guards files that are pasted out of order."""
    return f"""\
do $difftool$
declare
  due integer;
begin
  select min(id) into due from difftool.step where plan = {literal(digest)} and step.done is null;
  if due is distinct from {step.id} then
    raise exception 'step {step.id} is not the next one of this plan: %',
      coalesce('step ' || due || ' is', 'all have run');
  end if;
end
$difftool$"""
