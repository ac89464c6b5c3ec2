"""The comment on a pull request: what it says first, and that nothing out of a database acts in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from difftool.model.catalog import Catalog, Ident
from difftool.model.change import Change
from difftool.model.plan import Batch, Hazard, Plan, Step, Undo, UndoKind
from difftool.model.review import Fate, LivePlan, Refusal, Review
from difftool.report.comment import LIMIT, Occasion, comment, marker
from tests.report.made import STEPS, altered, created, dropped, plan

WHERE = Occasion("origin/main", "0123456789ab", link="https://github.com/octo/app/actions/runs/9")
GITHUB = 65_536

HOSTILE = (
    "@everyone #1 octo/app#2 https://evil.example www.evil.example a@b.example",
    "</details><script>alert(1)</script><img src=x onerror=y>",
    "`</code>` ``| x |`` \\| **bold** [click](https://evil.example)",
    "``````\n# heading\n- [ ] task\n<!-- difftool:standalone -->",
    "\u202egnp.exe\x1b[31m\u2028next\r\nline",
    "![image](https://evil.example/x.png) :tada: $x^2$ <https://evil.example>",
    "|---|\n| cell | cell |\n\\",
    '"]\nclick t0 "https://evil.example"\n%% init #quot; </pre>```',
    " ",
    "--> <b>",
)


def review(changes: tuple[Change, ...], made: Plan | None = None, **more: object) -> Review:
    """Of `jobs`, with empty catalogs unless said otherwise."""
    given = {"before": Catalog(180000, {}), "after": Catalog(180000, {})} | more
    return Review("integrated", Fate.CHANGED, changes, plan=made, **given)  # type: ignore[arg-type]  # as the test says


def column(name: str, table: str = "jobs") -> Ident:
    return Ident("column", "public", table, name)


CHANGED = (
    created(column("tenant"), type="text"),
    altered(column("priority"), type=("integer", "bigint")),
    dropped(column("old")),
)


def test_the_verdict_stands_first() -> None:
    """Behind the hidden marker comes the profile with counts of what changes, and what is dangerous about it."""
    text = comment(review(CHANGED, plan(), losses=("column public.jobs.old",)), WHERE)
    lines = text.split("\n\n")
    assert lines[0] == "<!-- difftool:integrated -->"
    assert lines[1] == "### `integrated`: 1 added, 1 altered, 1 dropped, **loses data**"
    assert "- `~ column jobs.priority: type integer -> bigint`" in lines[2]


def test_all_that_a_reviewer_needs() -> None:
    """Hazards, questions to the rows, promises, the proof; SQL, way back and diagram folded; what was compared."""
    text = comment(review(CHANGED, plan()), WHERE)
    assert "| **hazard** `CASCADE-REACH` | step 1: `deleting a user deletes jobs` | allow; `restrict` |" in text
    assert "| data check | step 3: `rows that" in text
    assert "| promised | `every job names a known user, or none` | asked at the end |" in text
    assert "**Proved**, without rows: `from the base's target: forward equal, back equal" in text
    assert (
        re.findall("<summary>(.*)</summary>", text)
        == [
            "Steps and SQL: 3 steps",
            "Way back of the schema: lossless, rows come back from quarantine",
            "Tables",
        ]
        or "Tables" not in text
    )
    assert "`0123456789ab` compared with `origin/main` · [run](https://github.com/octo/app/actions/runs/9)" in text


def test_all_that_runs_is_shown() -> None:
    """Of a step that mends rows a part at a time: how many, and what it runs before its questions."""
    step = replace(STEPS[1], batch=Batch("public.jobs", ("id",), 5000), catch_up=("select 'first'",))
    text = comment(review(CHANGED, plan((step,))), WHERE)
    assert "-- step 2, clean, 5,000 rows at a time: set orphaned user_ids to null, kept aside\nselect 'first';" in text


def test_how_to_apply_it() -> None:
    """Against a live database: rows that were counted, the whole digest, and the commands that apply exactly this."""
    text = comment(review(CHANGED, plan(), live=(LivePlan("production", plan()),)), WHERE)
    assert "#### On `production`: 3 steps" in text
    assert "137 of 5,178" in text
    assert "Digest `sha256:4f1c9ab27d03aaaabbbbccccddddeeeeffff0000111122223333444455556666`" in text
    assert "difftool plan --profile integrated --environment production -o plans/integrated.yaml" in text
    assert "difftool apply plans/integrated.yaml --environment production --approve 4f1c9ab27d03" in text


def test_a_live_database_that_refuses() -> None:
    """The refusal stands with its details, as the lines that would resolve it, in the comment and in its headline."""
    no = LivePlan("production", refusal=Refusal("137 rows would break a statement", 20, ("  - orphans: jobs.user_id",)))
    text = comment(review(CHANGED, plan(), live=(no,)), WHERE)
    assert "**refused**" in text.split("\n\n")[1]
    assert "**Refused** (20): `137 rows would break a statement`\n\n```text\n  - orphans: jobs.user_id\n```" in text


@pytest.mark.parametrize(
    ("found", "headline", "more"),
    [
        (Review("x", Fate.SAME), "`x` no longer changes anything", "the same as on `origin/main`"),
        (Review("x", Fate.REMOVED), "`x` is removed", "not watched any more"),
        (Review("x", Fate.CHANGED, refusal=Refusal("a.sql:3: no", 11)), "`x` cannot be built", "(11): `a.sql:3: no`"),
        (review((), unreadable=Refusal("no", 11)), "`integrated` cannot be compared with the base", "(11): `no`"),
        (review((), released=("table public.t",)), "`integrated`: 1 no longer managed", "`table public.t` is no long"),
        (review(CHANGED[:1], refusal=Refusal("no way", 15)), "`integrated`: 1 added, **refused**", "15"),
    ],
)  # fmt: skip
def test_other_verdicts(found: Review, headline: str, more: str) -> None:
    """Each fate of a profile has a headline of its own, and a sentence that says why."""
    text = comment(found, WHERE)
    assert text.split("\n\n")[1] == f"### {headline}"
    assert more in text


def hostile_plan(text: str) -> Plan:
    step = Step(
        1,
        STEPS[0].phase,
        text,
        (f"comment on table x is '{text}'",),
        Undo(UndoKind.IRREVERSIBLE, (f"-- {text}",), text),
        probes=(replace(STEPS[2].probes[0], about=text),),
        locks={text: "ACCESS EXCLUSIVE"},
        touches=(text,),
    )
    made = plan((step,), changes=(text,))
    finding = replace(made.observed.findings[0], sentence=text, resolved_by=text)
    return replace(
        made,
        hazards=(Hazard("DATA-LOSS", 1, text, text, text),),
        verify=(replace(made.verify[0], sentence=text),),
        proof=replace(made.proof, no_rows_for=(text,), notes=(text,)),
        target=replace(made.target, database=text),
        observed=replace(made.observed, findings=(finding,)),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_acts(text: str) -> None:
    """Whatever names, defaults and messages hold: no link, mention, image, heading, or HTML but our folds."""
    table = Ident("table", "public", text)
    changes = (created(table), altered(column(text, text), default=(text, f"{text}.")))
    after = Catalog(180000, {change.ident: change.after for change in changes if change.after})
    found = review(
        changes,
        hostile_plan(text),
        after=after,
        losses=(text,),
        released=(text,),
        refusal=Refusal(text, 15, (text,)),
        live=(LivePlan(text, hostile_plan(text)), LivePlan(text, refusal=Refusal(text, 20, (text, text)))),
    )
    written = comment(replace(found, profile=text), Occasion(text, text, text, f"https://x.example/ {text}"))
    outside, headings = _outside_of_code(written)
    assert not re.search(r"[@#]|evil|www|script|img|bold|heading|task|tada|gnp|init", outside), outside
    assert headings == ["h3", "h4", "h4"]
    assert not re.search("[\u202e\x1b\u2028]", written)


def _outside_of_code(text: str) -> tuple[str, list[str]]:
    """What is not code when it is rendered, without our own HTML; and the headings."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(text)
    shown: list[str] = []
    for token in tokens:
        if token.type == "html_block":
            shown.append(token.content)
        for part in token.children or ():
            assert part.type not in ("link_open", "image"), part
            if part.type in ("text", "html_inline"):
                shown.append(part.content)
    html = re.sub(r"<!-- difftool:[\w%./-]+ -->|</?(details|summary|sub)>", "", " ".join(shown))
    assert "<" not in html, html
    return html, [token.tag for token in tokens if token.type == "heading_open"]


