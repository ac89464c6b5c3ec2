"""The diagram of what changes: tables, their keys, what is new about them."""

from __future__ import annotations

import re

import pytest

from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.report.comment_diagram import diagram

JOBS = Ident("table", "public", "jobs")
COLUMN = r'    (?![PFU]K )[A-Za-z]\w* (?![PFUpfu][kK] )[A-Za-z]\w*( PK| FK| PK, FK)?( "[\w ]+")?'
LINE = re.compile(rf'erDiagram|  t\d+\["[\w .,()-]+"\]( \{{)?|{COLUMN}|  \}}|  t\d+ \|\|--o\{{ t\d+ : "[\w .,()-]+"')


def part(kind: str, name: str, table: Ident = JOBS, **facts: object) -> CatalogObject:
    notes = {"position": facts.pop("position", 1)}
    return CatalogObject(Ident(kind, table.schema, table.name, name), "", (0, 0, 0), facts, table, notes)


def table(ident: Ident = JOBS) -> CatalogObject:
    return CatalogObject(ident, "", (0, 0, 0), {})


def catalog(*objects: CatalogObject) -> Catalog:
    return Catalog(180000, {thing.ident: thing for thing in objects})


def comes(thing: CatalogObject) -> Change:
    return Change(Verb.CREATE, thing.ident, None, thing)


KEY = part("constraint", "k", definition="PRIMARY KEY (id)")
ID = part("column", "id", type="uuid")
USER = part("column", "user_id", type="uuid", position=2)
NOTE = part("column", "note", type="character varying(50)", position=3)
FOREIGN = part("constraint", "f", definition='FOREIGN KEY (user_id) REFERENCES "Main".profiles(id) ON DELETE CASCADE')


def test_changed_columns_and_keys() -> None:
    """Of an altered table only what changed and its keys, and what it refers to, with what is new about that."""
    before, after = catalog(table(), ID, USER, NOTE, KEY), catalog(table(), ID, USER, NOTE, KEY, FOREIGN)
    assert diagram([comes(FOREIGN)], before, after).splitlines() == [
        "erDiagram",
        '  t0["jobs"] {',
        "    uuid id PK",
        "    uuid user_id FK",
        "  }",
        '  t1["Main.profiles"]',
        '  t1 ||--o{ t0 : "user_id new"',
    ]


def test_a_new_table_is_shown_whole() -> None:
    """All columns of a table that comes, in their order."""
    drawn = diagram([comes(table())], catalog(), catalog(table(), NOTE, ID, KEY))
    assert drawn.splitlines()[1:5] == ['  t0["jobs (new)"] {', "    uuid id PK", "    varchar_50 note", "  }"]


def test_nothing_to_draw() -> None:
    """Without a table among the changes there is no diagram."""
    kind = CatalogObject(Ident("enum", "public", "e"), "", (0, 0, 0), {})
    assert diagram([comes(kind)], catalog(), catalog(kind)) == ""


def test_large_ones_are_cut() -> None:
    """Twelve tables of twenty columns at most: more nobody can read."""
    idents = [Ident("table", "public", f"t_{n}") for n in range(100)]
    columns = [part("column", f"c{n}", ident, type="text", position=n) for ident in idents for n in range(50)]
    things = [*map(table, idents), *columns]
    drawn = diagram([comes(table(ident)) for ident in idents], catalog(), catalog(*things))
    assert drawn.count("[") == 12
    assert drawn.count('    and more "30 columns"') == 12


@pytest.mark.parametrize(
    "name", ['"]\nclick t0 "x"', "a;b%%{init}", "</pre>", "#quot;", "1", "", "\\", "é\u202e", "pk"]
)
def test_names_are_only_names(name: str) -> None:
    """No name, type or schema is read as a statement of Mermaid's: each line is one of ours."""
    odd = Ident("table", name, name)
    things = [
        table(odd),
        part("column", name, odd, type=name),
        part("constraint", name, odd, definition=f'FOREIGN KEY ("{name}") REFERENCES "{name}"."{name}"(x)'),
    ]
    drawn = diagram([comes(thing) for thing in things], catalog(), catalog(*things))
    assert [line for line in drawn.splitlines() if not LINE.fullmatch(line)] == []
