"""What was asked for: the options that commands share, as values."""

from __future__ import annotations

from dataclasses import dataclass, field

from difftool.cli.voice import Voice


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for, on the command line or by variables."""

    db: str | None = None
    environment: str | None = None
    profile: str | None = None
    shadow: str | None = None
    config: str | None = None
    format: str | None = None
    """None: nobody asked for a format, the command's first one serves"""
    output: str = "-"
    strict: bool = False
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    timeout: float = 60.0
    voice: Voice = field(default_factory=Voice)
