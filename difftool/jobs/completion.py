"""The script by which a shell completes difftool's commands."""

from __future__ import annotations

from difftool.errors import UsageError

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_DIFFTOOL_COMPLETE"
"""by which the scripts ask difftool; click's own name for it"""


def completion_script(shell: str) -> str:
    """For bash, zsh or fish; UsageError for another."""
    import click  # what is imported here is not needed by other jobs
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell) if shell in SHELLS else None
    if kind is None:
        raise UsageError(f"no completion for {shell}: one of {', '.join(SHELLS)}")
    script = kind(click.Command("difftool"), {}, "difftool", VARIABLE)
    # not source(): that runs the shell to see its version, and here it may be another machine's
    return (script.source_template % script.source_vars()).rstrip("\n") + "\n"
