"""The digest that binds a review to a plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from difftool.model.plan import Plan
from difftool.model.profile import Place

PREFIX = "sha256:"
SHORTEST = 12
"""characters of a digest that name a plan in an approval"""


def seal(plan: Plan) -> Plan:
    """The plan with its digest, which covers everything but itself and what is called `observed`.

    Of a rollback it covers how much comes back, too: that is what is promised there.
    """
    told = replace(plan, digest="")
    returning = [finding.sentence for finding in plan.observed.findings] if plan.undoes else []
    return replace(plan, digest=digest_of([told, returning] if returning else told))


def is_sealed(plan: Plan) -> bool:
    """Whether the plan is what its digest says; an edited one is not."""
    return plan.digest == seal(plan).digest


def same(digest: str, approval: str) -> bool:
    """Whether `approval` names the digest: all of it, or its first 12 characters or more, prefix or none."""
    given = approval.strip().lower().removeprefix(PREFIX)
    return len(given) >= SHORTEST and digest.removeprefix(PREFIX).startswith(given)


def digest_of(value: Any) -> str:
    """sha256 of a model value as canonical JSON: keys sorted, no places, nothing observed, 2.0 the same as 2."""
    text = json.dumps(_canonical(value), sort_keys=True, separators=(",", ":"))
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if is_dataclass(value):
        names = (field.name for field in fields(value))
        parts = {name: getattr(value, name) for name in names if name != "observed"}
        return {name: _canonical(part) for name, part in parts.items() if not isinstance(part, Place)}
    if isinstance(value, Mapping):
        return {str(key): _canonical(part) for key, part in value.items()}
    if isinstance(value, frozenset):
        return sorted((_canonical(part) for part in value), key=json.dumps)
    if isinstance(value, tuple | list):
        return [_canonical(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
