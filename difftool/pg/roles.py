"""Roles of live, as the shadow has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from difftool.errors import PrivilegeMissing


@dataclass(frozen=True, slots=True)
class Role:
    """A role as live has it; in the shadow it can never log in."""

    name: str
    superuser: bool = False
    bypassrls: bool = False
    inherit: bool = True
    createrole: bool = False
    createdb: bool = False
    replication: bool = False
    member_of: tuple[str, ...] = ()

    @property
    def attributes(self) -> str:
        """Every one in words, so that ALTER takes back what an earlier call gave."""
        said = {
            "superuser": self.superuser,
            "bypassrls": self.bypassrls,
            "inherit": self.inherit,
            "createrole": self.createrole,
            "createdb": self.createdb,
            "replication": self.replication,
        }
        return " ".join(word if holds else f"no{word}" for word, holds in said.items()) + " nologin"


def require(present: set[str], wanted: Iterable[Role]) -> None:
    """On a server that is not ours. Raises PrivilegeMissing for the first of them that is not there."""
    for role in wanted:
        if role.name not in present:
            raise PrivilegeMissing(
                f"role {role.name} is missing on the --shadow server, where difftool creates none: "
                f'run there: CREATE ROLE "{role.name}" NOLOGIN;'
            )
