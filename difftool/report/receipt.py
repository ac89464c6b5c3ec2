"""What applying did: a line a step as it commits, then the verdict."""

from __future__ import annotations

from collections.abc import Mapping

from difftool.model.plan import Step
from difftool.model.receipt import Receipt, StepReceipt
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import counted, duration, labelled, number, text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style

_WAIT_WORTH_TELLING = 0.005
"""seconds"""
_DIGEST_SHOWN = 12


def step_lines(step: StepReceipt, width: int = WIDTH, style: Style = PLAIN, *, last: int = 0) -> list[str]:
    """As "✓ 2 clean     0.31 s   137 rows, 137 in quarantine"; wrapped where that is too wide.

    `last` is the plan's greatest number of a step: all lines leave room for that.
    """
    id_ = f"{step.id:>{len(str(last))}}"
    told = [f"{step.phase:<9} {step.seconds:6.2f} s"]
    told += [f"waited {step.waited:.2f} s for the lock"] if step.waited >= _WAIT_WORTH_TELLING else []
    told += [counted(step.rows, "row")] if step.rows is not None else []
    told += [f"{number(step.quarantined)} kept in quarantine"] if step.quarantined else []
    first, *rest = wrapped("   ".join([*told, visible(step.title)]), width, f"  ✓ {id_} ", " " * 6)
    return [first.replace("✓", style.green("✓"), 1), *rest]


def batch_line(step: Step, rows: int, seconds: float, known: Mapping[str, int]) -> str:
    """As "step 3: 45,000 of about 100,000 rows, about 12 s left…": after so many rows in so many seconds.

    `known` are estimates of rows by relation.
    """
    name = step.batch.table.replace('"', "") if step.batch else ""
    total = known.get(name, 0) if step.batch and step.batch.key else 0
    if total <= rows:
        return f"step {step.id}: {counted(rows, 'row')}…"
    left = duration(round(seconds * (total - rows) / rows))
    return f"step {step.id}: {number(rows)} of about {counted(total, 'row')}, about {left} left…"


def receipt_tail(receipt: Receipt, width: int = WIDTH, style: Style = PLAIN) -> str:
    """What follows the steps: the verdict, the accounting of rows, the digest."""
    seconds = sum(step.seconds for step in receipt.steps)
    lines = wrapped(visible(receipt.verdict), width, "    ")
    for told in receipt.accounting:
        lines += wrapped(visible(told), width, "    ")
    if receipt.waiting:
        lines += labelled("waiting", map(visible, receipt.waiting), width)
        lines += wrapped("To go on: difftool apply PLAN --resume", width, "  ")
    if receipt.steps:
        plan = receipt.digest.removeprefix("sha256:")[:_DIGEST_SHOWN]
        lines.append(f"{style.bold('done')} in {seconds:.1f} s   plan {plan}")
    return text_of(lines)


def receipt_text(receipt: Receipt, width: int = WIDTH, style: Style = PLAIN) -> str:
    last = max((step.id for step in receipt.steps), default=0)
    steps = text_of(line for step in receipt.steps for line in step_lines(step, width, style, last=last))
    return steps + receipt_tail(receipt, width, style)


def receipt_json(receipt: Receipt) -> str:
    return json_text(receipt)
