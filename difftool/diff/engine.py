"""migra, the engine: the only module that knows it. Its proposals are never trusted unproven.

migra and schemainspect are retired by their author and pinned. What they get wrong is contained here: they import
`pkg_resources` for one call (setuptools no longer has it), take a quarter of a second to find out for each of their
queries who asks for it, and crash on some catalogs.
"""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from io import BufferedReader
from types import FrameType, ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Proposals:
    """SQL texts, each possibly of several statements; `crash` says why there are none."""

    texts: tuple[str, ...]
    crash: str = ""


_CRASHES = (AttributeError, KeyError, NotImplementedError, TypeError, ValueError, RecursionError)


@contextmanager
def _made_light() -> Iterator[None]:
    """Stand in for what schemainspect asks while it is imported, and put back what was there."""
    with _without_pkg_resources(), _with_bare_frames():
        yield


@contextmanager
def _with_bare_frames() -> Iterator[None]:
    """A stack without its source lines, and a frame's module without a search through all modules."""
    stack, getmodule = inspect.stack, inspect.getmodule

    def bare() -> list[tuple[FrameType]]:
        return [(frame,) for frame, _ in traceback.walk_stack(sys._getframe(1))]  # noqa: SLF001  # as inspect does

    def module_of(thing: object, filename: str | None = None) -> ModuleType | None:
        if isinstance(thing, FrameType):
            return sys.modules.get(thing.f_globals["__name__"])
        return getmodule(thing, filename)

    vars(inspect).update(stack=bare, getmodule=module_of)
    try:
        yield
    finally:
        vars(inspect).update(stack=stack, getmodule=getmodule)


@contextmanager
def _without_pkg_resources() -> Iterator[None]:
    stand_in = ModuleType("pkg_resources")

    def resource_stream(module: str, path: str) -> BufferedReader:
        package = module.rpartition(".")[0]
        return files(package).joinpath(path).open("rb")  # type: ignore[return-value]  # a file on disk

    stand_in.resource_stream = resource_stream  # type: ignore[attr-defined]  # that is the point
    before = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = stand_in
    try:
        yield
    finally:
        if before is None:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before


def inspected(cursor: Any) -> Any:
    """What schemainspect sees of a database, by a psycopg2 cursor that returns named tuples; empty search_path.

    The ledger's schema is never part of it. None where it crashes.
    """
    with _made_light():
        from schemainspect.pg import PostgreSQL

    try:
        inspector = PostgreSQL(cursor)
        inspector.exclude_schema("difftool")
    except (*_CRASHES, cursor.connection.Error):  # its queries know of one parent a table only, for example
        return None
    return inspector


def propose(cursor: Any, target: Any) -> Proposals:
    """The way that migra finds from the database behind `cursor` to the inspection `target`, drops included.

    A crash of migra is an outcome like another: our own detectors may still arrive without it.
    """
    with _made_light():
        from migra import Migration

    current = inspected(cursor)
    if current is None or target is None:
        return Proposals((), crash="schemainspect cannot read this catalog")
    try:
        migration = Migration(current, target)
        migration.set_safety(False)
        migration.add_all_changes()
    except _CRASHES as error:
        return Proposals((), crash=f"{type(error).__name__}: {error}")
    return Proposals(tuple(str(text).strip() for text in migration.statements))
