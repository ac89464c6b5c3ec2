"""Providers and models move from UUID keys to name keys and back, with their rows, on a live database."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from difftool.errors import ConfigError, DataRefused, PolicyRefused
from difftool.jobs.roll_back import roll_back
from tests.e2e.house import House, Shell
from tests.platform.building import ROOT

ROWS = """
insert into llm_models (id, name, provider_id, context_window)
select md5('model ' || n)::uuid, 'model ' || n, md5('provider ' || 1 + n % 2)::uuid, n from generate_series(1, 20) n;
insert into llm_usage (provider_id, model_id, provider_name, model_name, total_tokens)
select m.provider_id, m.id, p.name, m.name, n
from generate_series(1, 50) n join llm_models m on m.name = 'model ' || 1 + n % 20
join llm_providers p on p.id = m.provider_id;
update llm_usage set model_name = 'as it was called then' where total_tokens <= 3;
"""
OLD = ("llm_providers", "llm_models", "llm_usage")
LATER = """
insert into llm_providers (name) values ('later');
insert into llm_models (name, provider_name) values ('later-1', 'later');
insert into llm_usage (provider_name, model_name) values ('later', 'later-1');
"""


@pytest.fixture
def providers(house: House) -> House:
    house.admin.execute(ROWS)
    return house


def values(house: House, table: str, columns: str) -> list[str]:
    return [str(row) for row in house.admin.rows(f"select {columns} from {table} order by 1, 2, 3")]


@pytest.mark.parametrize(
    "profile", ["name-keyed-providers", pytest.param("name-keyed-providers-composite", marks=pytest.mark.slow)]
)
def test_every_model_finds_its_provider_by_name(providers: House, profile: str) -> None:
    """Each model gets the name of the provider that its UUID pointed to, and names in usage stay as they were."""
    told = values(
        providers, "llm_models m join llm_providers p on p.id = m.provider_id", "m.name, p.name, context_window"
    )
    used = values(providers, "llm_usage", "total_tokens, provider_name, model_name")
    plan = providers.plan(profile)
    receipt = providers.apply(plan)
    assert receipt.verdict == f"equal to {profile}"
    assert values(providers, "llm_models", "name, provider_name, context_window") == told
    assert values(providers, "llm_usage", "total_tokens, provider_name, model_name") == used
    assert providers.plan(profile).empty


@pytest.mark.slow
def test_the_way_back_brings_the_very_uuids(providers: House) -> None:
    """Undone after further writes: old rows hold their original UUIDs, new ones got some and keep their references."""
    before, schema = providers.rows(*OLD), providers.schema()
    plan = providers.plan("name-keyed-providers")
    providers.apply(plan)
    providers.admin.execute(LATER)
    providers.undo(plan)
    linked = "llm_usage u join llm_models m on m.id = u.model_id join llm_providers p on p.id = u.provider_id"
    assert providers.count(f"{linked} where p.name = 'later' and m.name = 'later-1' and m.provider_id = p.id") == 1
    for table, column in (("llm_usage", "provider_name"), ("llm_models", "name"), ("llm_providers", "name")):
        providers.admin.execute(f"delete from {table} where {column} like 'later%'")
    assert [sorted(map(sorted, rows)) for rows in providers.rows(*OLD).values()] == [
        sorted(map(sorted, rows)) for rows in before.values()
    ]
    assert providers.schema() == schema


def test_a_model_without_provider_is_refused(providers: House) -> None:
    """A model whose provider is unknown would have no key to refer by: refused with the count before anything runs."""
    providers.admin.execute("insert into llm_models (name) values ('stray')")
    with pytest.raises(DataRefused) as refused:
        providers.plan("name-keyed-providers")
    told = "\n".join((str(refused.value), *refused.value.details))
    assert "1 of 21 rows of llm_models refer by provider_id to no row of llm_providers" in told
    assert "unresolved: quarantine" in told


@pytest.mark.slow
def test_a_model_without_provider_goes_to_quarantine(providers: House) -> None:
    """With `unresolved: quarantine` it is moved aside, what used it is kept, and all of it comes back."""
    stray = providers.admin.value("insert into llm_models (name) values ('stray') returning id")
    use = "insert into llm_usage (model_id, provider_name, model_name) values (%s, 'unknown', 'stray')"
    providers.admin.execute(use, [stray])
    before = [sorted(map(sorted, rows)) for rows in providers.rows(*OLD).values()]
    wanted = providers.profile("name-keyed-providers")
    aside = (replace(rule, keys={**rule.keys, "unresolved": "quarantine"}) for rule in wanted.data)
    receipt = providers.apply(providers.plan(replace(wanted, data=tuple(aside))))
    assert receipt.verdict == "equal to name-keyed-providers"
    assert providers.count("llm_models") == 20
    assert providers.count("llm_usage") == 51
    providers.apply(roll_back(providers.work()))
    assert [sorted(map(sorted, rows)) for rows in providers.rows(*OLD).values()] == before


def test_models_that_share_a_name_are_refused_before_anything(providers: House, difftool: Shell) -> None:
    """Names that two providers use cannot be a key: the plan is refused with exit 20 and the names."""
    providers.admin.execute(
        "insert into llm_models (name, provider_id) select 'model 1', id from llm_providers where name = 'provider 1'"
    )
    said = difftool("plan", "--profile", "name-keyed-providers", *providers.url())
    assert said.code == 20
    assert "model 1" in said.err


def test_what_looks_like_a_rekey_is_told_as_its_rules(providers: House) -> None:
    """Without rules the plan is refused, with the very rules that the shipped profile has."""
    shipped = providers.profile("name-keyed-providers")
    with pytest.raises((DataRefused, PolicyRefused)) as refused:
        providers.plan(replace(shipped, data=()))
    lines = [line for line in refused.value.details if line.startswith(("data:", "  - rekey", "    "))]
    told = "\n".join(lines[lines.index("  - rekey: llm_models") :])
    proposed = {rule["rekey"]: rule for rule in yaml.safe_load(told.replace("data:\n", ""))}
    for rule in shipped.data:
        carry = {name.removeprefix("public."): new for name, new in rule.keys["carry"].items()}
        assert proposed[rule.subject] == {
            **rule.keys, "rekey": rule.subject, "from": "id", "to": "name", "carry": carry
        }  # fmt: skip


@pytest.fixture
def named(house: House) -> House:
    """Keyed by names: two providers have a model of the same name, and usage names one that nobody has."""
    files = ("llm_usage", "providers_by_name", "models_by_provider_and_name")
    house.admin.execute("drop table llm_usage, llm_models, llm_providers")
    house.admin.execute("".join((ROOT / f"schema/{name}.sql").read_text() for name in files))
    house.admin.execute("""insert into llm_providers (name) values ('north'), ('south');
