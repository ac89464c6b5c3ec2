"""Portions of a plan as the text of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from difftool.model.migration import Portable, Portion

_ALONE = "-- It must run alone: whatever runs it may open no transaction, and add no statement."


def file_of(plan: Portable, blocks: Iterable[str]) -> str:
    return "\n\n".join([plan.header, *blocks]) + "\n"


def forward(plan: Portable, portion: Portion) -> str:
    """A transaction with its settings; or the one statement that must stand by itself."""
    if not portion.transaction:
        return "\n".join([portion.title, _ALONE, *portion.forward])
    return _transaction(plan, portion.title, portion.forward)


def back(plan: Portable, portion: Portion) -> str:
    if not portion.transaction:
        return "\n".join([f"{portion.title}, back", *portion.back])
    return _transaction(plan, f"{portion.title}, back", portion.back)


def ways_back(plan: Portable, portions: Sequence[Portion]) -> list[str]:
    """The last portion first; nothing of those that changed nothing."""
    return [back(plan, portion) for portion in reversed(portions) if portion.back]


def _transaction(plan: Portable, title: str, statements: Iterable[str]) -> str:
    return "\n".join([title, "begin;", *plan.local, *statements, "commit;"])
