"""`difftool explain`."""

from __future__ import annotations

import click

from difftool.cli import complete
from difftool.cli.options import Options, takes


@click.command()
@click.argument("code", metavar="[CODE]", required=False, default="", shell_complete=complete.codes)
@takes(formats=("text", "json"))
def command(options: Options, code: str) -> int:
    """Say what a hazard or an exit code means, what it does, and what helps; all of them where none is named."""
    from difftool.cli.output import deliver, screen
    from difftool.model.exit_codes import EXIT_CODES
    from difftool.planning.hazards import KINDS
    from difftool.report import explain

    width, style = screen(options)
    codes = {str(each.code): each for each in EXIT_CODES}
    kind, exit_code = KINDS.get(code.upper()), codes.get(code)
    if code and not (kind or exit_code):
        raise _unknown(code, [*KINDS, *codes])
    if options.format == "json":
        one = kind or exit_code
        text = explain.explained_json(*([one] if one else [*KINDS.values(), *EXIT_CODES]))
    elif kind:
        text = explain.hazard_text(kind, width, style)
    elif exit_code:
        text = explain.exit_code_text(exit_code, width, style)
    else:
        text = explain.all_text(KINDS.values(), EXIT_CODES, width, style)
    deliver(options, text)
    return 0


def _unknown(code: str, known: list[str]) -> click.UsageError:
    import difflib

    near = difflib.get_close_matches(code.upper(), known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else "difftool explain lists them"
    return click.UsageError(f'no hazard or exit code "{code}"; {hint}')
