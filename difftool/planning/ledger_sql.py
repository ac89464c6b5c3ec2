"""The ledger as SQL text: what apply runs is what people paste into a hosted SQL editor.

Everything stands by itself, with literals, and may be run twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from difftool.model.plan import Plan, Step
from difftool.sql.quote import literal, literals

_KEPT = re.compile(r"\bdifftool\.kept_[0-9a-z]+_[0-9]+\b")


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
    run integer generated always as identity primary key,
    digest text not null,
    profile text not null,
    steps integer not null,
    started timestamptz not null default now(),
    finished timestamptz,
    by text not null default session_user,
    approved text not null,
    version text not null,
    text text not null,
    undoes text,
    taken_back_by text,
    taken_back_at timestamptz,
    backup text,
    client text default pg_catalog.host(pg_catalog.inet_client_addr()),
    resumed jsonb);
  create unique index plan_current on difftool.plan (digest) where taken_back_at is null;
  create table difftool.step (
    run integer not null references difftool.plan,
    id integer not null,
    phase text not null,
    title text not null,
    began timestamptz,
    done timestamptz,
    after text,
    up_to text,
    imprint text,
    primary key (run, id));
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
  comment on column difftool.plan.client is 'the address from which it was started; null: the server''s own machine';
  comment on column difftool.plan.approved is 'how it was approved';
  comment on column difftool.plan.text is 'the plan file: rollback and resuming need no other copy';
  comment on column difftool.plan.backup is 'the command that backed the database up before the first step';
  comment on column difftool.plan.undoes is 'digest of the plan that this one takes back';
  comment on column difftool.plan.taken_back_by is 'digest of the plan that took this run back; it may run again';
  comment on table difftool.step is 'difftool: steps of those plans, each recorded in its own transaction';
  comment on column difftool.step.began is 'null: has not begun; set with done null: began outside a transaction';
  comment on column difftool.plan.resumed is 'others who went on with it: by, at, client, version';
  comment on column difftool.step.after is 'fingerprint of the schema in scope after the step, if it was read';
  comment on column difftool.step.up_to is 'of a step in batches: the key of the last row of those that ran';
  comment on column difftool.step.imprint is 'versions of the rows of the catalogs when the step committed';
  comment on table difftool.quarantine is 'difftool: tables of this schema that keep rows and values aside';
  comment on column difftool.quarantine.kind is 'rows: were deleted; values: were overwritten';
  comment on column difftool.quarantine.columns is 'columns of the source table and their types';
  comment on column difftool.quarantine.keep_until is 'null: until somebody purges it';
{_revoke(_TABLES)}
end
$difftool$"""
"""Makes schema difftool with its tables where they are not there yet, closed to everybody but their owner."""

CAME_LATER = (
    """\
alter table difftool.plan add column if not exists backup text, add column if not exists client text,
  add column if not exists resumed jsonb""",
    "alter table difftool.plan alter column client set default pg_catalog.host(pg_catalog.inet_client_addr())",
    "alter table difftool.step add column if not exists imprint text",
)
"""What the ledger of an earlier difftool lacks; plans that ran before stay without it."""


def closed(relation: str) -> str:
    """Takes a table of ours from PUBLIC and from whoever default privileges admitted when it was made."""
    admitted = f"""
    select 'table {relation}' as what, acl.grantee
    from pg_catalog.pg_class as c, pg_catalog.aclexplode(c.relacl) as acl
    where c.oid = {literal(relation)}::regclass and acl.grantee <> c.relowner"""
    return f"do $difftool$\ndeclare\n  admitted record;\nbegin\n{_revoke(admitted)}\nend\n$difftool$"


_AGAIN = "on conflict do nothing"


_ALSO_APPROVED = """\
on conflict (digest) where taken_back_at is null do update set approved = p.approved || '; ' || excluded.approved
where excluded.approved <> all (string_to_array(p.approved, '; '))"""
"""who resumes a plan may agree to what nobody had agreed to before"""


def plan_started(plan: Plan, *, approved: str, version: str, text: str, backup: str = "") -> tuple[str, ...]:
    """Records that a plan has begun, with all that it will do; a resumed plan keeps its rows, and how it was approved.

    `text` is the plan file, `backup` the command that was run before. A plan that was taken back begins anew, with
    nothing kept aside yet, and whatever took it back counts as taken back in turn.
    """
    values = ", ".join(literal(word) for word in (plan.digest, plan.profile, approved, version, text))
    undoes = literal(plan.undoes) if plan.undoes else "null"
    column, value = (", backup", f", {literal(backup)}") if backup else ("", "")
    steps = ",\n".join(f"  ({step.id}, {literal(step.phase)}, {literal(step.title)})" for step in plan.steps)
    return (
        *_set_aside(plan),
        (
            f"insert into difftool.plan as p (digest, profile, approved, version, text, undoes, steps{column})\n"
            f"values ({values}, {undoes}, {len(plan.steps)}{value})\n{_ALSO_APPROVED}"
        ),
        (
            "insert into difftool.step (run, id, phase, title)\nselect p.run, s.id, s.phase, s.title\n"
            f"from difftool.plan as p, (values\n{steps}\n) as s (id, phase, title)\n"
            f"where p.digest = {literal(plan.digest)} and p.taken_back_at is null\n{_AGAIN}"
        ),
        (
            f"update difftool.plan set taken_back_by = {literal(plan.digest)}, taken_back_at = now()\n"
            f"where undoes = {literal(plan.digest)} and finished is not null and taken_back_at is null"
        ),
    )


