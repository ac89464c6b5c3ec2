"""Sample rows, made from types, constraints and foreign keys: enough to see what becomes of rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2

from difftool.pg.session import Row, Session
from difftool.sql.quote import identifier, literal, qualified

ROWS = 5
"""a table"""

_TABLES = """
select n.nspname, c.relname from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('information_schema', 'difftool')
  and n.nspname !~ '^pg_' order by 1, 2
"""

_COLUMNS = """
select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typcategory::text, a.attnotnull, a.atthasdef,
  coalesce(nullif(a.atttypmod, -1) - 4, 1000), t.typname::text,
  (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_catalog.pg_enum as e where e.enumtypid = b.oid),
  (select string_agg(pg_catalog.pg_get_constraintdef(k.oid), ' ') from pg_catalog.pg_constraint as k
    where k.contype = 'c' and (k.conrelid = a.attrelid and a.attnum = any (k.conkey) or k.contypid = t.oid))
from pg_catalog.pg_attribute as a
join pg_catalog.pg_type as t on t.oid = a.atttypid
join pg_catalog.pg_type as b on b.oid = case t.typtype when 'd' then t.typbasetype else t.oid end
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
order by a.attnum
"""

_REFERENCES = """
select array_agg(a.attname::text order by k.place), k.parent::text, array_agg(p.attname::text order by k.place)
from (select c.oid, c.conrelid, c.confrelid, c.confrelid::regclass as parent, x.place, x.ours, x.theirs
  from pg_catalog.pg_constraint as c, unnest(c.conkey, c.confkey) with ordinality as x (ours, theirs, place)
  where c.contype = 'f' and c.conparentid = 0 and c.conrelid = %s::regclass and c.confrelid <> c.conrelid) as k
