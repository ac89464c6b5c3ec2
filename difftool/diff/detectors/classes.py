"""Owner, privileges and comment, which any object can have."""

from __future__ import annotations

from collections.abc import Iterable

from difftool.diff.drops import named, words
from difftool.diff.proposal import Ways
from difftool.model.change import Change
from difftool.sql.quote import identifier, literal, qualified

_GRANTED_ON = {
    "view": "TABLE", "materialized_view": "TABLE", "foreign_table": "TABLE", "column": "TABLE", "enum": "TYPE",
    "range": "TYPE", "base_type": "TYPE", "aggregate": "FUNCTION", "server": "FOREIGN SERVER",
}  # fmt: skip
_TYPES = ("enum", "range", "type", "base_type")


def owner(change: Change) -> list[str]:
    """ALTER … OWNER TO; ALTER TYPE serves enums and ranges."""
    pair = change.facts.get("owner")
    if not pair or not pair[1] or not change.after:
        return []
    kind = "TYPE" if change.ident.kind in _TYPES else words(change.ident.kind)
    return [f"ALTER {kind} {named(change.after)} OWNER TO {identifier(pair[1])}"]


def comment(change: Change) -> list[str]:
    """COMMENT ON, with NULL where there is none any more."""
    pair = change.facts.get("comment")
    if not pair or not change.after:
        return []
    kind = "TYPE" if change.ident.kind in _TYPES else words(change.ident.kind)
    address = named(change.after)
    if change.ident.kind == "domain_constraint":
        kind, address = "CONSTRAINT", address.replace(" on ", " ON DOMAIN ", 1)
    text = "NULL" if pair[1] is None else literal(pair[1])
    return [f"COMMENT ON {kind} {address.replace(' on ', ' ON ', 1)} IS {text}"]


def privileges(change: Change) -> list[str]:
    """REVOKE what is too much, then GRANT what is missing, grantee by grantee; of what the owner granted."""
    return _granted_by("", change)


def delegated(change: Change) -> list[Ways]:
    """The same in the name of others, for whom a superuser may speak: GRANTED BY takes nobody but oneself."""
    items = (item for side in change.facts.get("privileges", ()) for item in side or ())
    return [
        ((f"SET LOCAL ROLE {identifier(grantor)}", text, "RESET ROLE"),)
        for grantor in sorted({_grantor(item) for item in items} - {""})
        for text in _granted_by(grantor, change)
    ]


def _granted_by(grantor: str, change: Change) -> list[str]:
    pair = change.facts.get("privileges")
    if not pair or not change.after or change.ident.kind == "extension":
        return []
    who_owns = identifier(change.after.facts.get("owner", "") or "CURRENT_USER")
    before, after = ([item for item in side or () if _grantor(item) == grantor] for side in pair)
    return granted(before, after, who_owns, _object(change), _part(change))


def _grantor(item: str) -> str:
    """Who granted `bob=SELECT/alice`; empty for the owner."""
    return item.rpartition("=")[2].partition("/")[2]


def granted(before: Iterable[str], after: Iterable[str], who_owns: str, on: str, part: str = "") -> list[str]:
    """REVOKE and GRANT that lead from some privileges to others; `part` narrows each to columns."""
    has, wants = _parsed(before), _parsed(after)
    statements = []
    for grantee in sorted(has.keys() | wants.keys()):
        role = who_owns if grantee == "owner" else "PUBLIC" if grantee == "PUBLIC" else _role(grantee)
        surplus, missing = has.get(grantee, set()) - wants.get(grantee, set()), wants.get(grantee, set())
        missing = missing - has.get(grantee, set())
        surplus = {p.rstrip("*") for p in surplus} - {p.rstrip("*") for p in wants.get(grantee, set())}
        loses_option = {p for p in missing if f"{p}*" in has.get(grantee, set())}
        if surplus:
            statements.append(f"REVOKE {_list(surplus, part)} ON {on} FROM {role}")
        if loses_option:
            statements.append(f"REVOKE GRANT OPTION FOR {_list(loses_option, part)} ON {on} FROM {role}")
        plain = {p for p in missing - loses_option if not p.endswith("*")}
        with_option = {p.rstrip("*") for p in missing if p.endswith("*")}
        if plain:
            statements.append(f"GRANT {_list(plain, part)} ON {on} TO {role}")
        if with_option:
            statements.append(f"GRANT {_list(with_option, part)} ON {on} TO {role} WITH GRANT OPTION")
    return statements


def _parsed(items: Iterable[str]) -> dict[str, set[str]]:
    """`bob=SELECT,INSERT*/alice` -> {"bob": {"SELECT", "INSERT*"}}."""
    parsed: dict[str, set[str]] = {}
    for item in items:
        grantee, _, granted = item.rpartition("=")
        parsed.setdefault(grantee, set()).update(granted.split("/")[0].split(","))
    return parsed


def _role(grantee: str) -> str:
    """Roles named like our two words come quoted from the catalog."""
    return grantee if grantee in ('"owner"', '"PUBLIC"') else identifier(grantee)


def _part(change: Change) -> str:
    return f" ({identifier(change.ident.part)})" if change.ident.kind == "column" else ""


def _list(names: set[str], part: str) -> str:
    return ", ".join(f"{name}{part}" for name in sorted(names))


def _object(change: Change) -> str:
    kind = _GRANTED_ON.get(change.ident.kind, words(change.ident.kind))
    if change.ident.kind == "column":
        return f"{kind} {qualified(change.ident.schema, change.ident.name)}"
    return f"{kind} {change.after.address if change.after else ''}"
