"""The stubs for migrations, which may insert what such a function computes: here each answers something.

A plan is proven with stubs that refuse to answer; a replay of migrations proves nothing about rows, and its rows are
thrown away.
"""

from __future__ import annotations

import re
from importlib.resources import files

STUBS = ("pgcrypto", "uuid-ossp")
_REFUSING = re.compile(
    r"create function (?P<name>\w+)\((?P<arguments>.*?)\) returns (?P<type>[\w ]+?) language plpgsql "
    r"(?P<volatility>\w+) parallel safe as\s+\$\$ .*? \$\$;"
)
_ANSWERS = {
    "uuid": "md5({seed})::uuid",
    "text": "md5({seed})",
    "bytea": "decode(md5({seed}), 'hex')",
    "boolean": "false",
    "setof record": "''::text, ''::text",
}
"""by the type that is returned"""


def pretending(name: str) -> str:
    """SQL that makes the functions of one of STUBS; what is immutable answers the same for the same arguments."""
    text = (files(__package__) / f"{name}--stub.sql").read_text(encoding="utf-8")
    return _REFUSING.sub(_answering, text)


def _answering(found: re.Match[str]) -> str:
    count = len(
        [part for part in found["arguments"].split(",") if part.strip() and not part.strip().startswith("out ")]
    )
    given = ", ".join(f"${number}" for number in range(1, count + 1))
    seed = "random()::text" if found["volatility"] == "volatile" else f"row({given})::text"
    answer = _ANSWERS[found["type"]].format(seed=seed)
    signature = f"{found['name']}({found['arguments']}) returns {found['type']}"
    return f"create function {signature} language sql {found['volatility']} as $$ select {answer} $$;"