join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.ours
join pg_catalog.pg_attribute as p on p.attrelid = k.confrelid and p.attnum = k.theirs
group by k.oid, k.parent
"""


_WITH_PARENTS = """
with recursive wanted (oid) as (
    select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname = any (%s)
    union
    select k.confrelid from pg_catalog.pg_constraint k join wanted on k.conrelid = wanted.oid where k.contype = 'f'
)
select n.nspname, c.relname
from wanted join pg_catalog.pg_class c using (oid) join pg_catalog.pg_namespace n on n.oid = c.relnamespace
"""

_NAMES = """
select attname::text from pg_catalog.pg_attribute
where attrelid = pg_catalog.to_regclass(%s) and attnum > 0 and not attisdropped order by attname
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a table has, without those of its partitions and children; a checksum of each column."""

    rows: int
    columns: Mapping[str, str]

    def same_as(self, *others: Contents) -> bool:
        """In all columns that all of them have."""
        shared = self.columns.keys() & set.intersection(*(set(other.columns) for other in others))
        last = others[-1]
        return self.rows == last.rows and all(self.columns[name] == last.columns[name] for name in shared)


def contents(session: Session, tables: Iterable[str]) -> dict[str, Contents]:
    """Of those tables, as `public.t`, that are there."""
    found = {}
    for table in tables:
        name = qualified(*table.split(".", 1))
        columns = [column for (column,) in session.rows(_NAMES, [name])]
        sums = [f"md5(string_agg(coalesce({c}::text, ''), '|' order by {c}::text))" for c in map(identifier, columns)]
        if session.value("select pg_catalog.to_regclass(%s) is not null", [name]):
            count, *values = session.rows(f"select {', '.join(['count(*)', *sums])} from only {name}")[0]
            found[table] = Contents(count, dict(zip(columns, values, strict=True)))
    return found


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    category: str
    not_null: bool
    has_default: bool
    longest: int
    type_name: str
    labels: Sequence[str] | None
    checks: str | None


def fill(session: Session, only: Collection[str] = (), rows: int = ROWS, role: str = "") -> tuple[str, ...]:
    """Up to so many rows for each empty table; the tables, as `public.t`, for which no row could be made.

    `only` these, and what they refer to; else all. Parents before children. A row that a constraint refuses is
    tried again with what is required only. With a `role` the rows are written as that role, which is given the
    rights for it, and none afterwards.
    """
    wanted = set(session.rows(_WITH_PARENTS, [list(only)]))
    waiting = [
        (str(schema), str(name)) for schema, name in session.rows(_TABLES) if not only or (schema, name) in wanted
    ]
    with _as(session, role, waiting):
        patient = True
        while waiting:
            left = [table for table in waiting if not _filled(session, qualified(*table), rows, patient=patient)]
            if len(left) == len(waiting) and not patient:
                break
            patient = len(left) < len(waiting)
            waiting = left
    return tuple(f"{schema}.{name}" for schema, name in waiting)


@contextmanager
def _as(session: Session, role: str, tables: Collection[tuple[str, str]]) -> Iterator[None]:
    if not role:
        yield
        return
    schemas = sorted({identifier(schema) for schema, _ in tables})
    rights = [
        *(f"usage on schema {schema}" for schema in schemas),
        *(f"usage on all sequences in schema {schema}" for schema in schemas),
        *(f"select, insert on {qualified(*table)}" for table in tables),
    ]
    for right in rights:
        session.execute(f"grant {right} to {role}")
    session.execute(f"set session authorization {role}")
    try:
        yield
    finally:
        session.execute("reset session authorization")
        for right in rights:
            session.execute(f"revoke {right} from {role}")


def _filled(session: Session, table: str, rows: int, *, patient: bool) -> bool:
    """Whether it has rows now; whoever is patient waits until all of its parents have."""
    references = session.rows(_REFERENCES, [table])
    if patient and not all(session.value(f"select exists (select from {parent})") for _, parent, _ in references):
        return False
    if not session.value(f"select exists (select from {table})"):
        columns = tuple(_Column(*row) for row in session.rows(_COLUMNS, [table]))
        for number in range(rows):
            _insert(session, table, columns, _parents(session, references, number), number)
    return bool(session.value(f"select exists (select from {table})"))


def _insert(session: Session, table: str, columns: Sequence[_Column], parents: Mapping[str, str], number: int) -> None:
    required = [c for c in columns if c.name in parents or (c.not_null and not c.has_default)]
    for chosen in (columns, required):
        values = {c.name: parents.get(c.name) or _value(c, number) for c in chosen}
        names = ", ".join(identifier(name) for name in values)
        row = f"({names}) values ({', '.join(values.values())})" if values else "default values"
        try:
            session.execute(f"insert into {table} {row}")
        except psycopg2.Error:
            continue
        return


def _parents(session: Session, references: Iterable[Row], number: int) -> Mapping[str, str]:
    """Values of foreign keys: those of a row of the parent, NULL where it has none."""
    found: dict[str, str] = {}
    for ours, parent, theirs in references:
        names = ", ".join(f"{identifier(name)}::text" for name in theirs)
        count = int(session.value(f"select count(*) from {parent}"))
        rows = session.rows(f"select {names} from {parent} order by 1 offset {number % count} limit 1") if count else []
        for name, value in zip(ours, rows[0] if rows else [None] * len(ours), strict=True):
            found[name] = "null" if value is None else literal(str(value))
    return found


def _value(column: _Column, number: int) -> str:
    """An SQL expression; another one for each row, where the type has so many values."""
    allowed = _allowed(column)
    if allowed:
        return literal(allowed[number % len(allowed)])
    known = {
        "N": str(number + 1),
        "B": "true" if number % 2 else "false",
        "S": literal(f"sample {number + 1}"[-column.longest :]),
        "D": f"timestamp '2026-01-01 12:00' + interval '{number} days'",
        "T": f"interval '{number + 1} minutes'",
        "A": "'{}'",
        "I": f"'192.0.2.{number + 1}'",
        "R": "'empty'",
    }
    special = {
        "uuid": f"md5('sample {number}')::uuid",
        "json": f"""'{{"sample": {number}}}'""",
        "jsonb": f"""'{{"sample": {number}}}'""",
        "bytea": f"'\\x0{number}'",
    }
    value = special.get(column.type_name) or known.get(column.category, "null")
    return f"({value})::{column.type}" if column.category == "D" else value


def _allowed(column: _Column) -> Sequence[str]:
    """Labels of an enum; the texts that a check names, which most often are all that it admits."""
    if column.labels:
        return column.labels
    return _texts(column.checks or "") if column.category == "S" else ()


def _texts(check: str) -> tuple[str, ...]:
    found: Iterable[str] = re.findall(r"'((?:[^']|'')*)'", check)
    return tuple(text.replace("''", "'") for text in found)
