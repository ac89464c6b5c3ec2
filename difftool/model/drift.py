"""How a live database relates to profiles."""

from __future__ import annotations

from dataclasses import dataclass

from difftool.model.change import Change


@dataclass(frozen=True, slots=True)
class Drift:
    """Live against one profile. `changes` lead from the profile's target to live: what somebody did there.

    `revert` is the SQL that would bring live back, each text one statement; empty where no plan was proven, and then
    `no_revert` says why. `unclaimed` are tables and sequences in scope that the snapshot does not know; `externals`
    sentences about what others own and changed; `parked` says that a plan waits half-applied.
    """

    environment: str
    profile: str
    changes: tuple[Change, ...]
    unclaimed: tuple[str, ...] = ()
    externals: tuple[str, ...] = ()
    revert: tuple[str, ...] = ()
    no_revert: str = ""
    parked: str = ""
    nearest: str = ""
    """as "integrated, minus the foreign key llm_workflow_jobs_user_id_fkey = standalone" """
    adopt: str = ""
    """a patch of the snapshot after which live is what the profile says; empty where none was proven"""
    not_compared: tuple[str, ...] = ()
    fingerprint: str = ""

    @property
    def clean(self) -> bool:
        return not (self.changes or self.unclaimed or self.externals)


@dataclass(frozen=True, slots=True)
class Standing:
    """One profile as seen from a live database. `verdict`: equal, differs, absent, unknown (`sentence` is why)."""

    profile: str
    verdict: str
    sentence: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    standings: tuple[Standing, ...]
    history: str
    """"Never touched by difftool before", or the last entry of the ledger as a sentence"""
    not_compared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What `diff FROM TO` found: the changes, and the SQL that was proven to make them."""

    changes: tuple[Change, ...]
    statements: tuple[str, ...]
    sql: str
    """the whole script, with its own BEGIN and COMMIT"""
    proven_on: int = 0
    not_compared: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
