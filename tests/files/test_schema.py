"""The published JSON schemas say what the reader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from difftool.errors import ConfigError
from difftool.files import schema
from difftool.files.keys import PROFILE, SETTINGS
from difftool.files.plan_keys import PLAN
from difftool.files.plans import write_plan
from difftool.files.shapes import Keys
from difftool.files.shipped import shipped
from difftool.files.yaml_text import Entries, merged, node_of, plain, read_yaml
from difftool.model.profile import Place
from tests.files.project import GOOD
from tests.files.test_plans import PLAN_OF_TWO
from tests.files.test_profiles import SHIPPED
from tests.files.test_settings import WRONG as WRONG_SETTINGS
from tests.files.wrong_profiles import WRONG as WRONG_PROFILES

ROOT = Path(__file__).parents[2]
PUBLISHED = schema.published()

NOT_FOR_A_SCHEMA = (
    "PostgreSQL would not read it",
    "must be one SELECT",
    "is there twice",
    "is a tag to YAML",
    "leads",
    "snapshot: no ",
    "no profile",
    "is never in scope",
    "manages: expected schema.name",
    "manages: unknown kind",
    "among the columns",
    'found "0s"',
    "one SQL expression",
    "cannot be a path",
    "has a rule already",
    "more than 100 years",
    "than PostgreSQL can wait",
)
"""what only the reader knows: other files, YAML's own rules, and how names and numbers are put together"""


def accepts(name: str, data: Any) -> bool:
    return bool(Draft202012Validator(json.loads(PUBLISHED[name])).is_valid(data))


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("folder", ["docs", "difftool/files"])
def test_the_published_files_are_current(name: str, folder: str) -> None:
    """docs/ and the package hold the schemas as they are written now: `python -m difftool.files.schema FOLDER`."""
    assert (ROOT / folder / name).read_text() == PUBLISHED[name]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_schemas_are_schemas(name: str) -> None:
    """Each is a valid JSON schema of draft 2020-12."""
    Draft202012Validator.check_schema(json.loads(PUBLISHED[name]))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_profiles_are_valid(name: str) -> None:
    """An editor that uses the schema finds nothing wrong with a shipped profile."""
    data = (shipped() / "profiles" / f"{name}.yaml").read_bytes()
    assert accepts("profile.schema.json", plain(read_yaml(data, name)))


def test_a_plan_file_is_valid() -> None:
    """What is written as a plan is what the plan's schema describes."""
    assert accepts("plan.schema.json", plain(read_yaml(write_plan(PLAN_OF_TWO).encode(), "x")))


CASES = [
    *(("profile.schema.json", text, message) for text, message in WRONG_PROFILES.items()),
    *(("settings.schema.json", text, message) for text, message in WRONG_SETTINGS.items()),
]


@pytest.mark.parametrize(("name", "text", "message"), CASES, ids=range(len(CASES)))
def test_schema_and_reader_refuse_the_same(name: str, text: str, message: str) -> None:
    """What the reader refuses for its form, an editor underlines; the rest passes the schema."""
    try:
        data = plain(read_yaml(text.encode(), "x"))
    except ConfigError:
        return
    assert accepts(name, data) == any(words in message for words in NOT_FOR_A_SCHEMA)


RIGHT = {
    "profile.schema.json": [
        GOOD,
        "extends: standalone\n",
        GOOD + "externals: {users: , role anon: , function f(): {returns: int}, 'schema s': {needs: [usage]}}\n",
        GOOD + "data:\n- {nulls: a.b, become: {default: 0}}\n- {duplicates: 't(a, b)', keep: {by: c desc}}\n",
        GOOD + "data:\n- {fill: a.b, from: c.d, join: c.id = a.id}\n- {rename: a, to: b}\n"
        "- {sql: delete from a, expect: select 0}\n",
        GOOD + "data:\n- {convert: a.b, using: 1, triggers: fire}\n- {rekey: a, from: [x, y], to: z}\n",
        GOOD + "policy: {examples: none, max_lock: 1.5h, quarantine_max: 1TB, hazards: {LONG-LOCK: refuse}}\n",
        GOOD + "search_path: app, public\nverify:\n- holds: select 0\n",
    ],
    "settings.schema.json": [
        "shadow: auto\nenvironments: {a: {url: $A, profiles: [x]}}\n",
        "shadow: postgresql:///x\nnotify: [$B]\npolicy: {batch: 1}\n",
        "{}\n",
    ],
    "plan.schema.json": [write_plan(PLAN_OF_TWO)],
}
SHAPES = {"profile.schema.json": PROFILE, "settings.schema.json": SETTINGS, "plan.schema.json": PLAN}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in RIGHT.items() for text in texts])
def test_schema_and_reader_accept_the_same(name: str, text: str) -> None:
    """What is right is right for both."""
    node = read_yaml(text.encode(), "x")
    assert accepts(name, plain(node))
    shape: Keys = SHAPES[name]
    base = {"manages": ["public.*"]} if "extends" in text else {}
    assert isinstance(node, Entries)
    assert shape.read(merged(node_of(base, Place("x")), node)) is not None


def test_every_key_says_what_it_is() -> None:
    """An editor shows a line about each key of profiles and settings."""
    for name in ("profile.schema.json", "settings.schema.json"):
        properties = json.loads(PUBLISHED[name])["properties"]
        assert all(about.get("description") for about in properties.values())
