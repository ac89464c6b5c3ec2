"""What the doctor found."""

from __future__ import annotations

from difftool.model.preflight import Health
from difftool.report.encode import visible
from difftool.report.json_text import json_text
from difftool.report.layout import text_of, wrapped
from difftool.report.style import PLAIN, WIDTH, Style


def health_text(health: Health, width: int = WIDTH, style: Style = PLAIN) -> str:
    """The verdict, then a paragraph an obstacle: what it is, and below it the remedy."""
    name = visible(health.database)
    if not health.obstacles:
        return f"{name}: nothing is in the way\n"
    lines = [style.bold(f"{name}: {'it cannot be changed as it is' if health.fatal else 'it can be changed'}")]
    for obstacle in health.obstacles:
        lines += wrapped(visible(obstacle.sentence), width, "  ✗ " if obstacle.fatal else "  ! ", " " * 4)
        lines += wrapped(visible(obstacle.remedy), width, " " * 4)
    return text_of(lines)


def health_json(health: Health) -> str:
    return json_text(health)
