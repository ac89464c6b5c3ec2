"""Plan files: a plan as YAML that a person reviews, and back, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from difftool.files.patterns import parse_pattern
from difftool.files.plan_keys import FORMAT, PLAN
from difftool.files.yaml_text import Entries, read_yaml
from difftool.files.yaml_writer import Block, Flow, write_yaml
from difftool.model.catalog import Comparing, Ident
from difftool.model.plan import Batch, Hazard, Plan, Proof, TargetDatabase
from difftool.model.profile import External, Policy, PolicyException, Scope

LARGEST = 64 * 1024**2

_SQL = ("sql", "ask", "query", "catch_up", "diff")
_SENTENCES = ("changes", "not_compared", "information", "notes", "remedy")
_ALWAYS = ("must_be", "not_compared")
_NEVER = ("place",)  # where a profile said it: no path is part of a plan
_ON_ONE_LINE = (Batch, TargetDatabase, Proof, Hazard, PolicyException, External)


def read_plan(text: str, name: str) -> Plan:
    """The plan in `text`, whose file messages call `name`. Raises ConfigError with file:line:column.

    Whether it is the plan that was sealed is `planning.seal.is_sealed`'s to say.
    """
    node = read_yaml(text.encode(errors="surrogatepass"), name, LARGEST)
    if isinstance(node, Entries) and "difftool" in node.entries:
        # of another format nothing else can be said, so this comes before unknown keys
        PLAN.keys["difftool"].shape.read(node.entries["difftool"], "difftool")
    plan: Plan = PLAN.read(node, "plan")
    return plan


def write_plan(plan: Plan) -> str:
    """The file's text. Fields that are empty are left out; the policy is written in full."""
    known = {
        **_fields(plan),
        "difftool": FORMAT,
        "digest": plan.digest,
        "profile": Flow({"name": plan.profile, "digest": plan.profile_digest}),
        "server": Flow({"live": str(plan.live_major), "proven_on": str(plan.proven_on)}),
        "scope": _scope(plan.scope),
        "comparing": _comparing(plan.comparing),
        "policy": _policy(plan.policy),
    }
    return write_yaml({key: known[key] for key in PLAN.keys if key in known})


def _fields(value: Any) -> dict[str, Any]:
    return {
        field.name: _data(getattr(value, field.name), field.name)
        for field in fields(value)
        if field.name in _ALWAYS or not (field.name in _NEVER or _default(field, getattr(value, field.name)))
    }


def _default(field: Field[Any], value: Any) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return default is not MISSING and bool(value == default)


def _data(value: Any, name: str) -> Any:
    """`value` as write_yaml takes it, in the style that becomes a field of that name."""
    if is_dataclass(value):
        return Flow(_fields(value)) if isinstance(value, _ON_ONE_LINE) else _fields(value)
    if isinstance(value, Ident):
        return Flow({key: text for key, text in value._asdict().items() if text or key != "part"})
    if isinstance(value, Mapping):
        return Flow(dict(sorted(value.items())))
    if isinstance(value, tuple):
        items = [_data(item, name) for item in value]
        texts = all(isinstance(item, str) for item in items)
        return Flow(items) if texts and name not in _SENTENCES else items
    return Block(value) if name in _SQL else value


def _scope(scope: Scope) -> dict[str, Any]:
    """Patterns by their text, which must say all of them."""
    for pattern in scope.manages:
        if parse_pattern(pattern.text) != pattern:
            raise ValueError(f"{pattern.text} does not read as {pattern}")
    names = {"drop": Flow(sorted(scope.drop)), "recreate": Flow(sorted(scope.recreate))}
    return {
        "manages": Flow([pattern.text for pattern in scope.manages]),
        **{key: flow for key, flow in names.items() if flow.value},
    }


def _comparing(comparing: Comparing) -> dict[str, Any]:
    return {
        name: "all" if idents is None else [_data(ident, name) for ident in sorted(idents)]
        for name, idents in comparing.stated.items()
    }


def _policy(policy: Policy) -> dict[str, Any]:
    """All of it, defaults as well: those of a later difftool may be others."""
    known = {field.name: _data(getattr(policy, field.name), field.name) for field in fields(policy)}
    examples = "none" if policy.examples is None else policy.examples
    return {key: value for key, value in {**known, "examples": examples}.items() if value is not None}
