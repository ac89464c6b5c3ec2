"""Durations and sizes as people write them."""

from __future__ import annotations

import re

from difftool.files.form_error import FormError

SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
LONGEST = 24 * SECONDS["d"]
CENTURY = 36_525 * SECONDS["d"]
BYTES = {"B": 1, "kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
"""PostgreSQL's units: multiples of 1024 (manual: "Setting Parameters")"""

DURATION = r"[0-9]+(\.[0-9]+)?(ms|s|min|h|d)"
SIZE = r"[0-9]+(B|kB|MB|GB|TB)"


def parse_duration(text: str) -> float:
    """Seconds. Nought is refused: PostgreSQL reads a timeout of 0 as none at all."""
    found = re.fullmatch(r"([0-9.]+)([a-z]+)", text) if re.fullmatch(DURATION, text) else None
    seconds = float(found[1]) * SECONDS[found[2]] if found else 0.0
    if seconds > CENTURY:
        raise FormError(f"{text} is more than 100 years")
    # PostgreSQL counts timeouts in whole milliseconds, so that less than one would become none
    if seconds < SECONDS["ms"]:
        raise FormError(f'expected a duration of at least 1ms, such as 500ms, 2s, 5min, 1h or 30d; found "{text}"')
    return seconds


def parse_timeout(text: str) -> float:
    """Seconds, no more than PostgreSQL can count: its timeouts are milliseconds in 31 bits."""
    seconds = parse_duration(text)
    if seconds > LONGEST:
        raise FormError(f"{text} is longer than PostgreSQL can wait, which is 24d")
    return seconds


def parse_size(text: str) -> int:
    """Bytes."""
    found = re.fullmatch(r"([0-9]+)([A-Za-z]+)", text) if re.fullmatch(SIZE, text) else None
    if not found:
        raise FormError(f'expected a size, such as 500MB or 10GB; found "{text}"')
    return int(found[1]) * BYTES[found[2]]