def test_too_long_for_a_comment() -> None:
    """SQL is left out before anything else, the longest first; verdict, changes and digest stay."""
    large = replace(STEPS[0], sql=tuple(f"alter table jobs add column c{n} integer" for n in range(3000)))
    found = review(CHANGED, plan((large, *STEPS[1:])), live=(LivePlan("", plan((large, *STEPS[1:]))),))
    text = comment(found, WHERE)
    assert len(text) <= GITHUB
    assert text.count("too long to be shown here") == 2
    assert "### `integrated`: 1 added, 1 altered, 1 dropped" in text
    assert "Digest `sha256:4f1c9ab2" in text
    assert "<summary>Way back" in text
    assert len(comment(found, WHERE, 1_000_000)) > GITHUB


@pytest.mark.parametrize("character", ["x", "\u202e", "🐘", "|", "`"])
def test_never_longer_than_the_limit(character: str) -> None:
    """Thousands of changes with endless names fit, however long they become when they are encoded."""
    changes = tuple(dropped(column(f"{n}{character * 500}")) for n in range(3000))
    lost = tuple(str(change.ident) for change in changes)
    text = comment(review(changes, hostile_plan(character * 500), losses=lost), WHERE)
    assert len(text.encode("utf-16-le")) // 2 <= LIMIT
    assert text.startswith("<!-- difftool:integrated -->\n\n### `integrated`: 3,000 dropped, **loses data**")
    assert "and 2,960 more" in text or "The rest is cut off here" in text


def test_a_marker_names_one_profile() -> None:
    """Names that differ have markers that differ, one line each, which no name can end early."""
    names = ["a", "a b", "a-->b", "a--b", "a\nb", "a%20b", "ä", "x/a"]
    marks = [marker(name) for name in names]
    assert len(set(marks)) == len(names)
    assert all(re.fullmatch(r"<!-- difftool:(?!.*--.* -->)[^\s<>]+ -->", mark) for mark in marks)
    assert marker("a", "services/jobs") == "<!-- difftool:services/jobs/a -->"
