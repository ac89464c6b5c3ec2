"""A custom migration for Drizzle: the SQL, the journal's entry, and a snapshot with the models as they were."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from difftool.errors import UsageError
from difftool.export.layout import file_of
from difftool.export.moments import digits, next_moment
from difftool.model.migration import Portable, Portion

_NOWHERE = "00000000-0000-0000-0000-000000000000"
_BREAK = "--> statement-breakpoint"
_NEW_LABEL = re.compile(r"alter\s+type\s.*\sadd\s+value\b", re.IGNORECASE | re.DOTALL)
_EMPTY: Mapping[str, Any] = {
    "version": "7",
    "dialect": "postgresql",
    "tables": {},
    "enums": {},
    "schemas": {},
    "sequences": {},
    "roles": {},
    "policies": {},
    "views": {},
    "_meta": {"columns": {}, "schemas": {}, "tables": {}},
}


def drizzle_files(
    plan: Portable, journal: Mapping[str, Any], newest: Mapping[str, Any], timestamp: str
) -> dict[str, str]:
    """`journal` is `meta/_journal.json`, `newest` the last of its snapshots; both empty where there is none.

    Raises UsageError for what cannot run in the one transaction that Drizzle opens for all migrations.
    """
    for portion in plan.portions:
        _refuse(portion, last=portion is plan.portions[-1])
    entries = journal.get("entries", [])
    number = max((entry["idx"] for entry in entries), default=-1) + 1
    newest_moment = max((entry["when"] for entry in entries), default=0)
    known = digits(datetime.fromtimestamp(newest_moment // 1000, UTC)) if newest_moment else ""
    when = int(next_moment(known, timestamp).timestamp()) * 1000
    tag = f"{number:04}_{plan.slug}"
    entry = {"idx": number, "version": "7", "when": when, "tag": tag, "breakpoints": True}
    head = journal or {"version": "7", "dialect": "postgresql"}
    return {
        f"{tag}.sql": _sql(plan),
        f"meta/{number:04}_snapshot.json": _json(_snapshot(plan, newest, tag)),
        "meta/_journal.json": _json({**head, "entries": [*entries, entry]}),
    }


def _refuse(portion: Portion, *, last: bool) -> None:
    what = portion.title.removeprefix("-- ")
    if not portion.transaction:
        raise UsageError(
            f"Drizzle runs migrations in one transaction, and this may not run in one: {what}; "
            "plan with `policy: {online: never}`, or export to psql"
        )
    if not last and any(_NEW_LABEL.match(statement) for statement in portion.forward):
        raise UsageError(
            f"Drizzle runs migrations in one transaction, in which a new label may not be used: {what}; "
            "make one plan that adds the label and one for the rest, or export to psql"
        )


def _sql(plan: Portable) -> str:
    """Each statement by itself; the settings end with the migration, as the transaction goes on with the next one."""
    statements = [*plan.local]
    for portion in plan.portions:
        first, *others = portion.forward
        statements += [f"{portion.title}\n{first}", *others]
    return file_of(plan, [f"\n{_BREAK}\n".join([*statements, *plan.unset])])


def _snapshot(plan: Portable, newest: Mapping[str, Any], tag: str) -> Mapping[str, Any]:
    """The models as they were, under an id that depends on the plan alone."""
    ours = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{plan.digest}/{tag}"))
    return {**(newest or _EMPTY), "id": ours, "prevId": newest.get("id", _NOWHERE)}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
