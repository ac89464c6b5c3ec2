"""A plan in the format that was asked for: what `plan` and `show` share."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from difftool import __version__
from difftool.cli.options import Options
from difftool.cli.output import deliver, deliver_exactly, screen, write
from difftool.files.plans import write_plan
from difftool.model.plan import Plan
from difftool.planning import ledger_sql
from difftool.report.plan_markdown import plan_json, plan_markdown
from difftool.report.plan_text import plan_text
from difftool.report.script import LedgerTexts, plan_sql, split_files

FORMATS = ("text", "json", "sql", "markdown")


def deliver_plan(options: Options, plan: Plan, file: str = "") -> None:
    """To where `-o` says; `file` is where the plan itself is kept, if it is."""
    if options.format == "sql":
        deliver_exactly(options, plan_sql(plan, ledger_sql.LEDGER))
    elif options.format == "json":
        deliver(options, plan_json(plan))
    elif options.format == "markdown":
        deliver(options, plan_markdown(plan))
    else:
        deliver(options, plan_text(plan, *screen(options), file=file))


def show_plan(options: Options, plan: Plan, file: str = "") -> None:
    """On the screen, also where `-o` takes something else."""
    deliver_plan(dataclasses.replace(options, output="-", format=None), plan, file)


def write_files(folder: Path, plan: Plan) -> tuple[str, ...]:
    """One numbered SQL file a step, each with its assertions and its ledger row; the names."""
    texts = LedgerTexts(
        start=(
            ledger_sql.LEDGER,
            *ledger_sql.plan_started(plan, approved="by hand", version=__version__, text=write_plan(plan)),
        ),
        guard=lambda step: ledger_sql.step_is_next(plan.digest, step),
        done=lambda step: ledger_sql.step_done(plan.digest, step),
    )
    files = split_files(plan, texts)
    for name, text in files.items():
        write(folder / name, text)
    return tuple(files)
