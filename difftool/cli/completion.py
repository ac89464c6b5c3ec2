"""`difftool completion`."""

from __future__ import annotations

import click

from difftool.cli.options import Options, takes
from difftool.jobs.completion import SHELLS


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@takes(formats=())
def command(options: Options, shell: str) -> int:
    """Print the script by which a shell completes difftool's commands, options, profiles and environments.

    In bash: eval "$(difftool completion bash)" in ~/.bashrc. In zsh: eval "$(difftool completion zsh)" in ~/.zshrc.
    In fish: difftool completion fish -o ~/.config/fish/completions/difftool.fish
    """
    from difftool.cli.output import deliver
    from difftool.jobs.completion import completion_script

    deliver(options, completion_script(shell))
    return 0
