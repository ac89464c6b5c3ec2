"""The project's settings: `difftool.yaml`, or `[tool.difftool]` of `pyproject.toml`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from difftool.errors import ConfigError
from difftool.files.form_error import nearest
from difftool.files.keys import SETTINGS
from difftool.files.profiles import profile_names
from difftool.files.reading import text_of
from difftool.files.snapshots import inside
from difftool.files.toml_text import read_toml, table_of
from difftool.files.yaml_text import LARGEST, Entries, Node, plain, read_yaml_file
from difftool.model.profile import Environment, Place, Settings

FILE = "difftool.yaml"
PYPROJECT = "pyproject.toml"


def load_settings(start: Path, config: Path | None = None) -> Settings:
    """Those of `config`, else of the nearest file from `start` to the repository's root, else the defaults.

    Outside a repository only `start` itself is looked at: what lies above it may be somebody else's.
    `profiles` and `state` are absolute; `env_file` stays relative to the root, as messages name it.
    Raises ConfigError with the place.
    """
    if config:
        return _settings(config.parent.resolve(), _node(config) or _missing(config))
    for folder in upwards(start.resolve()):
        for name in (FILE, PYPROJECT):
            node = _node(folder / name)
            if node:
                return _settings(folder, node)
    return _settings(start.resolve(), Entries({}, {}, Place("")))


def approvers_in(text: str, file: str) -> dict[str, tuple[str, ...]] | None:
    """Those that the text of a settings file names; None where there are no settings in it. Raises ConfigError."""
    with tempfile.TemporaryDirectory(prefix="difftool-base-") as folder:
        place = Path(folder, file)
        place.write_text(text)
        node = _node(place)
    if node is None:
        return None
    written = node.entries.get("approvers") if isinstance(node, Entries) else None
    return SETTINGS.keys["approvers"].shape.read(written, "approvers") if written else {}


def _missing(config: Path) -> Node:
    what = f"no [tool.difftool] in {config}" if config.is_file() else f"no such file: {config}"
    raise ConfigError(what, where="config")


def upwards(start: Path) -> Iterator[Path]:
    """From the folder to the top of its repository, in which order settings are looked for."""
    folders = (start, *start.parents)
    top = next((folder for folder in folders if (folder / ".git").exists()), start)
    return (folder for folder in folders if folder.is_relative_to(top))


def _node(file: Path) -> Node | None:
    if not (file.exists() or file.is_symlink()):
        return None
    if file.name == PYPROJECT:
        return _pyproject(file)
    node = read_yaml_file(file, file.name)
    # a file of comments only is a file of defaults
    return node if plain(node) is not None else Entries({}, {}, Place(file.name, 1, 1))


def _pyproject(file: Path) -> Node | None:
    text = text_of(file, file.name, LARGEST)
    tools = read_toml(text, file.name).get("tool", {})
    # what others have there is theirs to check
    table = tools.get("difftool") if isinstance(tools, dict) else None
    return None if table is None else table_of(table, ("tool", "difftool"), text, file.name)


def _settings(root: Path, node: Node) -> Settings:
    keys: dict[str, Any] = SETTINGS.read(node)
    policy = plain(node.entries["policy"]) if isinstance(node, Entries) and "policy" in node.entries else {}
    folders = {name: _path(root, keys.get(name, default), node, name) for name, default in _PATHS.items()}
    settings = Settings(
        root=str(root),
        profiles=str(root / folders["profiles"]),
        env_file=folders["env_file"],
        database=keys.get("database", ""),
        shadow=keys.get("shadow", "auto"),
        environments={name: _environment(name, facts) for name, facts in keys.get("environments", {}).items()},
        notify=keys.get("notify", ()),
        state=str(root / folders["state"]),
        policy=policy,
        approvers=keys.get("approvers", {}),
        file=node.place.file,
    )
    _refuse_unknown(keys, profile_names(settings))
    return settings


_PATHS = {"profiles": "profiles", "env_file": ".env.local", "state": ".difftool"}


def _path(root: Path, written: str, node: Node, key: str) -> str:
    place = node.entries[key].place if isinstance(node, Entries) and key in node.entries else node.place
    inside(root, written, place, key)
    return written


def _environment(name: str, facts: dict[str, Any]) -> Environment:
    return Environment(name, **{**facts, "profiles": tuple(profile for profile, _ in facts.get("profiles", ()))})


def _refuse_unknown(keys: dict[str, Any], known: tuple[str, ...]) -> None:
    for name, facts in keys.get("environments", {}).items():
        for profile, place in facts.get("profiles", ()):
            if profile not in known:
                near = nearest(profile, known) or f"; there are {', '.join(known)}"
                raise ConfigError(f'environment {name}: no profile "{profile}"{near}', where=str(place))
