"""The keys of a plan file. Below the top they are the fields of the model, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from difftool.errors import ConfigError
from difftool.files.patterns import parse_pattern
from difftool.files.shapes import Choice, Flag, Key, Keys, ListOf, MapOf, Schema, Shape, Text, Whole, wrong
from difftool.files.yaml_text import Node, Scalar
from difftool.model.catalog import Comparing, Ident
from difftool.model.plan import (
    Batch,
    Definition,
    Finding,
    Hazard,
    Observed,
    Phase,
    Plan,
    Probe,
    Proof,
    Step,
    TargetDatabase,
    Undo,
    UndoKind,
)
from difftool.model.profile import External, Policy, PolicyException, Scope, Verification

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Number:
    def read(self, node: Node, key: str) -> float:
        if isinstance(node, Scalar) and type(node.value) in (int, float):
            return float(node.text)
        raise wrong(node, key, "a number")

    def published(self) -> Schema:
        return {"type": "number"}


@dataclass(frozen=True, slots=True)
class Format:
    """The number of the file's format."""

    def read(self, node: Node, key: str) -> int:
        if isinstance(node, Scalar) and type(node.value) is int and node.value != FORMAT:
            text = f"{key}: plan format {node.value} is unknown here; this difftool reads format {FORMAT}"
            raise ConfigError(text, where=str(node.place))
        return int(Whole(FORMAT).read(node, key) or 0)

    def published(self) -> Schema:
        return {"const": FORMAT}


@dataclass(frozen=True, slots=True)
class Stated:
    """`all` objects (None in the model), or a list of them."""

    def read(self, node: Node, key: str) -> frozenset[Ident] | None:
        if isinstance(node, Scalar) and node.value == "all":
            return None
        return frozenset(ListOf(_IDENT).read(node, key))

    def published(self) -> Schema:
        return {"anyOf": [{"const": "all"}, ListOf(_IDENT).published()]}


def _must(shape: Shape) -> Key:
    return Key(shape, required=True)


def _may(**shapes: Shape) -> dict[str, Key]:
    return {name: Key(shape) for name, shape in shapes.items()}


def _text_keys(*names: str) -> dict[str, Key]:
    return {name: _must(_TEXT) for name in names}


def _scope(manages: Any, drop: Any = (), recreate: Any = ()) -> Scope:
    return Scope(manages, frozenset(drop), frozenset(recreate))


def _comparing(**stated: frozenset[Ident] | None) -> Comparing:
    return Comparing(stated)


def _plan(profile: Mapping[str, str], server: Mapping[str, str], **keys: Any) -> Plan:
    keys.pop("difftool")
    return Plan(
        profile=profile["name"],
        profile_digest=profile["digest"],
        live_major=int(server["live"]),
        proven_on=int(server["proven_on"]),
        **keys,
    )


_TEXT = Text("text", r"[\s\S]*")
_TEXTS = ListOf(_TEXT)
_COUNT = Whole()
_ESTIMATES = MapOf(Whole(-1), _TEXT)  # PostgreSQL says -1 for a table that it never counted
_MAJOR = Text('a major version in quotes, as "15"', r"[0-9]{1,4}")

