"""Random tables with rows that are in the way of a change, and the data rule that takes care of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from difftool.sql.quote import literal

TYPES = ("integer", "bigint", "text", "uuid", "numeric(12,3)", "timestamptz", "varchar(40)")
WORDS = ("", "a", "A ", "it's", "back\\slash", "100%", "ünï", "null", '"quoted"', "a\nb")


@dataclass
class Case:
    """Schemas before and after, rows, and rules as YAML; `unsure` are tables that a rule changes for good."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    def both(self, statement: str) -> None:
        self.before.append(statement)
        self.after.append(statement)

    def insert(self, table: str, rows: Iterator[tuple[str, ...]]) -> None:
        self.rows += [f"insert into {table} values ({', '.join(row)})" for row in rows]


def some(random: Random, type_: str, number: int) -> str:
    """A literal of the type; another one for each number."""
    if type_ == "uuid":
        return f"'{UUID(int=number * 7919 + 1)}'"
    if type_ == "timestamptz":
        return f"timestamptz '2024-02-29 12:00+00' + interval '{number} days 0.000001 seconds'"
    if type_ in ("text", "varchar(40)"):
        return literal(f"{random.choice(WORDS)}{number}")
    return f"{number}{'.125' if type_.startswith('numeric') else ''}"


def maybe(random: Random, value: str, chance: float = 0.3) -> str:
    return "null" if random.random() < chance else value


def orphans(random: Random, case: Case) -> None:
    """Parents, children of whom some name nobody, and what hangs on the children."""
    key, own, nullable = random.choice(TYPES), random.choice(TYPES), random.random() < 0.7
    null = "" if nullable else " not null"
    case.both(f"create table orphan_parent (id {key} primary key, note text)")
    table = f"create table orphan (id {own} primary key, parent {key}{null}, note text"
    case.before.append(f"{table})")
    action = random.choice(("", " on delete cascade"))
    case.after.append(f"{table}, constraint orphan_key foreign key (parent) references orphan_parent{action})")
    case.both(
        f"create table orphan_child (id int primary key, owner {own} not null references orphan on delete cascade)"
    )
    case.insert("orphan_parent", ((some(random, key, n), "'p'") for n in range(4)))
    known = [some(Random(0), key, n) for n in range(4)] if key not in ("text", "varchar(40)") else []
    parents = [*known, *(some(random, key, n + 50) for n in range(4))]
    own_keys = [some(random, own, n) for n in range(12)]
    case.insert(
        "orphan",
        (
            (k, maybe(random, random.choice(parents), 0.3 if nullable else 0), literal(random.choice(WORDS)))
            for k in own_keys
        ),
    )
    case.insert("orphan_child", ((str(n), random.choice(own_keys)) for n in range(10)))
    become = random.choice(("delete", "quarantine", *(["set-null"] if nullable else [])))
    case.rules.append(f"{{orphans: orphan.parent, become: {become}}}")


def nulls(random: Random, case: Case) -> None:
    key, type_ = random.choice(TYPES), random.choice(TYPES)
    table = "create table hole (id {} primary key, value {}{}, note text)"
    case.before.append(table.format(key, type_, ""))
    case.after.append(table.format(key, type_, " not null"))
    case.both(f"create table hole_child (id int primary key, owner {key} not null references hole on delete cascade)")
    keys = [some(random, key, n) for n in range(12)]
    case.insert("hole", ((k, maybe(random, some(random, type_, n)), maybe(random, "'x'")) for n, k in enumerate(keys)))
    case.insert("hole_child", ((str(n), random.choice(keys)) for n in range(8)))
    default = some(random, type_, 99).replace("\n", " ").replace("\\", "").replace('"', "").replace("E'", "'")
    become = random.choice(("delete", "quarantine", f'{{default: "{default}"}}'))
    case.rules.append(f"{{nulls: hole.value, become: {become}}}")


def duplicates(random: Random, case: Case) -> None:
    key, type_ = random.choice(TYPES), random.choice(TYPES)
    columns = random.choice(("value", "value, kind"))
    table = f"create table twin (id {key} primary key, value {type_}, kind int, note text"
    case.before.append(f"{table})")
    case.after.append(f"{table}, constraint twin_value unique ({columns}))")
    hangs = random.choice(("", " on delete cascade", " on delete set null"))
    case.both(f"create table twin_child (id int primary key, owner {key} references twin{hangs}, note text)")
    fixed, keys = [some(random, type_, n) for n in range(3)], [some(random, key, n) for n in range(14)]
    case.insert(
        "twin",
        ((k, maybe(random, random.choice(fixed), 0.2), str(random.randrange(2)), "'n'") for k in keys),
    )
    case.insert("twin_child", ((str(n), maybe(random, random.choice(keys)), "'c'") for n in range(10)))
    keep = random.choice(("first", "last", "{by: kind}"))
    case.rules.append(f'{{duplicates: "twin({columns})", keep: {keep}}}')


