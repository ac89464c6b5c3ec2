"""What pg_dump sees of whole databases: a second judge, who knows nothing of our own reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from difftool.pg.archive import Entry
from difftool.pg.replay import NOT_CLONED
from difftool.sql.dump_text import normalised

Seen = Mapping[str, str]
"""statement -> what it is about, in words that hold no secret"""

_SWITCH = re.compile(r"alter event trigger .* (en|dis)able\b", re.IGNORECASE)
"""in a throwaway copy none fires"""


_OURS = ("SCHEMA", "difftool")


def seen(entries: Iterable[Entry]) -> Seen:
    """Every statement and owner of a database but its subscriptions, user mappings and the states of event triggers.

    What is ours, in schema difftool, is nobody's difference.
    """
    known = list(entries)
    ours = {entry.id for entry in known if entry.schema == "difftool" or (entry.kind, entry.tag) == _OURS}
    apart = ours | {entry.id for entry in known if entry.kind in NOT_CLONED}
    found: dict[str, str] = {}
    for entry in known:
        if entry.id in apart or (not entry.classid and apart & set(entry.depends)):
            continue
        what = f"{entry.kind.lower()} {entry.schema + '.' if entry.schema else ''}{entry.tag}"
        found |= {text: what for text in normalised(entry.sql) if not _SWITCH.match(text)}
        found |= {f"owner of {what}: {entry.owner}": f"owner of {what}"} if entry.owner and entry.classid else {}
    return found


def differing(one: Seen, other: Seen) -> Seen:
    """What only one of them has."""
    return {text: what for side in (one, other) for text, what in side.items() if (text in one) != (text in other)}