insert into llm_models (provider_name, name) values ('north', 'large'), ('south', 'large'), ('south', 'small');
insert into llm_usage (provider_name, model_name) select provider_name, name from llm_models;
insert into llm_usage (provider_name, model_name) values ('south', 'gone'), ('gone', 'large')""")
    return house


@pytest.mark.slow
def test_names_become_uuids_by_a_plan_of_its_own(named: House) -> None:
    """Each reference finds the row of that name, the rest stays empty; taken back, all is as it was before."""
    before, schema = named.rows(*OLD), named.schema()
    named.apply(named.plan("uuid-keyed-providers"), allow=())
    linked = "llm_usage u join llm_models m on m.id = u.model_id join llm_providers p on p.id = m.provider_id"
    assert named.count(f"{linked} where (u.provider_name, u.model_name) = (p.name, m.name)") == 3
    assert named.count("llm_usage where provider_id is null and model_id is null") == 1
    assert named.count("llm_usage where model_id is null") == 2
    back = roll_back(named.work())
    named.apply(back, allow=())
    assert [sorted(map(sorted, rows)) for rows in named.rows(*OLD).values()] == [
        sorted(map(sorted, rows)) for rows in before.values()
    ]
    assert named.schema() == schema


def test_a_reference_that_could_mean_several_rows_is_no_rekey(named: House) -> None:
    """A name that two models share does not tell which one usage means: the rule is refused with what would."""
    wanted = named.profile("uuid-keyed-providers")
    by_name = (replace(rule, keys={**rule.keys, "from": ("name",)}) for rule in wanted.data)
    with pytest.raises(ConfigError, match=r"rows may share name.*its key is provider_name, name"):
        named.plan(replace(wanted, data=tuple(by_name)))


@pytest.mark.slow
def test_new_references_beside_old_names_are_told_as_a_rekey(named: House) -> None:
    """Where a key of the database's own comes, the rule that finds the references by name is told, complete."""
    wanted = named.profile("uuid-keyed-providers", data=())
    with pytest.raises(PolicyRefused) as refused:
        named.plan(wanted)
    told = "\n".join(refused.value.details)
    assert "rekey: llm_providers" in told
    assert "carry: {llm_models.provider_name: provider_id, llm_usage.provider_name: provider_id}" in told
