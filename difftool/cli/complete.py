"""What Tab offers: names of profiles and environments, codes, files. Never an error: it is not to disturb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from difftool.model.profile import Settings

Completed = list[CompletionItem]


def profiles(context: click.Context, _: click.Parameter, begun: str) -> Completed:
    """Those that `difftool profiles` lists; files once a path is begun."""
    from difftool.files.profiles import profile_names

    return _named(context, begun, profile_names) or files(context, _, begun)


def environments(context: click.Context, _: click.Parameter, begun: str) -> Completed:
    """Those of the settings."""
    return _named(context, begun, lambda settings: tuple(settings.environments))


def codes(_: click.Context, __: click.Parameter, begun: str) -> Completed:
    """Of hazards and exits, with what each is called."""
    from difftool.model.exit_codes import EXIT_CODES
    from difftool.planning.hazards import KINDS

    known = {**{code: kind.title for code, kind in KINDS.items()}, **{str(one.code): one.title for one in EXIT_CODES}}
    return [CompletionItem(code, help=title) for code, title in known.items() if code.startswith(begun.upper())]


def files(_: click.Context, __: click.Parameter, begun: str) -> Completed:
    """The shell knows them better."""
    return [CompletionItem(begun, type="file")]


def _named(context: click.Context, begun: str, names: Callable[[Settings], tuple[str, ...]]) -> Completed:
    from difftool.cli.given import Options
    from difftool.cli.project import settings_for
    from difftool.errors import DifftoolError

    try:
        known = names(settings_for(Options(config=context.params.get("config"))))
    except (DifftoolError, OSError):
        return []
    return [CompletionItem(name) for name in known if name.startswith(begun)]
