"""Extensions move between schemas in place, where they allow it; privileges on their members are theirs."""

from __future__ import annotations

from difftool.model.change import Change
from difftool.sql.quote import identifier


def move(change: Change) -> list[str]:
    """ALTER EXTENSION … SET SCHEMA."""
    if "schema" not in change.facts:
        return []
    return [f"ALTER EXTENSION {identifier(change.ident.name)} SET SCHEMA {identifier(change.facts['schema'][1])}"]


_GRANTED_ON = {"view": "TABLE", "materialized view": "TABLE", "foreign table": "TABLE", "aggregate": "FUNCTION"}


def privileges(change: Change) -> list[str]:
    """What was granted on members, or revoked, since the extension was made: taken back, then done as it should be."""
    before, after = (frozenset(side or ()) for side in change.facts.get("privileges", ((), ())))
    return [*(_said(item, back=True) for item in sorted(before - after)), *map(_said, sorted(after - before))]


def _said(item: str, *, back: bool = False) -> str:
    """As `function f(integer): +bob=EXECUTE*`, where `*` is the grant option and `-` says what was revoked."""
    member, _, acl = item.rpartition(": ")
    grantee, _, privilege = acl[1:].rpartition("=")
    role = "PUBLIC" if grantee == "PUBLIC" else identifier(grantee)
    kind = next((words for words in _GRANTED_ON if member.startswith(f"{words} ")), "")
    on = (
        f"{_GRANTED_ON[kind]}{member.removeprefix(kind)}" if kind else member.replace("foreign-data", "foreign data", 1)
    )
    name, option = privilege.rstrip("*"), " WITH GRANT OPTION" if privilege.endswith("*") else ""
    given = acl.startswith("+") != back
    return f"GRANT {name} ON {on} TO {role}{option}" if given else f"REVOKE {name} ON {on} FROM {role}"
