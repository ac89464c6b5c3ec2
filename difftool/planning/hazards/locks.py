"""What stands still while a step runs: locks that others wait for, and for how long, as far as that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from difftool.model.hazard import Example, HazardKind
from difftool.model.plan import Step
from difftool.planning.forms import Form, form_of
from difftool.planning.hazards.reading import read_by
from difftool.planning.hazards.rule import Activity, Danger, Rule, Seen
from difftool.planning.partitions import leaves
from difftool.sql.quote import identifier

_STOPS = {
    "SHARE": "writers",
    "SHARE ROW EXCLUSIVE": "writers",
    "EXCLUSIVE": "writers",
    "ACCESS EXCLUSIVE": "readers and writers",
}
"""lock mode -> who waits for it (manual: "Explicit Locking")"""

_READ, _LOOKED_UP, _REWRITTEN = 0.3e-6, 1.7e-6, 4.6e-6
"""Seconds a row: a condition is asked, a key is looked up or sorted, the row is written anew; 5 million narrow rows."""
_WRITTEN = 1e-8
"""seconds a byte that is written anew: 100 MB a second"""
_MB = 10**6
_RARELY = 0.05
"""rows a second below which nobody notices"""
_KEYS = ("CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION", "CONSTR_FOREIGN")


@dataclass(frozen=True, slots=True)
class Hold:
    """What a step does with a relation while somebody waits: `reads` or rewrites all of it, in `seconds`, estimated."""

    step: Step
    relation: str
    reads: bool
    seconds: float

    @property
    def waiting(self) -> str:
        """As "writers of public.a; readers and writers of public.b"."""
        held: dict[str, list[str]] = {}
        for relation, mode in sorted(self.step.locks.items()):
            if mode in _STOPS:
                held.setdefault(_STOPS[mode], []).append(relation)
        return "; ".join(f"{who} of {', '.join(relations)}" for who, relations in sorted(held.items()))


def _holds(seen: Seen) -> Iterator[Hold]:
    """Of relations above small_table, in steps that somebody waits for."""
    known = _Known({".".join(name): [*map(".".join, found)] for name, found in leaves(seen.before).items()})
    for step in seen.steps:
        for relation in step.rewrites:
            yield from _large(seen, step, relation, _REWRITTEN)
        for statement in (*step.catch_up, *step.sql):
            form = form_of(statement)
            relation = ".".join(form.relation)
            if relation not in step.rewrites and not known.says(statement, form):
                yield from _large(seen, step, relation, _per_row(form), reads=True)
            for read in read_by(statement, form, step, seen.before) if not step.batch else ():
                yield from _large(seen, step, read, _LOOKED_UP, reads=True)
            known.learn(statement, form)


@dataclass(frozen=True, slots=True)
class _Known:
    """What steps have made sure of, so that later ones need not read it: columns that are filled, valid constraints.

    `partitions` are the ones with the rows of partitioned tables.
    """

    partitions: Mapping[str, Sequence[str]]
    filled: set[tuple[str, str]] = field(default_factory=set)
    valid: set[tuple[str, str]] = field(default_factory=set)

    def says(self, statement: str, form: Form) -> bool:
        relation, partitions = ".".join(form.relation), self.partitions.get(".".join(form.relation), ())
        if partitions and (" ONLY " in statement or all((each, form.member) in self.valid for each in partitions)):
            return True  # a partitioned table has no rows, and a key of each partition is taken over
        return (relation, identifier(form.member)) in self.filled

    def learn(self, statement: str, form: Form) -> None:
        relation = ".".join(form.relation)
        self.filled.update((relation, name) for name in _FILLED.findall(statement))
        renamed = _RENAMED.findall(statement)
        self.filled.update((relation, name) for was, name in renamed if (relation, was) in self.filled)
        if "AT_ValidateConstraint" in form.actions:
            self.valid.add((relation, form.member))


_NAME = r'(\w+|"(?:[^"]|"")+")'
_FILLED = re.compile(rf"CHECK \({_NAME} IS NOT NULL(?: AND .*)?\) NOT VALID")
"""once that is validated, SET NOT NULL reads no row (planning.rewrites.not_null, planning.retyping.swap)"""
_RENAMED = re.compile(rf"RENAME COLUMN {_NAME} TO {_NAME}$")


def _large(seen: Seen, step: Step, relation: str, per_row: float, *, reads: bool = False) -> Iterator[Hold]:
    rows, size = seen.activity.rows.get(relation, 0), seen.activity.bytes.get(relation, 0)
    hold = Hold(step, relation, reads, max(rows * per_row, 0 if reads else size * _WRITTEN))
    if per_row and rows > seen.policy.small_table and hold.waiting:
        yield hold


def _per_row(form: Form) -> float:
    """Seconds that a statement takes for each row that it reads under its lock; 0 where it reads none."""
    if form.node == "IndexStmt":
        return _LOOKED_UP if form.transaction else 0
    if "AT_AddConstraint" in form.actions and not form.not_valid and not form.ready:
        return _LOOKED_UP if form.constraint in _KEYS else _READ
    return _READ if "AT_SetNotNull" in form.actions else 0


def _too_long(seen: Seen) -> dict[int, list[Hold]]:
    """By step: it holds its locks until it commits, so what it does to one table, those of all its tables wait for."""
    by_step: dict[int, list[Hold]] = {}
    for hold in _holds(seen):
        by_step.setdefault(hold.step.id, []).append(hold)
    return {n: holds for n, holds in by_step.items() if sum(h.seconds for h in holds) > seen.policy.max_lock}


def _long(seen: Seen) -> Iterator[Danger]:
    for number, holds in _too_long(seen).items():
        longest = max(holds, key=lambda hold: hold.seconds)
        seconds = _rounded(sum(hold.seconds for hold in holds))
        told = f"about {seconds} by estimate; {_told(longest.relation, seen.activity)}"
        yield Danger(number, longest.relation, f"{longest.waiting} wait longer than max_lock", told)


def _scan(seen: Seen) -> Iterator[Danger]:
    """What takes too long has been told."""
    long = _too_long(seen)
    reading = {(hold.step.id, hold.relation): hold for hold in _holds(seen) if hold.reads}
    for (number, relation), hold in reading.items():
        if number not in long:
            yield Danger(number, relation, f"reads all rows while {hold.waiting} wait", _told(relation, seen.activity))


def _rewrite(seen: Seen) -> Iterator[Danger]:
    for hold in _holds(seen):
        if not hold.reads:
            replicas = seen.activity.replicas
            told = [_told(hold.relation, seen.activity), *([f"followers: {replicas}"] if replicas else [])]
            effect = f"writes the table and its indexes anew while {hold.waiting} wait"
            yield Danger(hold.step.id, hold.relation, effect, "; ".join(told))


def _told(relation: str, activity: Activity) -> str:
    """As "about 25,000 rows, 3 MB, 12 rows written a second"."""
    size, writes = activity.bytes.get(relation, 0), activity.writes.get(relation, 0.0)
    told = [f"about {activity.rows.get(relation, 0):,} rows", *([f"{size // _MB:,} MB"] if size > _MB else [])]
    return ", ".join([*told, *([f"{writes:,.1f} rows written a second"] if writes >= _RARELY else [])])


def _rounded(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _filled(name: str, columns: str, values: str) -> str:
    """A table that is large enough to matter."""
    rows = f"insert into {name} select {values} from generate_series(1, 20000) as n"
    return f"create table {name} ({columns});\n{rows};\nanalyze {name};"


_INDEXED = """create table parcels (id integer primary key, weight integer);
create index parcels_weight on parcels (weight);"""
_CHECKED = "create table readings (id integer primary key, level integer check (level > 0));"

LONG_LOCK = Rule(
    HazardKind(
        "LONG-LOCK",
        "others wait too long",
        "confirm",
        condition="blocks others for longer than `max_lock`, estimated from the rows that it reads or rewrites",
        effect="Whoever wants to write, or even to read, waits until the step commits, and so do all behind them.",
        remedy="let the plan be online (policy: online: auto), or apply it when the table is not in use",
        bad=Example(
            _filled("parcels", "id integer primary key, weight integer", "n, n"),
            _INDEXED,
            "policy: {online: never, max_lock: 20ms}",
        ),
        good=Example(
            _filled("parcels", "id integer primary key, weight integer", "n, n"),
            _INDEXED,
            "policy: {max_lock: 20ms}",
        ),
    ),
    _long,
)

FULL_SCAN = Rule(
    HazardKind(
        "FULL-SCAN",
        "a table is read under a lock",
        "allow",
        condition="reads a table of more than `small_table` rows while it blocks others, though not for longer than "
        "`max_lock` by estimate",
        effect="Writers wait until all rows were read.",
        remedy="let the plan be online (policy: online: auto), or apply it when the table is not in use",
        bad=Example(
            _filled("readings", "id integer primary key, level integer", "n, n"), _CHECKED, "policy: {online: never}"
        ),
        good=Example(_filled("readings", "id integer primary key, level integer", "n, n"), _CHECKED),
    ),
    _scan,
)

TABLE_REWRITE = Rule(
    HazardKind(
        "TABLE-REWRITE",
        "a table is written anew",
        "confirm",
        condition="gives a table of more than `small_table` rows a new file, as seen in the rehearsal",
        effect="Nobody can read or write the table meanwhile, it needs its size in free space once more, and replicas "
        "have to follow.",
        remedy="let the plan be online (policy: online: auto), or apply it when the table is not in use",
        bad=Example(
            _filled("visits", "id integer primary key, seconds integer", "n, n"),
            "create table visits (id integer primary key, seconds bigint);",
            "policy: {online: never}",
        ),
        good=Example(
            _filled("visits", "id integer primary key, page varchar(20)", "n, 'home'"),
            "create table visits (id integer primary key, page varchar(80));",
        ),
    ),
    _rewrite,
)
