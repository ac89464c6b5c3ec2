"""A plan as files of another tool."""

from __future__ import annotations

from pathlib import Path

from difftool.errors import ApprovalMissing, UsageError
from difftool.export.drizzle import drizzle_files
from difftool.export.pair import pair_files
from difftool.export.psql import psql_files
from difftool.export.supabase import supabase_files
from difftool.files.migrations import drizzle_journal, drizzle_snapshot, migrations_there
from difftool.model.migration import EXPORTS, Migrations, Portable, Shape
from difftool.model.plan import Plan
from difftool.planning import ledger_sql
from difftool.planning.seal import is_sealed
from difftool.report.portable import portable


def exported(plan: Plan, tool: str, folder: str, timestamp: str = "") -> dict[str, str]:
    """File name in the folder -> text; nothing is written.

    Raises ApprovalMissing for a plan that was edited, UsageError for one that this tool cannot run, and for a folder
    of another tool.
    """
    if tool not in EXPORTS:
        raise UsageError(f"no export to {tool}: one of {', '.join(EXPORTS)}")
    if not is_sealed(plan):
        raise ApprovalMissing("the plan was edited after it was made: what would be exported was never proven")
    if plan.empty:
        return {}
    if timestamp and tool not in ("supabase", "drizzle"):
        raise UsageError(f"--timestamp is for supabase and drizzle: files of {tool} are not named by moments")
    text = portable(plan, ledger_sql.LEDGER)
    return psql_files(text) if tool == "psql" else _continued(text, tool, folder, timestamp)


def _continued(plan: Portable, tool: str, folder: str, timestamp: str) -> dict[str, str]:
    """What goes on where the migrations that are there end."""
    place = Path(folder)
    there = migrations_there(place, folder)
    _refuse_others(there, Shape(tool), folder)
    if tool == "drizzle":
        journal = drizzle_journal(place, folder)
        return drizzle_files(plan, journal, drizzle_snapshot(place, folder, journal), timestamp)
    return pair_files(plan, there) if tool == "pair" else supabase_files(plan, there, timestamp)


def _refuse_others(there: Migrations, wanted: Shape, folder: str) -> None:
    if there.migrations and there.shape is not wanted:
        raise UsageError(f"{folder} holds migrations of another kind ({there.shape}): name another folder with -o")