def kept_names(statements: Iterable[str]) -> tuple[str, ...]:
    """The quarantine tables that SQL of ours names, each once."""
    return tuple(dict.fromkeys(name for text in statements for name in _KEPT.findall(text)))


def _set_aside(plan: Plan) -> tuple[str, ...]:
    """What an earlier run of the plan kept and no rollback used stays kept, under a name of its own.

    A rollback that is planned later must find nothing but what its own run has kept.
    """
    names = kept_names(text for step in plan.steps for text in step.sql) if not plan.undoes else ()
    if not names:
        return ()
    return (
        f"""\
do $difftool$
declare
  kept text;
  aside text;
begin
  if exists (select from difftool.plan where digest = {literal(plan.digest)} and taken_back_at is null) then
    return;
  end if;
  foreach kept in array array[{literals(names)}]
  loop
    if to_regclass(kept) is not null then
      aside := kept || to_char(clock_timestamp() at time zone 'UTC', '"_until_"YYYYMMDD"t"HH24MISSUS');
      execute format('alter table %s rename to %I', kept, split_part(aside, '.', 2));
      update difftool.quarantine set name = aside where name = kept;
    end if;
  end loop;
end
$difftool$""",
    )


def step_began(digest: str, step: Step) -> str:
    """Recorded before a step that may not run in a transaction."""
    return f"update difftool.step set began = clock_timestamp()\n{_where(digest, step)}"


def step_forgotten(digest: str, step: Step) -> str:
    """Takes back `step_began`, once what the step left half done has been undone."""
    return f"update difftool.step set began = null\n{_where(digest, step)} and done is null"


def step_reached(digest: str, step: Step, up_to: Sequence[str]) -> str:
    """Recorded in the transaction of a batch that is not the last one: how far the step has come."""
    return f"update difftool.step set up_to = {literal(json.dumps(up_to))}\n{_where(digest, step)}"


def plan_resumed(digest: str, version: str) -> str:
    """Records who goes on with a plan, when, from where and with which version; nothing where that is as it was."""
    who = f"""jsonb_build_object('by', session_user, 'version', {literal(version)},
  'client', pg_catalog.host(pg_catalog.inet_client_addr()))"""
    first = "jsonb_build_object('by', p.by, 'version', p.version, 'client', p.client)"
    return f"""\
update difftool.plan as p
set resumed = coalesce(p.resumed, '[]') || ({who} || jsonb_build_object('at',
  to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
where digest = {literal(digest)} and taken_back_at is null
  and {who} is distinct from coalesce(p.resumed -> -1, {first}) - 'at'"""


def step_done(digest: str, step: Step, *, imprint: str = "") -> tuple[str, ...]:
    """Recorded in the step's own transaction; with the last step the plan is finished.

    The one that it takes back, if any, is then taken back.
    `imprint` is of the catalogs, as the step leaves them; empty where nobody looks at them: in an SQL editor.
    """
    kept = f", imprint = {literal(imprint)}" if imprint else ""
    return (
        f"""\
update difftool.step set began = coalesce(began, now()), done = clock_timestamp(){kept}
{_where(digest, step)}""",
        f"""\
update difftool.plan set finished = clock_timestamp()
where digest = {literal(digest)} and taken_back_at is null and finished is null
  and not exists (select from difftool.step where step.run = plan.run and step.done is null)""",
        f"""\
update difftool.plan as p set taken_back_by = r.digest, taken_back_at = r.finished
from difftool.plan as r
where r.digest = {literal(digest)} and r.taken_back_at is null and r.finished is not null
  and p.digest = r.undoes and p.taken_back_at is null""",
    )


def step_left(digest: str, step: Step, after: str) -> str:
    """Recorded once the step has committed: reading the catalog takes too long to hold its locks meanwhile."""
    return f"update difftool.step set after = {literal(after)}\n{_where(digest, step)}"


def _where(digest: str, step: Step) -> str:
    return f"where run = ({_run(digest)}) and id = {step.id}"


def _run(digest: str) -> str:
    return f"select run from difftool.plan where digest = {literal(digest)} and taken_back_at is null"


def step_is_next(digest: str, step: Step) -> str:
    """Raises unless this is the first step that is not done: guards files that are pasted out of order."""
    return f"""\
do $difftool$
declare
  due integer;
begin
  select min(id) into due from difftool.step where run = ({_run(digest)}) and step.done is null;
  if due is distinct from {step.id} then
    raise exception 'step {step.id} is not the next one of this plan: %',
      coalesce('step ' || due || ' is', 'all have run');
  end if;
end
$difftool$"""


def all_have_run(digest: str) -> str:
    """Raises unless the plan is complete."""
    return f"""\
do $difftool$
begin
  if not exists (
    select from difftool.plan where digest = {literal(digest)} and taken_back_at is null and finished is not null
  ) then
    raise exception 'refused: not all steps of this plan have run';
  end if;
end
$difftool$"""
