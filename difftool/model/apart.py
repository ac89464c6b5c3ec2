"""What of a database a throwaway copy cannot hold, or our reading may not show.

Subscriptions, whether event triggers fire, and the options of user mappings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from difftool.model.catalog import Facts


@dataclass(frozen=True, slots=True)
class Subscription:
    """`facts` as the catalog has them, without the connection string; `created` are pg_dump's statements for it."""

    facts: Facts
    owner: str
    connection: str
    created: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """By name. The state of an event trigger is one of yes, no, replica, always."""

    event_triggers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    subscriptions: Mapping[str, Subscription] = field(default_factory=lambda: MappingProxyType({}))
    mappings: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """of user mappings, named as in `anna SERVER files`, the statements that drop and create them"""
