"""A plan as a page: complete, alone, and safe whatever the names are."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

from difftool.model.plan import Definition, Plan
from difftool.report.html.definitions import rows
from difftool.report.html.plan_page import plan_html
from tests.report.made import FINDING, STEPS, plan

HOSTILE = "</code></pre></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&lt;\u202e\x1b[31m\x00"
"""a name that would like to end its element, to run, to fetch, to leave its attribute, to turn what follows round"""
VOID = {"meta"}
JOBS = Definition(
    "table public.jobs",
    """\
  table public.jobs
    column id uuid not null default gen_random_uuid()
-   column user_id text
+   column user_id uuid
    column note character varying(50)
    constraint jobs_pkey PRIMARY KEY (id)
+   constraint jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE""",
)
GONE = Definition("table old.gone", '- table old.gone\n-   column "a b" integer\n')


class Read(HTMLParser):
    """Elements with their attributes; fails where one is not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def hostile() -> Plan:
    """A plan every text of which is hostile."""
    finding = replace(
        FINDING, subject=HOSTILE, sentence=HOSTILE, examples=(HOSTILE,), notes=(HOSTILE,), remedy=(HOSTILE,)
    )
    steps = [replace(s, title=HOSTILE, sql=(HOSTILE,), locks={HOSTILE: HOSTILE}, touches=(HOSTILE,)) for s in STEPS]
    steps = [replace(s, undo=replace(s.undo, sql=(HOSTILE,), why=HOSTILE), hazards=(HOSTILE,)) for s in steps]
    quoted = HOSTILE.replace('"', '""')
    key = f'constraint "{quoted}" FOREIGN KEY ("{quoted}") REFERENCES "{quoted}"."{quoted}"(id)'
    table = f'  table public."{quoted}"\n+   column "{quoted}" integer\n+   {key}'
    made = plan(tuple(steps), changes=(HOSTILE, f"+ {HOSTILE}"), database=HOSTILE)
    return replace(
        made,
        digest=HOSTILE,
        profile=HOSTILE,
        hazards=tuple(replace(h, code=HOSTILE, object=HOSTILE, effect=HOSTILE, remedy=HOSTILE) for h in made.hazards),
        verify=tuple(replace(v, sentence=HOSTILE, query=HOSTILE) for v in made.verify),
        not_compared=(HOSTILE,),
        information=(HOSTILE,),
        definitions=(Definition(f"table public.{HOSTILE}", table), Definition(HOSTILE, f"+ {HOSTILE}")),
        proof=replace(made.proof, forward=HOSTILE, notes=(HOSTILE,), no_rows_for=(HOSTILE,)),
        observed=replace(made.observed, findings=(finding, replace(finding, resolved_by="")), host=HOSTILE),
    )


def test_names_cannot_act() -> None:
    """Whatever a database or file calls things, the page has the same elements and attributes as with plain names."""
    tags = {tag for tag, _ in Read(plan_html(hostile(), HOSTILE)).elements}
    assert not tags & {"script", "img", "b", "link", "iframe", "object", "form", "base"}
    for _, attributes in Read(plan_html(hostile(), HOSTILE)).elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action")]
        assert (attributes.get("href") or "#").startswith("#")


def test_every_character_is_seen() -> None:
    """Controls and direction marks are written out, so that a name cannot look like another."""
    page = plan_html(hostile(), HOSTILE)
    assert "\\u202e\\x1b[31m\\x00" in page
    assert not set("\u202e\x1b\x00") & set(page)


def test_the_page_is_alone() -> None:
    """It fetches nothing and runs nothing: its policy admits its own style sheet, and that by its hash."""
    page = plan_html(plan())
    style = page.partition("<style>")[2].partition("</style>")[0]
    policy = next(a["content"] for t, a in Read(page).elements if t == "meta" and "http-equiv" in a)
    seal = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_it_says_what_a_plan_says() -> None:
    """Changes, steps with SQL, locks and way back, findings with keys, hazards, promises, proof, digest."""
    page = "".join(Read(plan_html(replace(plan(), definitions=(JOBS,)), "plans/x.yaml")).text)
    for told in (
        "foreign key jobs_user_id_fkey (user_id) -> profiles(id) on delete cascade",
        "writes: jobs, profiles",
        "share row exclusive",
        "alter table public.jobs validate constraint jobs_user_id_fkey;",
        "alter table public.jobs drop constraint jobs_user_id_fkey;",
        "137 of 5,178 rows",
        "0b1c",
        "orphans: llm_workflow_jobs.user_id become: set-null",
        "deleting a user deletes jobs",
        "remedy: restrict",
        "every job names a known user, or none",
        "forward equal, back equal, pg_dump as observer equal",
        "rehearsed on 18, live is 15",
        "values and rows come back from quarantine",
        "comments (profile)",
        "difftool apply plans/x.yaml --approve 4f1c9ab27d03",
        plan().digest,
    ):
        assert told in page


def test_the_tables_are_drawn() -> None:
    """Before and after, in words too: which columns come and go, and what refers to what."""
    page = plan_html(replace(plan(), definitions=(JOBS, GONE)))
    titles = re.findall(r"<title id=[^>]*>([^<]*)</title>", page)
    assert titles == [
        "Before: jobs: 3 columns; old.gone: 1 column",
        "After: jobs: 3 columns; jobs.user_id refers to profiles",
    ]


def test_tables_that_are_not_drawn() -> None:
    """Where there are more than anybody can read, it is said how many are drawn."""
    many = tuple(replace(JOBS, object=f"table public.t{n}") for n in range(14))
    assert "Drawn are 12 of 14 tables." in plan_html(replace(plan(), definitions=many))
    assert "Drawn are" not in plan_html(replace(plan(), definitions=many[:12]))


def test_lines_stand_beside_those_they_replace() -> None:
    """A line stands beside the one of the same name; what is new or gone stands alone."""
    found = [*rows(JOBS.diff)]
    assert ("  column user_id text", "  column user_id uuid") in found
    assert found[-1][0] is None
    assert found[0] == ("table public.jobs", "table public.jobs")


def test_nothing_to_do() -> None:
    """A plan without steps says so, and what was not compared."""
    page = "".join(Read(plan_html(plan((), changes=(), verify=()))).text)
    assert "Nothing to do: live equals integrated." in page
    assert "comments (profile)" in page


def test_headings_and_anchors_hold_together() -> None:
    """Each section is a landmark named by its heading, links lead somewhere, and no two ids are the same."""
    elements = Read(plan_html(replace(plan(), definitions=(JOBS,)))).elements
    ids = [a["id"] for _, a in elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = [(a["href"] or "")[1:] for t, a in elements if t == "a"]
    named = [a["aria-labelledby"] for t, a in elements if t in ("section", "svg")]
    assert {*links, *named} <= {*ids}
    assert [t for t, _ in elements if t in ("h1", "main", "nav", "header", "footer")] == [
        "header",
        "h1",
        "nav",
        "main",
        "footer",
    ]
