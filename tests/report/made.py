"""Hand-made model values that the renderings of these tests show."""

from __future__ import annotations

from difftool.model.catalog import EVERYTHING, CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.plan import (
    Finding,
    Hazard,
    Observed,
    Phase,
    Plan,
    Probe,
    Proof,
    Step,
    TargetDatabase,
    Undo,
    UndoKind,
)
from difftool.model.profile import Policy, Scope, Verification

HOSTILE = "x\x1b[31m\u202e`a`| <b>@team</b> [l](http://e.org) ```\n# no"
"""a name that would like to be an escape sequence, a direction mark, a table cell, a mention, a link, a heading"""

ORPHANS = Probe("select count(*) from jobs", 0, "jobs name a user that does not exist")
FINDING = Finding(
    ORPHANS,
    "llm_workflow_jobs.user_id -> profiles.id",
    137,
    5178,
    "137 of 5,178 rows of llm_workflow_jobs name a row of profiles that does not exist",
    ("0b1c", "11fa"),
    ("Deleting a user would from then on reach: jobs -> webhook attempts.",),
    ("data:", "- orphans: llm_workflow_jobs.user_id", "  become: set-null          # or delete, quarantine"),
    "orphans: llm_workflow_jobs.user_id become: set-null",
)
STEPS = (
    Step(
        1,
        Phase.GUARD,
        "add the foreign key, NOT VALID",
        ("alter table public.jobs add foreign key (user_id) references public.profiles not valid",),
        Undo(UndoKind.LOSSLESS, ("alter table public.jobs drop constraint jobs_user_id_fkey",)),
        locks={"public.jobs": "SHARE ROW EXCLUSIVE", "public.profiles": "SHARE ROW EXCLUSIVE"},
        touches=("constraint public.jobs.jobs_user_id_fkey",),
    ),
    Step(
        2,
        Phase.CLEAN,
        "set orphaned user_ids to null, kept aside",
        ("update public.jobs set user_id = null where user_id = '00000000-0000-0000-0000-000000000000'",),
        Undo(UndoKind.QUARANTINE),
        locks={"public.jobs": "ROW EXCLUSIVE"},
        rows=True,
    ),
    Step(
        3,
        Phase.VALIDATE,
        "validate the foreign key",
        ("alter table public.jobs validate constraint jobs_user_id_fkey",),
        Undo(UndoKind.LOSSLESS),
        probes=(ORPHANS,),
        locks={"public.jobs": "SHARE UPDATE EXCLUSIVE", "public.profiles": "ROW SHARE"},
    ),
)


def plan(
    steps: tuple[Step, ...] = STEPS,
    *,
    changes: tuple[str, ...] = ("+ foreign key jobs_user_id_fkey (user_id) -> profiles(id) on delete cascade",),
    verify: tuple[Verification, ...] = (Verification("every job names a known user, or none", "select 0"),),
    database: str = "app",
) -> Plan:
    return Plan(
        digest="sha256:4f1c9ab27d03aaaabbbbccccddddeeeeffff0000111122223333444455556666",
        profile="integrated",
        profile_digest="sha256:00",
        target=TargetDatabase("", database, "7123"),
        live_major=15,
        proven_on=18,
        before="15:aa",
        after="18:bb",
        scope=Scope(()),
        comparing=EVERYTHING,
        search_path="public",
        changes=changes,
        steps=steps,
        verify=verify,
        policy=Policy(),
        proof=Proof("equal", "equal", "equal", 42),
        hazards=(Hazard("CASCADE-REACH", 1, "public.jobs", "deleting a user deletes jobs", "restrict"),),
        not_compared=("comments (profile)", "owner (not stated)"),
        observed=Observed(rows={"public.jobs": 5178}, findings=(FINDING,), host="db.example.org:5432"),
    )


def thing(ident: Ident, **facts: object) -> CatalogObject:
    return CatalogObject(ident, f"{ident.schema}.{ident.name}", (1, 2, 3), facts)


def created(ident: Ident, **facts: object) -> Change:
    return Change(Verb.CREATE, ident, None, thing(ident, **facts))


def dropped(ident: Ident, **facts: object) -> Change:
    return Change(Verb.DROP, ident, thing(ident, **facts), None)


def altered(ident: Ident, **facts: tuple[object, object]) -> Change:
    before = thing(ident, **{name: pair[0] for name, pair in facts.items()})
    after = thing(ident, **{name: pair[1] for name, pair in facts.items()})
    return Change(Verb.ALTER, ident, before, after, facts)
