"""The keys of profiles and settings: one table, to read them and to publish their JSON schemas."""

from __future__ import annotations

from datetime import date

from difftool.files.amounts import DURATION, SIZE, parse_duration, parse_size, parse_timeout
from difftool.files.externals import Externals
from difftool.files.form_error import FormError, nearest
from difftool.files.names import QUALIFIED, SEARCH_PATH
from difftool.files.patterns import parse_pattern
from difftool.files.rules import Rule
from difftool.files.shapes import Choice, Flag, Key, Keys, ListOf, MapOf, Placed, Text, Whole
from difftool.model.profile import Policy, PolicyException
from difftool.planning.hazards import DEFAULTS as HAZARDS


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise FormError(f'expected a date, as 2026-12-31; found "{text}"') from None


def _hazard(text: str) -> str:
    if text not in HAZARDS and (near := nearest(text.upper(), tuple(HAZARDS))):
        raise FormError(f'unknown hazard "{text}"{near}')
    return text


_CLASSES = ListOf(Choice({"owner": "owner", "privileges": "privileges", "comments": "comment"}))
_DURATION = Text("a duration, as 500ms, 2s or 30d", DURATION, parse_duration)
_TIMEOUT = Text("a duration, as 500ms, 2s or 1h", DURATION, parse_timeout)
_SIZE = Text("a size, as 10GB", SIZE, parse_size)
_HAZARD = Text(f"a hazard's code, one of {', '.join(HAZARDS)}", "|".join(HAZARDS), _hazard)
_PROFILE_NAME = Text("the name of a profile", r"[A-Za-z0-9_-]+")
_VARIABLE = Text("the name of a variable, as $DATABASE_URL", r"\$[A-Za-z_][A-Za-z0-9_]*", secret=True)

_EXCEPTION = Keys(
    {
        "hazard": Key(_HAZARD, "its code", required=True),
        "object": Key(Text(), "the object that it is accepted for", required=True),
        "reason": Key(Text(), "why", required=True),
        "until": Key(Text("a date", r"\d{4}-\d{2}-\d{2}", _date), "the last day, as 2026-12-31", required=True),
    },
    PolicyException,
)

POLICY = Keys(
    {
        "hazards": Key(MapOf(Choice(("allow", "confirm", "refuse")), _HAZARD), "verdict by hazard"),
        "exceptions": Key(ListOf(_EXCEPTION), "hazards accepted for one object, for some time"),
        "max_lock": Key(_TIMEOUT, "longest time that a blocking lock may be held"),
        "lock_timeout": Key(_TIMEOUT, "longest wait for a lock"),
        "statement_timeout": Key(_TIMEOUT, "longest time of a statement"),
        "online": Key(Choice(("auto", "never")), "whether statements are rewritten to hold no long lock"),
        "small_table": Key(Whole(), "rows up to which a table is small"),
        "batch": Key(Whole(1), "rows of a batch"),
        "rows_per_second": Key(Whole(1), "most rows changed in a second"),
        "max_lag": Key(_TIMEOUT, "longest lag of a replica"),
        "quarantine_keep": Key(_DURATION, "how long rows are kept aside"),
        "quarantine_max": Key(_SIZE, "most that may be kept aside"),
        "examples": Key(Whole(1, none="none"), "example keys shown"),
        "shadow": Key(Choice(("same", "any")), "whether the proof needs the live database's major version"),
        "backup": Key(Text("a command"), "run before anything is changed"),
    },
    Policy,
)

PROFILE = Keys(
    {
        "description": Key(Text(), "what the target is, in a line"),
        "extends": Key(_PROFILE_NAME, "the profile that this one adds to"),
        "snapshot": Key(ListOf(Placed(Text("a file or folder"))), "SQL files and folders, from the project's root"),
        "manages": Key(
            ListOf(Placed(Text("a pattern", parse=parse_pattern)), least=1),
            "what is managed, as public.llm_*, !public.llm_old, extension:citext; the last match wins",
            required=True,
        ),
        "drop": Key(ListOf(QUALIFIED), "tables and sequences, unknown to the snapshot, that may be dropped"),
        "compare": Key(_CLASSES, "compared even where the snapshot does not state it"),
        "ignore": Key(_CLASSES, "not compared"),
        "externals": Key(Externals(), "what others own and must be there: name, or kind name, to what is known of it"),
        "search_path": Key(SEARCH_PATH, "schemas in which the snapshot's names are found; public, unless said"),
        "data": Key(ListOf(Rule()), "what becomes of rows that are in the way"),
        "verify": Key(
            ListOf(MapOf(Text("an SQL query"), one=True)),
            "sentence: query that returns one number, 0 = it holds",
        ),
        "policy": Key(POLICY, "bounds of what a plan may do"),
        "recreate": Key(
            ListOf(Text("a name")),
            "types (schema.name, or * for all) that may be made anew, and the columns that use them rewritten",
        ),
    }
)

_ENVIRONMENT = Keys(
    {
        "url": Key(_VARIABLE, "the variable that holds the URL, as $DATABASE_URL", required=True),
        "profiles": Key(ListOf(Placed(_PROFILE_NAME), least=1), "profiles that hold there"),
        "canary": Key(Flag(), "whether it is changed first"),
    }
)

_PUBLIC_KEY = Text(
    "a public SSH key, as ssh-ed25519 AAAA...", r"(ssh|ecdsa|sk-ssh|sk-ecdsa)-\S+ [A-Za-z0-9+/=]+( [^\n]*)?"
)

SETTINGS = Keys(
    {
        "profiles": Key(Text("a folder"), "where profiles are; profiles/, unless said"),
        "env_file": Key(Text("a file"), "holds variables; .env.local, unless said"),
        "database": Key(Choice(("embedded",)), "the embedded server, for trying out"),
        "shadow": Key(
            Choice(("auto",), {"bin": Text("a folder")}, Text("a URL", r"postgres(ql)?://\S+")),
            "where plans are rehearsed",
        ),
        "environments": Key(MapOf(_ENVIRONMENT), "databases by name"),
        "notify": Key(ListOf(_VARIABLE), "variables that hold the URLs of alerts"),
        "policy": Key(POLICY, "for all profiles"),
        "approvers": Key(
            MapOf(ListOf(_PUBLIC_KEY, single=True, least=1), Text("a name", r"[^\s,*?!\"#]+")),
            "public SSH keys of those who may approve plans, by name; then a plan needs the signature of one of them",
        ),
        "state": Key(Text("a folder"), "where difftool keeps its own files; .difftool/, unless said"),
    }
)
