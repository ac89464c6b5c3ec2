"""A plan in the format that was asked for: what `plan` and `show` share."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from difftool import __version__
from difftool.cli.given import Options
from difftool.cli.output import deliver, deliver_exactly, screen
from difftool.errors import UsageError
from difftool.files.plans import write_plan
from difftool.files.results import write
from difftool.model.plan import Plan
from difftool.planning import ledger_sql
from difftool.planning.evidence import has_run
from difftool.report.plan_markdown import plan_json, plan_markdown
from difftool.report.plan_text import plan_text
from difftool.report.script import HEADER, LedgerTexts, plan_sql, split_files


def deliver_plan(options: Options, plan: Plan, file: str = "", *, asking: bool = False) -> None:
    """To where `-o` says; `file` is where the plan itself is kept, if it is."""
    if options.format == "sql":
        deliver_exactly(options, plan_sql(plan, ledger_sql.LEDGER))
    elif options.format == "json":
        deliver(options, plan_json(plan))
    elif options.format == "markdown":
        deliver(options, plan_markdown(plan))
    elif options.format == "html":
        from difftool.report.html.plan_page import plan_html

        deliver_exactly(options, plan_html(plan, file))
    else:
        deliver(options, plan_text(plan, *screen(options), file=file, asking=asking))


def show_plan(options: Options, plan: Plan, file: str = "", *, asking: bool = False) -> None:
    """On the screen, also where `-o` takes something else; `asking`: whether to apply it is asked next."""
    deliver_plan(dataclasses.replace(options, output="-", format=None), plan, file, asking=asking)


def write_files(folder: Path, plan: Plan) -> tuple[str, ...]:
    """One numbered SQL file a step, each with its assertions and its ledger row; the names.

    Files of an older plan are replaced, all of them.
    """
    texts = LedgerTexts(
        start=(
            ledger_sql.LEDGER,
            *ledger_sql.plan_started(plan, approved="by hand", version=__version__, text=write_plan(plan)),
        ),
        guard=lambda step: ledger_sql.step_is_next(plan.digest, step),
        ran=has_run,
        done=lambda step: ledger_sql.step_done(plan.digest, step),
        complete=ledger_sql.all_have_run(plan.digest),
    )
    files = split_files(plan, texts)
    older = _of_older_plans(folder)
    for name, text in files.items():
        write(folder / name, text)
    for path in older:
        if path.name not in files:
            path.unlink()
    return tuple(files)


def _of_older_plans(folder: Path) -> tuple[Path, ...]:
    """The numbered files that are there. Raises UsageError where one is not of a plan of ours."""
    numbered = sorted(path for path in folder.glob("*.sql") if path.name[:1].isdigit()) if folder.is_dir() else []
    strangers = [path.name for path in numbered if not path.read_bytes().startswith(HEADER.encode())]
    if strangers:
        named = ", ".join(strangers)
        raise UsageError(f"{folder} holds numbered files that are of no plan: {named}; name another folder with -o")
    return tuple(numbered)