_IDENT = Keys({**_text_keys("kind", "schema", "name"), **_may(part=_TEXT)}, Ident)
_PROBE = Keys({**_text_keys("ask"), **_may(must_be=_COUNT, about=_TEXT)}, Probe)
_UNDO = Keys({"kind": _must(Choice({kind.value: kind for kind in UndoKind})), **_may(sql=_TEXTS, why=_TEXT)}, Undo)
_BATCH = Keys({"table": _must(_TEXT), "key": _must(_TEXTS), "size": _must(_COUNT)}, Batch)
_STEP = Keys(
    {
        "id": _must(_COUNT),
        "phase": _must(Choice({phase.value: phase for phase in Phase})),
        "title": _must(_TEXT),
        "sql": _must(_TEXTS),
        "undo": _must(_UNDO),
        **_may(probes=ListOf(_PROBE), locks=MapOf(_TEXT, _TEXT), rewrites=_TEXTS, touches=_TEXTS),
        **_may(hazards=_TEXTS, after=_TEXT, transaction=Flag(), rows=Flag(), batch=_BATCH, catch_up=_TEXTS),
    },
    Step,
)
_HAZARD = Keys(
    {
        **_text_keys("code"),
        "step": _must(_COUNT),
        **_text_keys("object", "effect", "remedy"),
        **_may(verdict=Choice(("allow", "confirm", "refuse")), observed=_TEXT),
    },
    Hazard,
)
_FINDING = Keys(
    {
        "probe": _must(_PROBE),
        **_text_keys("subject"),
        "count": _must(_COUNT),
        "of": _must(_COUNT),
        **_text_keys("sentence"),
        **_may(examples=_TEXTS, notes=_TEXTS, remedy=_TEXTS, resolved_by=_TEXT),
    },
    Finding,
)
_EXTERNAL = Keys(
    {
        **_text_keys("kind", "name"),
        **_may(columns=MapOf(_TEXT, _TEXT), key=_TEXTS, needs=_TEXTS, returns=_TEXT, labels=_TEXTS),
    },
    External,
)
_DEFINITION = Keys(_text_keys("object", "diff"), Definition)
_PROOF = Keys(
    {
        **_text_keys("forward", "back", "observer"),
        **_may(sample_rows=_COUNT, no_rows_for=_TEXTS, notes=_TEXTS),
    },
    Proof,
)
_POLICY = Keys(
    {
        **_may(hazards=MapOf(_TEXT, _TEXT)),
        "exceptions": Key(ListOf(Keys(_text_keys("hazard", "object", "reason", "until"), PolicyException))),
        **{name: _must(Number()) for name in ("max_lock", "lock_timeout", "statement_timeout")},
        "online": _must(_TEXT),
        "small_table": _must(_COUNT),
        "batch": _must(_COUNT),
        **_may(rows_per_second=_COUNT),
        **{name: _must(Number()) for name in ("max_lag", "quarantine_keep")},
        "quarantine_max": _must(_COUNT),
        "examples": _must(Whole(none="none")),
        **_text_keys("shadow", "backup"),
    },
    Policy,
)
_OBSERVED = Keys(
    _may(rows=_ESTIMATES, sizes=_ESTIMATES, findings=ListOf(_FINDING), host=_TEXT, marks=MapOf(_TEXT, _TEXT)),
    Observed,
)

PLAN = Keys(
    {
        "difftool": _must(Format()),
        "digest": _must(_TEXT),
        "profile": _must(Keys(_text_keys("name", "digest"))),
        "target": _must(Keys(_text_keys("environment", "database", "system"), TargetDatabase)),
        "server": _must(Keys({"live": _must(_MAJOR), "proven_on": _must(_MAJOR)})),
        **_text_keys("before", "after"),
        "changes": _must(_TEXTS),
        **_may(origin=_TEXT, undoes=_TEXT),
        **_may(not_compared=_TEXTS, information=_TEXTS),
        "scope": _must(
            Keys(
                {
                    "manages": _must(ListOf(Text("a pattern", parse=parse_pattern))),
                    **_may(drop=_TEXTS, recreate=_TEXTS),
                },
                _scope,
            )
        ),
        "comparing": _must(Keys(_may(owner=Stated(), privileges=Stated(), comment=Stated()), _comparing)),
        "search_path": _must(_TEXT),
        **_may(externals=ListOf(_EXTERNAL)),
        **_may(hazards=ListOf(_HAZARD)),
        "steps": _must(ListOf(_STEP)),
        "verify": _must(ListOf(Keys(_text_keys("sentence", "query"), Verification))),
        "policy": _must(_POLICY),
        "proof": _must(_PROOF),
        **_may(definitions=ListOf(_DEFINITION), observed=_OBSERVED),
    },
    _plan,
)