def fill(random: Random, case: Case) -> None:
    key, null = random.choice(TYPES), random.choice(("", " not null"))
    case.both("create table kinds (name text primary key, weight int not null)")
    case.rows.append("insert into kinds values ('red', 1), ('blue', 2)")
    case.before.append(f"create table box (id {key} primary key, kind text not null, size int)")
    source = random.choice((" , size int", ""))
    case.after.append(f"create table box (id {key} primary key, kind text not null{source}, weight int{null})")
    case.insert(
        "box",
        ((some(random, key, n), random.choice(("'red'", "'blue'")), maybe(random, str(n))) for n in range(12)),
    )
    rule = random.choice(('from: "coalesce(size, 0) * 2"', 'from: kinds.weight, join: "kinds.name = t.kind"'))
    case.rules.append(f"{{fill: box.weight, {rule}}}")


def rekey(random: Random, case: Case) -> None:
    key, null = random.choice(("integer", "uuid", "bigint")), random.choice(("", " not null"))
    case.before.append(f"create table maker (id {key} primary key, name text not null unique, note text)")
    case.after.append("create table maker (name text primary key, note text)")
    case.before.append(f"create table model (id int primary key, maker_id {key}{null} references maker, note text)")
    case.after.append(f"create table model (id int primary key, note text, maker text{null} references maker)")
    keys = [some(random, key, n) for n in range(5)]
    case.insert("maker", ((k, some(random, "text", n), maybe(random, "'n'")) for n, k in enumerate(keys)))
    case.insert(
        "model",
        ((str(n), maybe(random, random.choice(keys), 0 if null else 0.3), maybe(random, "'m'")) for n in range(12)),
    )
    case.rules.append("{rekey: maker, from: id, to: name, carry: {model.maker_id: maker}}")


def rename(random: Random, case: Case) -> None:
    type_ = random.choice(TYPES)
    case.before.append(f"create table old_name (id int primary key, value {type_}, other text)")
    case.insert("old_name", ((str(n), maybe(random, some(random, type_, n)), maybe(random, "'o'")) for n in range(8)))
    if random.random() < 0.5:
        case.after.append(f"create table new_name (id int primary key, value {type_}, other text)")
        case.rules += ["{rename: old_name, to: new_name}", "{rename: old_name_pkey, to: new_name_pkey}"]
    else:
        case.after.append(f"create table old_name (id int primary key, renamed {type_}, other text)")
        case.rules.append("{rename: old_name.value, to: renamed}")


def convert(random: Random, case: Case) -> None:
    key = random.choice(TYPES)
    here, there, using = random.choice(
        (
            ("text", "integer", "value::integer"),
            ("numeric(9,2)", "integer", "round(value)::integer"),
            ("integer", "text", "value::text || '!'"),
            ("timestamptz", "date", "(value at time zone 'UTC')::date"),
        )
    )
    for schema, type_ in ((case.before, here), (case.after, there)):
        schema.append(f"create table turned (id {key} primary key, value {type_}, note text)")

    def value(n: int) -> str:
        return {"text": f"'{'0' * (n % 3)}{n}'", "numeric(9,2)": f"{n}.{n % 4 * 25}"}.get(here, some(random, here, n))

    case.insert("turned", ((some(random, key, n), maybe(random, value(n)), "'n'") for n in range(12)))
    case.rules.append(f'{{convert: turned.value, using: "{using}"}}')


def own_sql(random: Random, case: Case) -> None:
    case.both("create table audit (id int primary key, n int)")
    case.insert("audit", ((str(n), maybe(random, str(n))) for n in range(6)))
    case.unsure.append("audit")
    case.rules.append(
        '{sql: "update audit set n = 0 where n is null", expect: "select count(*) from audit where n is null"}'
    )


KINDS: tuple[Callable[[Random, Case], None], ...] = (
    orphans,
    nulls,
    duplicates,
    fill,
    rekey,
    rename,
    convert,
    own_sql,
)


def case_of(seed: int) -> Case:
    """Of the first seeds each has all kinds of rules, of the others some."""
    random, case = Random(seed), Case()
    kinds = KINDS if seed < 2 else random.sample(KINDS, random.randint(1, 4))
    for kind in kinds:
        kind(random, case)
    return case
