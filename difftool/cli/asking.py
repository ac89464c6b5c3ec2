"""How a plan is to be applied, and whether somebody is there who can say yes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from difftool.model.plan import Phase


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of apply that say how: each as `apply_plan` takes it."""

    approve: str | None = None
    allow: tuple[str, ...] = ()
    resume: bool = False
    dry_run: bool = False
    until: Phase | None = None
    backup: str = ""


def on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str) -> bool:
    from difftool.report.encode import visible

    try:
        return click.confirm(visible(question), default=False, err=True)
    except click.Abort as error:
        if isinstance(error.__context__, EOFError):  # Ctrl-D: nobody answers, which is no yes
            click.echo(err=True)
            return False
        raise
