"""Profiles: found by name in the project, then among the shipped ones; read, merged and checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

from difftool.errors import ConfigError, DifftoolError
from difftool.files.form_error import nearest
from difftool.files.keys import PROFILE
from difftool.files.patterns import overlap
from difftool.files.rules import refuse_second
from difftool.files.shapes import wrong
from difftool.files.shipped import LABEL, shipped
from difftool.files.snapshots import read_snapshot
from difftool.files.yaml_text import Entries, Node, merged, node_of, read_yaml_file
from difftool.model.profile import (
    Listed,
    Pattern,
    Place,
    Policy,
    Profile,
    Scope,
    Settings,
    SnapshotFile,
    Verification,
)
from difftool.planning.seal import digest_of

SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class _Document:
    """One file of a chain of `extends`; its snapshots are found from `root`."""

    root: Path
    label: str
    name: str
    node: Entries


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a profile's file is, the root of its paths, and how messages name it."""

    file: Path
    root: Path
    label: str

    @property
    def name(self) -> str:
        near = self.file.is_relative_to(self.root)
        path = self.file.relative_to(self.root).as_posix() if near else str(self.file)
        return f"{self.label}/{path}" if self.label else path


def profile_names(settings: Settings) -> tuple[str, ...]:
    """The project's profiles, then those shipped ones whose names are free; each part sorted."""
    own = _names(Path(settings.profiles))
    return (*own, *(name for name in _names(shipped() / "profiles") if name not in own))


def project_names(settings: Settings) -> tuple[str, ...]:
    """What the project is about: its own profiles and those that its environments name; with neither, the shipped."""
    return own_names(settings) or profile_names(settings)


def own_names(settings: Settings) -> tuple[str, ...]:
    """The project's profiles, and those that its environments name."""
    named = (name for each in settings.environments.values() for name in each.profiles)
    return tuple(dict.fromkeys((*_names(Path(settings.profiles)), *named)))


def listed_profiles(settings: Settings) -> tuple[Listed, ...]:
    """Each that `profile_names` names; an error of one hides none of the others."""
    return tuple(_listed(name, settings) for name in profile_names(settings))


def _listed(name: str, settings: Settings) -> Listed:
    try:
        return Listed(name, load_profile(name, settings))
    except DifftoolError as error:
        return Listed(name, error=str(error), exit_code=error.exit_code)


def load_profile(name_or_path: str, settings: Settings) -> Profile:
    """The profile, its snapshot read, checked to share no object with another profile of an environment.

    Raises ConfigError with file:line:column, SnapshotError for an SQL file that is not text.
    """
    chain = _chain(_find(name_or_path, settings), settings)
    keys = _keys(chain, settings)
    _refuse_overlaps(chain[-1].name, keys["manages"], settings)
    profile = _profile(chain, keys)
    return replace(profile, digest=digest_of(profile))


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in folder.glob(f"*{SUFFIX}")))


def _find(name_or_path: str, settings: Settings) -> _Source:
    try:
        return _found(name_or_path, settings)
    except (OSError, ValueError):  # Python's words for a path that is too long, and for a NUL in it
        raise ConfigError(f'"{name_or_path[:60]}" cannot be the name or path of one', where="profile") from None


def _found(name_or_path: str, settings: Settings) -> _Source:
    root = Path(settings.root)
    if name_or_path.endswith((SUFFIX, ".yml")) or "/" in name_or_path:
        file = next((path for path in (Path(name_or_path), root / name_or_path) if path.is_file()), None)
        if not file:
            raise ConfigError(f"no such file: {name_or_path}", where="profile")
        return _Source(file.resolve(), root.resolve(), "")
    own = Path(settings.profiles) / f"{name_or_path}{SUFFIX}"
    if own.is_file():
        return _Source(own, root, "")
    with_tool = shipped() / "profiles" / f"{name_or_path}{SUFFIX}"
    if with_tool.is_file():
        return _Source(with_tool, shipped(), LABEL)
    names = profile_names(settings)
    near = nearest(name_or_path, names) or f"; there are {', '.join(names)}"
    raise ConfigError(f'no profile "{name_or_path}"{near}', where=_folder(settings))


