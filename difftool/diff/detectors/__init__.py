"""What is changed in place, and what PostgreSQL renders whole: proposals from our own comparison.

A detector answers one kind of difference with the statements that make it smaller, each of which may succeed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from difftool.diff.compare import roots
from difftool.diff.detectors import (
    attached,
    classes,
    columns,
    constraints,
    default_privileges,
    domains,
    enums,
    extensions,
    foreign_data,
    identities,
    indexes,
    languages,
    not_null,
    partitions,
    policies,
    publications,
    routines,
    sequences,
    statistics,
    tables,
    triggers,
    types,
    views,
)
from difftool.diff.drops import drop, inner_first
from difftool.diff.made_again import MADE_AGAIN
from difftool.diff.proposal import Proposal, Ways
from difftool.diff.rendered import Creation, Rendered, announcement
from difftool.model.catalog import Catalog, CatalogObject, Ident
from difftool.model.change import Change, Verb

Detector = Callable[[Change], list[str]]

IN_PLACE: Mapping[str, tuple[Detector, ...]] = {
    "column": (columns.alter,),
    "constraint": (constraints.alter,),
    "default_privileges": (default_privileges.alter,),
    "domain": (domains.alter,),
    "enum": (enums.add_labels,),
    "event_trigger": (triggers.switch,),
    "extension": (extensions.move, extensions.privileges),
    "foreign_data_wrapper": (foreign_data.alter,),
    "foreign_table": (foreign_data.alter, partitions.attach),
    "function": (routines.replace,),
    "index": (indexes.attach, indexes.statistics),
    "language": (languages.replace,),
    "materialized_view": (views.options,),
    "policy": (policies.alter,),
    "procedure": (routines.replace,),
    "publication": (publications.alter,),
    "rule": (triggers.switch,),
    "sequence": (sequences.alter,),
    "server": (foreign_data.alter,),
    "statistics": (statistics.target,),
    "table": (tables.alter, partitions.attach),
    "trigger": (triggers.switch,),
    "view": (views.replace, views.options),
}
WAYS: Mapping[str, Callable[[Change], list[Ways]]] = {
    "column": columns.ways,
    "sequence": sequences.resized,
    "type": types.attributes,
}
"""What can be said in several ways, of which the first that runs is taken."""
EVERY_KIND: tuple[Detector, ...] = (classes.owner, classes.privileges, classes.comment)


def altered(changes: tuple[Change, ...], current: Catalog, target: Catalog) -> tuple[Proposal, ...]:
    """What can be changed in place, property by property."""
    first = (
        *not_null.renamed(changes, current),
        *attached.renamed(changes),
        *attached.exchanged(changes),
        *identities.exchanged(changes),
    )
    attached_anew = partitions.numbered(changes, current)
    told = {proposal.about for proposal in first} | views.circular(changes, current, target)
    told |= types.awaited(changes) | partitions.rerouted(changes)
    proposals = [*first, *attached_anew]
    for change in columns.once(changes):
        if change.verb is Verb.ALTER and str(change.ident) not in told:
            detectors = (*IN_PLACE.get(change.ident.kind, ()), *EVERY_KIND)
            statements = (text for detector in detectors for text in detector(change))
            proposals.extend(Proposal((text,), str(change.ident), alone=" ADD VALUE " in text) for text in statements)
            several = WAYS[change.ident.kind](change) if change.ident.kind in WAYS else []
            several += classes.delegated(change)
            proposals.extend(proposal for ways in several if (proposal := _first_of(ways, str(change.ident))))
    return tuple(proposals)


def _first_of(ways: Ways, about: str) -> Proposal | None:
    """The first way, and each other where those before it fail."""
    proposal: Proposal | None = None
    for statements in reversed(ways):
        proposal = Proposal(statements, about=about, otherwise=proposal)
    return proposal


def created_and_dropped(changes: tuple[Change, ...], current: Catalog, rendered: Rendered) -> tuple[Proposal, ...]:
    """Drops from the inside out, then creations in PostgreSQL's order: no new foreign key must settle on an old key."""
    return (
        *attached.in_the_way(changes),
        *_drops(changes, current),
        *_exchanged(changes, rendered),
        *_creations(changes, rendered),
    )


