"""Whom `difftool drift` tells, and how that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from difftool.cli.outcome import told
from difftool.errors import NotDelivered, UsageError
from difftool.files.addresses import read_env_file
from difftool.jobs.tell_drift import Telling, tell_drift
from difftool.model.alert import Watched
from difftool.model.profile import Settings
from difftool.notify.actions import run_link
from difftool.notify.alerts import Receiver
from difftool.report.encode import redacted


def receivers_for(settings: Settings, notify: tuple[str, ...], *, everywhere: bool) -> tuple[Receiver, ...]:
    """Those that were named; with --all those of the settings. A name without an address is an error, not silence."""
    if not all(url.strip() for url in notify):
        raise UsageError("--notify is empty: is the variable set from which it comes?")
    if notify or not everywhere:
        return tuple(Receiver(url.strip()) for url in notify)
    file = read_env_file(settings)
    return tuple(_receiver(variable.removeprefix("$"), file) for variable in settings.notify)


def _receiver(name: str, file: Mapping[str, str]) -> Receiver:
    url = (os.environ.get(name) or file.get(name, "")).strip()
    if not url:
        raise NotDelivered(f"nobody could be told: set the variable {name}", where="notify")
    return Receiver(url)


def tell(
    found: Iterable[Watched], receivers: tuple[Receiver, ...], state: str, remind: float, say: Callable[[str], None]
) -> int:
    """The exit code of telling; what the checks have found has its own."""
    now = datetime.now(UTC)
    try:
        tell_drift(Telling(receivers, Path(state), remind, now, run_link(os.environ), say), found)
    except (NotDelivered, UsageError) as error:
        print(redacted(told(error)), file=sys.stderr)
        return error.exit_code
    return 0
