"""What a throwaway copy cannot hold, compared, and the statements that end a script for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from difftool.model.apart import Apart, Subscription
from difftool.model.catalog import CatalogObject, Facts, Ident
from difftool.model.change import Change, Verb
from difftool.sql.quote import identifier, literal

_STATE = {"yes": "ENABLE", "no": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}
_OPTIONS = {
    "slot": "slot_name", "synchronous_commit": "synchronous_commit", "binary": "binary", "streaming": "streaming",
    "disable_on_error": "disable_on_error", "password_required": "password_required", "run_as_owner": "run_as_owner",
    "origin": "origin", "failover": "failover", "two_phase": "two_phase",
}  # fmt: skip


def changes_apart(before: Apart, after: Apart) -> tuple[Change, ...]:
    """As `compare` finds them in catalogs. Of event triggers only whether they fire: all else is in the catalogs."""
    had, has = before.subscriptions, after.subscriptions
    triggers = (
        _change(
            "event_trigger", name, {"enabled": before.event_triggers[name]}, {"enabled": after.event_triggers[name]}
        )
        for name in sorted(before.event_triggers.keys() & after.event_triggers.keys())
        if before.event_triggers[name] != after.event_triggers[name]
    )
    names = sorted(had.keys() | has.keys())
    subscriptions = (_subscription(n, had.get(n), has.get(n)) for n in names if had.get(n) != has.get(n))
    return (*triggers, *subscriptions, *(_other_options(name) for name in _remapped(before, after)))


def statements_apart(before: Apart, after: Apart, script: Sequence[str]) -> tuple[str, ...]:
    """What follows the script's own statements; event triggers that it creates fire from then on."""
    had, has = before.subscriptions, after.subscriptions
    gone = [text for name in sorted(had.keys() - has.keys()) for text in _dropped(name, had[name])]
    new = [text for name in sorted(has.keys() - had.keys()) for text in (*has[name].created, *_on(name, has[name]))]
    altered = [text for name in sorted(has.keys() & had.keys()) for text in _altered(name, had[name], has[name])]
    mapped = [text for name in _remapped(before, after) for text in after.mappings[name]]
    return (*gone, *new, *altered, *mapped, *_switched(before.event_triggers, after.event_triggers, script))


def _remapped(before: Apart, after: Apart) -> list[str]:
    had, has = before.mappings, after.mappings
    return sorted(name for name in had.keys() & has.keys() if had[name] != has[name])


def _other_options(name: str) -> Change:
    role, _, server = name.partition(" SERVER ")
    return _change("user_mapping", f"{role} on {server}", {"options": "(hidden)"}, {"options": "(another)"})


def _switched(before: Mapping[str, str], after: Mapping[str, str], script: Sequence[str]) -> list[str]:
    def is_new(name: str) -> bool:
        return any(text.startswith(f"CREATE EVENT TRIGGER {identifier(name)} ") for text in script)

    return [
        f"ALTER EVENT TRIGGER {identifier(name)} {_STATE[state]}"
        for name, state in sorted(after.items())
        if before.get(name) != state or is_new(name)
    ]


def _altered(name: str, had: Subscription, has: Subscription) -> list[str]:
    """https://www.postgresql.org/docs/current/sql-altersubscription.html; what it cannot do is made again."""
    if had.created == has.created and had.facts == has.facts:
        return []
    if had.facts.get("two_phase") != has.facts.get("two_phase"):
        return [*_dropped(name, had), *has.created, *_on(name, has)]
    altering = f"ALTER SUBSCRIPTION {identifier(name)}"
    statements = [f"{altering} CONNECTION {literal(has.connection)}"] if had.connection != has.connection else []
    if had.facts["publications"] != has.facts["publications"]:
        names = ", ".join(map(identifier, has.facts["publications"]))
        statements.append(f"{altering} SET PUBLICATION {names} WITH (refresh = false)")
    options = [_option(fact, has.facts.get(fact)) for fact in _OPTIONS if had.facts.get(fact) != has.facts.get(fact)]
    statements += [f"{altering} SET ({', '.join(options)})"] if options else []
    statements += [text for text in has.created[1:] if text not in had.created]
    if not any(text.startswith("COMMENT ") for text in has.created) and any("COMMENT " in t for t in had.created[1:]):
        statements.append(f"COMMENT ON SUBSCRIPTION {identifier(name)} IS NULL")
    if had.facts["enabled"] != has.facts["enabled"]:
        statements.append(f"{altering} {'ENABLE' if has.facts['enabled'] else 'DISABLE'}")
    return statements


def _option(fact: str, value: object) -> str:
    if fact == "slot" and value is None:
        return "slot_name = NONE"
    if fact == "streaming":
        value = {"t": "on", "f": "off", "p": "parallel", True: "on", False: "off"}[value]
    text = value if isinstance(value, str) else str(value).lower()
    return f"{_OPTIONS[fact]} = {literal(text)}"


def _dropped(name: str, subscription: Subscription) -> list[str]:
    """Without its slot, which may only be dropped at the publisher: else DROP would have to reach that."""
    altering = f"ALTER SUBSCRIPTION {identifier(name)}"
    freed = [f"{altering} DISABLE", f"{altering} SET (slot_name = NONE)"] if subscription.facts.get("slot") else []
    return [*freed, f"DROP SUBSCRIPTION {identifier(name)}"]


def _on(name: str, subscription: Subscription) -> list[str]:
    return [f"ALTER SUBSCRIPTION {identifier(name)} ENABLE"] if subscription.facts["enabled"] else []


def _subscription(name: str, before: Subscription | None, after: Subscription | None) -> Change:
    """Of connection strings, which hold passwords, it only says that they differ."""
    another = before and after and before.connection != after.connection
    here = _facts(before, "(hidden)") if before else None
    there = _facts(after, "(another)" if another else "(hidden)") if after else None
    return _change("subscription", name, here, there)


def _facts(subscription: Subscription, connection: str) -> Facts:
    comment = [text.partition(" IS ")[2] for text in subscription.created if text.startswith("COMMENT ")]
    return {**subscription.facts, "owner": subscription.owner, "comment": comment, "connection": connection}


def _change(kind: str, name: str, before: Facts | None, after: Facts | None) -> Change:
    ident = Ident(kind, "", name)
    here, there = (None if f is None else CatalogObject(ident, identifier(name), (0, 0, 0), f) for f in (before, after))
    verb = Verb.ALTER if here and there else Verb.CREATE if there else Verb.DROP
    differing = {
        fact: ((before or {}).get(fact), (after or {}).get(fact))
        for fact in sorted({*(before or {}), *(after or {})})
        if verb is Verb.ALTER and (before or {}).get(fact) != (after or {}).get(fact)
    }
    return Change(verb, ident, here, there, differing)
