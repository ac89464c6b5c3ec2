"""A schema of any size that looks like one of a person's: tables that refer to each other, indexes, views, policies."""

from __future__ import annotations

from collections.abc import Iterator

AREAS = ("billing", "catalog", "people", "support", "audit")


def schema(tables: int, *, changed: int = 0) -> str:
    """SQL for so many tables, spread over five schemas, and partitions and views over some of them.

    The first `changed` of the tables differ, each in one way.
    """
    lines = [f"create schema {area};" for area in AREAS]
    lines += [f"create type {area}.state as enum ('new', 'active', 'gone');" for area in AREAS]
    for number in range(tables):
        lines += _table(number, changed=number < changed)
    return "\n".join(lines) + "\n"


def _table(number: int, *, changed: bool) -> Iterator[str]:
    area = AREAS[number % len(AREAS)]
    name = f"{area}.thing_{number}"
    parent = number - len(AREAS)
    refers = f",\n  parent_id bigint references {area}.thing_{parent} (id) on delete cascade" if parent >= 0 else ""
    way = number % 4 if changed else -1
    yield f"""\
create table {name} (
  id bigint generated always as identity primary key{refers},
  code text not null unique,
  state {area}.state not null default 'new',
  amount numeric(12, 2) check (amount >= 0),
  note {"varchar(200)" if way == 0 else "text"},
  made timestamptz not null default now(){", extra jsonb" if way == 1 else ""}
);"""
    yield f"create index thing_{number}_made on {name} (made desc) where state <> 'gone';"
    if way == 2:  # noqa: PLR2004  # the third of four ways to differ
        yield f"create index thing_{number}_amount on {name} (amount);"
    if number % 3 == 0:
        columns = "id, code, state" if way == 3 else "id, code"  # noqa: PLR2004  # the fourth
        yield f"create view {area}.seen_{number} as select {columns} from {name} where state = 'active';"
    if number % 6 == 0:
        yield f"create view {area}.counted_{number} as select count(*) as things from {area}.seen_{number};"
    if number % 5 == 0:
        yield f"alter table {name} enable row level security;"
        yield f"create policy own on {name} using (code = current_user);"
        yield f"comment on table {name} is 'Things of kind {number}';"
    if number % 7 == 0:
        yield (
            f"create function {area}.count_{number}() returns bigint language sql stable"
            f" as 'select count(*) from {name}';"
        )
    yield from _beside(number, area, name)


def _beside(number: int, area: str, name: str) -> Iterator[str]:
    """What has more than one kind of object in it."""
    if number % 8 == 0:
        body = "begin new.made := now(); return new; end"
        yield f"create function {area}.touch_{number}() returns trigger language plpgsql as '{body}';"
        yield f"create trigger touched before update on {name} for each row execute function {area}.touch_{number}();"
    if number % 11 == 0:
        log = f"{area}.log_{number}"
        yield f"create table {log} (thing_id bigint not null, at date not null) partition by range (at);"
        yield f"create table {log}_old partition of {log} for values from (minvalue) to ('2026-01-01');"
        yield f"create table {log}_new partition of {log} for values from ('2026-01-01') to (maxvalue);"
        yield f"create index log_{number}_at on {log} (at);"
