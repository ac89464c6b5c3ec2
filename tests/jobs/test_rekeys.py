"""Rekeys of tables with odd names, of keys that are made anew, and what is refused before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import DifftoolError
from difftool.files.profiles import load_profile
from difftool.jobs.make_plan import make_plan
from difftool.jobs.roll_back import roll_back
from difftool.model.profile import Profile, Settings
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow
from tests.jobs.rolling import apply, work

ODD = """create table "Odd makers" (id uuid primary key default gen_random_uuid(), "na me" text unique not null);
create table "Mo""dels" (id integer primary key, maker uuid references "Odd makers", up integer references "Mo""dels");
"""
EVEN = """create table "Odd makers" ("na me" text primary key);
create table "Mo""dels" (id integer primary key, up integer references "Mo""dels",
  "ma ker" text references "Odd makers");
"""
RULE = """{rekey: '"Odd makers"', from: id, to: '"na me"', carry: {'"Mo""dels".maker': '"ma ker"'},
    generate: gen_random_uuid()}"""
NAMED = """create table makers (name text primary key);
create table models (id integer primary key, maker text references makers);
insert into makers values ('a'), ('b'); insert into models values (1, 'a'), (2, 'b'), (3, null)
"""
NUMBERED = """create table makers (id {} primary key, name text not null unique);
create table models (id integer primary key, maker_id bigint references makers)
"""


def wanted(folder: Path, target: str, rule: str) -> Profile:
    (folder / "target.sql").write_text(target)
    (folder / "any.yaml").write_text(
        f"snapshot: [target.sql]\nmanages: [public.*]\ndata:\n  - {rule}\npolicy: {{shadow: any}}\n"
    )
    return load_profile("any", Settings(str(folder), str(folder)))


@pytest.mark.slow
def test_odd_names_are_followed(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """Names in quotes are found as they are, and values with quotes and line breaks return to the byte."""
    database.execute(ODD)
    database.execute("""insert into "Odd makers" ("na me") values (E'a''b'), (E'\\u00fc\\n'), ('x"y')""")
    database.execute('insert into "Mo""dels" select row_number() over (), id, 1 from "Odd makers"')
    ask = 'select to_jsonb(m), to_jsonb(o) from "Mo""dels" m full join "Odd makers" o on o.id = m.maker order by m.id'
    before, on = database.rows(ask), work(shadow, database)
    apply(on, make_plan(on, wanted(tmp_path, EVEN, RULE)))
    linked = 'select count(*) from "Mo""dels" join "Odd makers" on "na me" = "ma ker"'
    assert database.value(linked) == 3
    apply(on, roll_back(on))
    assert database.rows(ask) == before


def test_a_key_that_the_database_counts_is_made_for_each_row(shadow: Shadow, database: Session, tmp_path: Path) -> None:
    """An identity numbers the rows that are there, and what refers to them follows."""
    database.execute(NAMED)
    target = NUMBERED.format("bigint generated always as identity")
    rule = "{rekey: makers, from: name, to: id, carry: {models.maker: maker_id}}"
    on = work(shadow, database)
    apply(on, make_plan(on, wanted(tmp_path, target, rule)))
    found = database.rows("select m.id, name from models m left join makers k on k.id = maker_id order by 1")
    assert found == [(1, "a"), (2, "b"), (3, None)]


@pytest.mark.parametrize(
    ("key", "new", "told"),
    [
        ("bigint", "maker_id", "2 rows would break a statement"),
        ("bigserial", "maker_id", "takes its values from a sequence"),
        ("bigint generated always as identity", "makerid", "has no column public.models.makerid"),
    ],
)
def test_what_cannot_be_carried_is_told(
    shadow: Shadow, database: Session, tmp_path: Path, key: str, new: str, told: str
) -> None:
    """No values for the new key, a sequence that is yet to come, or a column that the snapshot lacks."""
    database.execute(NAMED)
    rule = f"{{rekey: makers, from: name, to: id, carry: {{models.maker: {new}}}}}"
    with pytest.raises(DifftoolError, match=told):
        make_plan(work(shadow, database), wanted(tmp_path, NUMBERED.format(key), rule))
