"""The profile's target, built in the shadow: externals first, then the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from difftool.diff.comparing import comparing_for
from difftool.diff.scope import covers, unmatched, within
from difftool.errors import ConfigError, SnapshotError
from difftool.files.names import names_in, unquoted
from difftool.jobs.conversions import refuse_volatile
from difftool.jobs.goal import Goal, Views, goal_of
from difftool.jobs.promises import Asked, tried
from difftool.model.catalog import Catalog, Comparing, Ident
from difftool.model.profile import Pattern, Profile, Scope
from difftool.pg.archive import Entry
from difftool.pg.catalog.read import read_catalog
from difftool.pg.externals import build_externals
from difftool.pg.load import load
from difftool.pg.names import parts
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch, Shadow
from difftool.planning.data_rules.known import refuse_unknown

HOLDS_DATA = ("table", "foreign_table", "sequence")


@dataclass(frozen=True)
class Target:
    """`whole` is everything in the scratch database; `catalog` what the profile manages of it.

    `unchecked` tells which bodies of functions name what is not there, and the like; `promises` what became of each
    `verify`.
    """

    built: Callable[[], Scratch]
    whole: Catalog
    catalog: Catalog
    comparing: Comparing
    unchecked: tuple[str, ...] = ()
    promises: tuple[Asked, ...] = ()
    known: Callable[[], Iterable[Entry]] | None = None
    """what pg_dump has said of the scratch database, if it was asked already"""
    recalled: bool = False
    """from an earlier run, whose scratch database is gone"""

    @cached_property
    def scratch(self) -> Scratch:
        """The database, which is built when it is first asked for."""
        return self.built()

    @property
    def just_read(self) -> Catalog | None:
        """`whole`, if its oids are those of the scratch database."""
        return None if self.recalled else self.whole.decoded

    def goal(self, scope: Scope) -> Goal:
        """The scratch database as what live is to become, as far as `scope` goes."""
        return goal_of(self.scratch, scope, self.comparing, self.just_read, self.views)

    @cached_property
    def views(self) -> Views:
        return Views(self.built)

    @property
    def entries(self) -> Iterable[Entry]:
        """What pg_dump says of the scratch database."""
        return self.known() if self.known else self.views.entries


def build_target(shadow: Shadow, profile: Profile, live: Session | None, timeout: float = 30) -> Target:
    """Load the snapshot in a fresh database of the shadow, with the externals as they are live or as declared.

    Each of its statements has `timeout` seconds.
    Raises SnapshotError, and ConfigError where scope and snapshot do not fit.
    """
    scratch = shadow.create()
    build_externals(shadow, scratch, profile.externals, live)
    outside = _idents(scratch) if profile.externals else frozenset()
    with _externals_made(profile, alone=live is None):
        unchecked = load(shadow, scratch, profile.snapshot, profile.search_path, timeout=timeout)
    with scratch.open() as session:
        whole = read_catalog(session, once=True)
        promises = tried(profile, session)
        refuse_volatile(profile, session)
    catalog = within(whole, profile.scope)
    _refuse_misfits(profile, whole, catalog, outside)
    told = (*unchecked, *_nowhere(profile.search_path, whole))
    comparing = comparing_for(catalog, profile.compare, profile.ignore)
    return Target(lambda: scratch, whole, catalog, comparing, told, promises)


def _idents(scratch: Scratch) -> frozenset[Ident]:
    with scratch.open() as session:
        return frozenset(read_catalog(session).objects)


def _nowhere(search_path: str, whole: Catalog) -> Iterator[str]:
    """PostgreSQL passes over a schema that is not there, which may be a typing error."""
    known = {"public", "pg_catalog", "information_schema"} | {i.name for i in whole.objects if i.kind == "schema"}
    for name in names_in(search_path):
        if name not in known:
            yield f"search_path: there is no schema {name}, neither in the snapshot nor among the externals"


@contextmanager
def _externals_made(profile: Profile, *, alone: bool) -> Iterator[None]:
    """What is there already because it is an external is told as that; `alone`: no live database tells more of it."""
    try:
        yield
    except SnapshotError as error:
        for external in profile.externals:
            name = unquoted(external.name).split(".")[-1]
            if f'"{name}" already exists' in error.message:
                raise SnapshotError(
                    f"makes {external.name}, which {external.place} declares as somebody else's: "
                    "take it out of the snapshot, or out of `externals:`",
                    where=error.where,
                ) from error
            if alone and not external.labels and f"invalid input value for enum {name}:" in error.message:
                raise SnapshotError(
                    f"{error.message}: {external.place} declares {external.name} without its labels, and no live "
                    "database is asked here: add `labels: [...]` there",
                    where=error.where,
                ) from error
        raise


def _refuse_misfits(profile: Profile, whole: Catalog, catalog: Catalog, outside: frozenset[Ident]) -> None:
    idle = [p for p in unmatched(whole, profile.scope) if f"{p.schema}.{p.name}" not in profile.scope.drop]
    if idle:
        raise ConfigError(f"manages: {idle[0].text} matches nothing in the snapshot", where=str(idle[0].place))
    for name in sorted(profile.scope.recreate - {"*"}):
        if not any(f"{ident.schema}.{ident.name}" == name for ident in whole.objects):
            raise ConfigError(f"recreate: {name} matches nothing in the snapshot", where=str(profile.place))
    refuse_unknown(profile, whole)
    for ident in sorted(whole.objects):
        managed = ident in catalog.objects or ident in outside
        if not managed and not _belongs(ident, whole, outside) and ident.kind != "schema":
            raise ConfigError(
                f"the snapshot makes {ident}, which no pattern of `manages` covers",
                where=str(profile.place),
                details=(f'add it to `manages:` ("{_pattern(ident)}"), or take it out of the snapshot',),
            )


def _pattern(ident: Ident) -> str:
    return f"{ident.schema}.{ident.name}" if ident.schema else f"{ident.kind}:{ident.name}"


def _belongs(ident: Ident, whole: Catalog, outside: frozenset[Ident]) -> bool:
    parent = whole.objects[ident].parent
    return parent is not None and (parent in outside or _belongs(parent, whole, outside))


def unclaimed(live: Catalog, target: Catalog, scope: Scope) -> tuple[Ident, ...]:
    """What holds data, matches a pattern, and is unknown to the snapshot: never dropped unless named under `drop`."""
    return tuple(
        ident
        for ident in sorted(live.roots())
        if ident.kind in HOLDS_DATA and ident not in target.objects and f"{ident.schema}.{ident.name}" not in scope.drop
    )


def with_renamed(profile: Profile, live: Catalog, target: Catalog) -> Scope:
    """The profile's scope with what its `rename` rules call by an old name: that is no stranger, and managed."""
    scope = profile.scope
    for rule in (rule for rule in profile.data if rule.rule == "rename"):
        schema, name, _ = parts(rule.subject)
        new = unquoted(rule.keys["to"])
        for ident in (thing.ident for thing in live.named(schema, name)):
            known = not ident.part and ident not in target.objects
            if known and covers(scope, ident._replace(name=new)):
                scope = replace(scope, manages=(*scope.manages, _exact(ident)), drop=scope.drop | {f"{schema}.{name}"})
    return scope


def without(scope: Scope, idents: tuple[Ident, ...]) -> Scope:
    """The scope with these taken out, by kind and exact name: a function may be called as a table is."""
    excluded = (_exact(ident, "!") for ident in idents)
    return replace(scope, manages=(*scope.manages, *excluded))


def _exact(ident: Ident, sign: str = "") -> Pattern:
    kind, schema, name, _ = ident
    text = f"{sign}{kind}:{_literal(schema)}.{_literal(name)}"
    return Pattern(text, kind, schema, name, exclude=bool(sign), quoted=(True, True))


def _literal(name: str) -> str:
    """In quotes, as a plan file holds patterns by their text alone, and what is in quotes means itself."""
    return '"' + name.replace('"', '""') + '"'