def _folder(settings: Settings) -> str:
    folder, root = Path(settings.profiles), Path(settings.root)
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)


def _chain(source: _Source, settings: Settings, above: tuple[Path, ...] = ()) -> tuple[_Document, ...]:
    """The documents from the base of `extends` down to the profile itself."""
    node = read_yaml_file(source.file, source.name)
    if not isinstance(node, Entries):
        raise wrong(node, "profile", "a map of keys")
    entries = dict(node.entries)
    base = entries.pop("extends", None)
    document = _Document(source.root, source.label, source.file.stem, replace(node, entries=entries))
    if base is None:
        return (document,)
    return (*_chain(_base(base, settings, (*above, source.file)), settings, (*above, source.file)), document)


def _base(node: Node, settings: Settings, seen: tuple[Path, ...]) -> _Source:
    name = PROFILE.keys["extends"].shape.read(node, "extends")
    try:
        source = _find(name, settings)
    except ConfigError as error:
        raise ConfigError(f"extends: {error.message}", where=str(node.place)) from None
    if source.file in seen:
        raise ConfigError(f'extends: "{name}" leads back to itself', where=str(node.place))
    return source


def _keys(chain: tuple[_Document, ...], settings: Settings) -> dict[str, Any]:
    common: dict[str, Node] = {}
    if settings.policy:
        common["policy"] = node_of(settings.policy, Place("settings"))
    bottom: Node = Entries(common, {}, chain[-1].node.place)
    keys: dict[str, Any] = PROFILE.read(reduce(merged, (document.node for document in chain), bottom))
    refuse_second(keys.get("data", ()))
    return keys


def _refuse_overlaps(name: str, manages: Iterable[tuple[Pattern, Place]], settings: Settings) -> None:
    places = dict(manages)
    for environment in settings.environments.values():
        others = environment.profiles if name in environment.profiles else ()
        for other in others:
            theirs = () if other == name else _manages(other, settings)
            if pair := overlap(tuple(places), theirs):
                raise ConfigError(
                    f"manages: {pair[0].text} overlaps {pair[1].text} of profile {other}, "
                    f"and environment {environment.name} has both",
                    where=str(places[pair[0]]),
                )


def _manages(name: str, settings: Settings) -> tuple[Pattern, ...]:
    keys = _keys(_chain(_find(name, settings), settings), settings)
    return tuple(pattern for pattern, _ in keys["manages"])


def _profile(chain: tuple[_Document, ...], keys: dict[str, Any]) -> Profile:
    return Profile(
        name=chain[-1].name,
        description=keys.get("description", ""),
        snapshot=_snapshot(chain),
        scope=_scope(keys),
        compare=frozenset(keys.get("compare", ())),
        ignore=frozenset(keys.get("ignore", ())),
        externals=keys.get("externals", ()),
        search_path=keys.get("search_path", "public"),
        data=keys.get("data", ()),
        verify=tuple(Verification(*entry) for one in keys.get("verify", ()) for entry in one.items()),
        policy=keys.get("policy", Policy()),
        place=Place(chain[-1].node.place.file),
    )


def _scope(keys: dict[str, Any]) -> Scope:
    manages = tuple(replace(pattern, place=place) for pattern, place in keys["manages"])
    return Scope(manages, frozenset(keys.get("drop", ())), frozenset(keys.get("recreate", ())))


def _snapshot(chain: tuple[_Document, ...]) -> tuple[SnapshotFile, ...]:
    """The files of each document, found from its own root; one that is named twice is read once."""
    files: dict[str, SnapshotFile] = {}
    for document in chain:
        node = document.node.entries.get("snapshot")
        entries = PROFILE.keys["snapshot"].shape.read(node, "snapshot") if node else ()
        for written, place in entries:
            found = read_snapshot(document.root, written, place, document.label)
            files.update((file.name, file) for file in found if file.name not in files)
    return tuple(files.values())
