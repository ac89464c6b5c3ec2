"""What a plan's scope holds at one moment, with the imprint of the catalogs, which says whether that is still so."""

from __future__ import annotations

from dataclasses import dataclass

from difftool.diff.fingerprint import fingerprint
from difftool.diff.scope import within
from difftool.model.catalog import Catalog
from difftool.model.plan import Plan
from difftool.pg.catalog.read import read_catalog
from difftool.pg.imprint import imprint_in_history
from difftool.pg.session import Session


@dataclass(frozen=True, slots=True)
class Scene:
    """`catalog` is what is in scope, `state` its fingerprint."""

    imprint: str
    catalog: Catalog
    state: str

    def still(self, session: Session) -> bool:
        """Whether no catalog has changed since, in scope or not: asking that is quick, and False may be wrong."""
        return bool(self.imprint) and self.imprint == imprint_in_history(session)


def see(session: Session, plan: Plan) -> Scene:
    """Both at one moment; it takes a second or two for a thousand tables, so nobody may wait for a lock meanwhile."""
    with session.transaction("isolation level repeatable read, read only"):
        imprint = imprint_in_history(session)
        catalog = within(read_catalog(session), plan.scope)
    return Scene(imprint, catalog, fingerprint(catalog, plan.comparing))