def made_again(changes: tuple[Change, ...], rendered: Rendered) -> tuple[Proposal, ...]:
    """Drop and create, in one transaction, what holds no data and could not be changed in place."""
    proposals = []
    for change in changes:
        if change.verb is Verb.ALTER and change.ident.kind in MADE_AGAIN and change.before and change.after:
            creation = _creation(change, rendered)
            if creation:
                statements = (drop(change.before), *creation.statements)
                proposals.append(views.filled_or_not(statements, str(change.ident)))
    return tuple(proposals)


def _exchanged(changes: tuple[Change, ...], rendered: Rendered) -> list[Proposal]:
    """A foreign table becomes an ordinary one, or the other way round: the name is never without its table."""
    created = {(c.ident.schema, c.ident.name): c for c in changes if c.verb is Verb.CREATE and c.ident.kind in _TABLES}
    pairs = [(c.before, created.get((c.ident.schema, c.ident.name))) for c in changes if c.ident.kind in _TABLES]
    return [
        Proposal((drop(before), *creation.statements), about=str(after.ident))
        for before, after in pairs
        if before and after and (creation := _creation(after, rendered))
    ]


_TABLES = ("table", "foreign_table")


def _creations(changes: tuple[Change, ...], rendered: Rendered) -> list[Proposal]:
    created = [change for change in changes if change.verb is Verb.CREATE]
    idents = {change.ident for change in created}
    implied = _not_null_columns(changes)
    ranked: list[tuple[int, Ident, tuple[str, ...]]] = []
    for change in created:
        if constraints.is_implied(change, implied) or (change.after and _comes_by_itself(change.after)):
            continue
        creation = _creation(change, rendered)
        if creation:
            if change.after and creation.announced >= 0:
                ranked.append((creation.announced, change.ident, (announcement(change.after),)))
            ranked.append((creation.rank, change.ident, creation.statements))
        elif change.ident.kind == "column" and change.after and change.after.parent not in idents:
            ranked.append((len(rendered), change.ident, tuple(columns.add(change.after))))
    return [views.filled_or_not(statements, str(ident)) for _, ident, statements in sorted(ranked)]


def _comes_by_itself(thing: CatalogObject) -> bool:
    """With its parent, or with what tells of it: the column of a composite type, say."""
    return constraints.comes_with_parent(thing) or (thing.ident.kind == "column" and "folded" in thing.notes)


def _creation(change: Change, rendered: Rendered) -> Creation | None:
    """pg_dump's entry; where it has none (a check inside CREATE TABLE), the definition that the catalog gives."""
    found = rendered.get(change.ident)
    definition = change.after.notes.get("definition") if change.after else None
    if found or not definition or (change.after and change.after.notes.get("folded")):
        return found
    return Creation(len(rendered), (constraints.with_children(definition.rstrip().rstrip(";")),))


def _drops(changes: tuple[Change, ...], current: Catalog) -> list[Proposal]:
    """From the inside out, but event triggers before all: they would fire on the others."""
    implied = _not_null_columns(changes)
    dropped = [change for change in reversed(roots(changes)) if change.verb is Verb.DROP]
    return [
        _removed(change.before, change)
        for change in sorted(inner_first(dropped, current), key=lambda change: change.ident.kind != "event_trigger")
        if change.before and not constraints.is_implied(change, implied)
    ]


def _removed(thing: CatalogObject, change: Change) -> Proposal:
    """A partition that foreign keys to its parent refer to must leave it before it can go."""
    about = str(change.ident)
    if change.ident.kind == "default_privileges":
        return Proposal(tuple(default_privileges.alter(change)), about=about)
    gone, parent = drop(thing), thing.facts.get("partition_of")
    detached = (f"ALTER TABLE {parent} DETACH PARTITION {thing.address}", gone)
    return Proposal((gone,), about=about, otherwise=Proposal(detached, about=about) if parent else None)


def _not_null_columns(changes: tuple[Change, ...]) -> frozenset[tuple[str, str]]:
    """Tables of which a column becomes NOT NULL, or stops being so: what is said of the column says it all."""
    return frozenset(
        (change.ident.schema, change.ident.name)
        for change in changes
        if change.ident.kind == "column" and (change.verb is not Verb.ALTER or "not_null" in change.facts)
    )
