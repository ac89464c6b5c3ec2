"""`difftool completion`."""

from __future__ import annotations

import click

from difftool.cli.options import Options, takes

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_DIFFTOOL_COMPLETE"
"""by which the scripts ask difftool; click's own name for it"""


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@takes(formats=())
def command(options: Options, shell: str) -> int:
    """Print the script by which a shell completes difftool's commands, options, profiles and environments.

    In bash: eval "$(difftool completion bash)" in ~/.bashrc. In zsh: eval "$(difftool completion zsh)" in ~/.zshrc.
    In fish: difftool completion fish -o ~/.config/fish/completions/difftool.fish
    """
    from click.shell_completion import get_completion_class

    from difftool.cli.main import difftool
    from difftool.cli.output import deliver

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    script = kind(difftool, {}, "difftool", VARIABLE)
    # not source(): that runs the shell to see its version, and here it may be another machine's
    deliver(options, (script.source_template % script.source_vars()).rstrip("\n") + "\n")
    return 0
