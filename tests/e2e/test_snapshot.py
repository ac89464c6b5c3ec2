"""A database's schema as SQL that makes it again."""

from __future__ import annotations

from tests.e2e.house import House, Shell


def test_it_loads_and_gives_the_same_catalog(house: House, difftool: Shell) -> None:
    """Written twice it is the same bytes; as the snapshot of a profile it shows no drift, privileges included."""
    snapshot = difftool("snapshot", "--profile", "standalone", *house.url())
    assert snapshot.code == 0
    assert difftool("snapshot", "--profile", "standalone", *house.url()).out == snapshot.out
    assert not [name for name in ("orders", "llm_usage", "profiles") if name in snapshot.out]
    house.write_profile(
        "taken",
        "snapshot: [schema/taken.sql]\nmanages: [public.llm_w*, public.llm_provider_usage, public.external_api_cache]\n"
        "externals:\n  role anon: {}\n  role authenticated: {}\n  role service_role: {}\n  role postgres: {}\n",
    )
    (house.project / "schema" / "taken.sql").write_text(snapshot.out)
    drift = difftool("drift", "--profile", "taken", *house.url())
    assert (drift.code, drift.out.splitlines()[0]) == (0, "taken: clean")


def test_with_a_foreign_key_to_others(house: House, difftool: Shell) -> None:
    """What refers to profiles is written as it is, profiles themselves are not."""
    house.admin.execute("delete from llm_workflow_jobs where user_id not in (select id from profiles)")
    house.admin.execute("alter table llm_workflow_jobs add foreign key (user_id) references profiles on delete cascade")
    snapshot = difftool("snapshot", "--profile", "integrated", *house.url())
    assert "FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE" in snapshot.out
    assert "CREATE TABLE public.profiles" not in snapshot.out


def test_a_pattern_that_matches_nothing_is_64(house: House, difftool: Shell) -> None:
    """A typing error in --manages is told, not answered with an empty snapshot, or with no differences."""
    said = difftool("snapshot", "--manages", "public.nope", *house.url())
    assert (said.code, said.out) == (64, "")
    assert "--manages public.nope matches nothing there" in said.err
    said = difftool("diff", house.dsn(), house.dsn(), "--manages", "public.nope")
    assert (said.code, said.out) == (64, "")
