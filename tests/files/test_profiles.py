"""Profiles: what is read, and each way to be wrong with its line and column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from difftool.errors import ConfigError
from difftool.files.profiles import listed_profiles, load_profile, profile_names, project_names
from difftool.files.settings import load_settings
from difftool.model.profile import External, Policy, PolicyException
from tests.files.project import GOOD, profile, project, refusal
from tests.files.wrong_profiles import WRONG

SHIPPED = (
    "integrated",
    "integrated-strict",
    "name-keyed-providers",
    "name-keyed-providers-composite",
    "standalone",
    "uuid-keyed-providers",
)


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_wrong_is_said_in_a_line_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """A profile that is wrong is refused with the file, line, column, and what was expected there."""
    assert refusal(tmp_path, text) == f"profiles/{message}"


def test_a_profile_is_read_whole(tmp_path: Path) -> None:
    """Every key of a profile arrives as the value that the model says."""
    text = (
        "description: all of it\nsnapshot: [schema]\n"
        'manages: [public.LLM_*, "!public.\\"Odd.Name\\"", "function:public.f?", extension:citext]\n'
        'drop: [public.Old, public."Old"]\ncompare: [owner]\nignore: [comments, privileges]\n'
        "externals:\n  profiles: {columns: {id: uuid}, key: [id], needs: [select, references]}\n"
        "  function auth.uid(): {returns: uuid}\n  role anon:\nsearch_path: public,  extensions\n"
        "data:\n- {orphans: jobs.user_id, become: {default: 0}, triggers: fire}\n"
        "- {rekey: models, from: id, to: [provider, name], carry: {usage.model_id: model}}\n"
        "verify:\n- nobody is unknown, or all are: select 0\n"
        "policy: {max_lock: 500ms, quarantine_keep: 1d, quarantine_max: 1kB, examples: none,\n"
        "  exceptions: [{hazard: LONG-LOCK, object: t, reason: small, until: 2026-12-31}]}\nrecreate: [public.v]\n"
    )
    found = profile(tmp_path, text)
    patterns = [(p.kind, p.schema, p.name, p.exclude, p.quoted) for p in found.scope.manages]
    assert patterns == [
        ("", "public", "llm_*", False, (False, False)),
        ("", "public", "Odd.Name", True, (False, True)),
        ("function", "public", "f?", False, (False, False)),
        ("extension", "", "citext", False, (False, False)),
    ]
    assert [file.name for file in found.snapshot] == ["schema/a.sql"]
    assert found.scope == replace(
        found.scope, drop=frozenset({"public.old", "public.Old"}), recreate=frozenset({"public.v"})
    )
    assert sorted(found.compare) == ["owner"]
    assert sorted(found.ignore) == ["comment", "privileges"]
    assert found.search_path == "public, extensions"
    externals = [replace(external, place=External("", "").place) for external in found.externals]
    assert externals == [
        External("table", "public.profiles", {"id": "uuid"}, ("id",), ("select", "references")),
        External("function", "auth.uid()", returns="uuid"),
        External("role", "anon"),
    ]
    assert [(rule.rule, rule.subject, rule.keys) for rule in found.data] == [
        ("orphans", "jobs.user_id", {"become": {"default": "0"}, "triggers": "fire"}),
        (
            "rekey",
            "models",
            {"from": ("id",), "to": ("provider", "name"), "carry": {"usage.model_id": "model"}},
        ),
    ]
    assert str(found.data[0].place) == "profiles/x.yaml:13:3"
    assert [(v.sentence, v.query) for v in found.verify] == [("nobody is unknown, or all are", "select 0")]
    exception = PolicyException("LONG-LOCK", "t", "small", "2026-12-31")
    assert found.policy == Policy(
        exceptions=(exception,), max_lock=0.5, quarantine_keep=86_400, quarantine_max=1024, examples=None
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_profile_loads_anywhere(tmp_path: Path, name: str) -> None:
    """An empty folder is a project that has the shipped profiles, and their files are named as shipped ones."""
    settings = load_settings(tmp_path)
    assert profile_names(settings) == SHIPPED
    found = load_profile(name, settings)
    assert found.name == name
    assert str(found.place) == f"shipped/profiles/{name}.yaml"
    assert found.snapshot
    assert all(file.name.startswith("shipped/schema/") for file in found.snapshot)


def test_own_profiles_come_first(tmp_path: Path) -> None:
    """A profile of the project hides a shipped one of its name, and is listed before all shipped ones."""
    assert profile(tmp_path, "description: mine\n" + GOOD, name="standalone").description == "mine"
    assert profile_names(load_settings(tmp_path)) == ("standalone", *(n for n in SHIPPED if n != "standalone"))


def test_an_unknown_profile_gets_the_nearest_name(tmp_path: Path) -> None:
    """A name that is nobody's is refused with the one that was probably meant, or with all that there are."""
    settings = load_settings(tmp_path)
    with pytest.raises(ConfigError, match=r'^profiles: no profile "standalne"; did you mean "standalone"\?$'):
        load_profile("standalne", settings)
    with pytest.raises(ConfigError, match=r'^profiles: no profile "qqq"; there are integrated, integrated-strict,'):
        load_profile("qqq", settings)
    with pytest.raises(ConfigError, match=r"^profile: no such file: a/x\.yaml$"):
        load_profile("a/x.yaml", settings)


def test_extends_appends_merges_and_replaces(tmp_path: Path) -> None:
    """Of a profile and its base, lists are appended, maps merged, scalars replaced; files are found from each."""
    found = profile(
        tmp_path,
        "extends: base\ndescription: two\nmanages: [app.*]\npolicy: {batch: 7}\nexternals: {b: {key: [id]}}\n",
        base=GOOD + "description: one\npolicy: {batch: 5, max_lock: 3s}\nexternals: {a: , b: {columns: {id: uuid}}}\n",
    )
    assert (found.name, found.description) == ("x", "two")
    assert [pattern.text for pattern in found.scope.manages] == ["public.*", "app.*"]
    assert (found.policy.batch, found.policy.max_lock) == (7, 3)
    assert [(e.name, e.columns, e.key) for e in found.externals] == [
        ("public.a", {}, ()),
        ("public.b", {"id": "uuid"}, ("id",)),
    ]


def test_extending_a_shipped_profile_finds_its_files(tmp_path: Path) -> None:
    """The snapshot of a shipped base comes from difftool, that of the project from the project."""
    found = profile(tmp_path, "extends: standalone\nsnapshot: [schema/a.sql]\nmanages: [public.t]\n")
    names = [file.name for file in found.snapshot]
    assert names == ["shipped/schema/llm_jobs.sql", "shipped/schema/external_api_cache.sql", "schema/a.sql"]


def test_a_circle_of_extends_is_refused(tmp_path: Path) -> None:
    """Two profiles that extend each other are refused where the circle closes."""
    assert refusal(tmp_path, "extends: y\n", y="extends: x\n") == (
        'profiles/y.yaml:1:10: extends: "x" leads back to itself'
    )


def test_an_error_in_the_base_is_told_of_the_base(tmp_path: Path) -> None:
    """What is wrong in a base is told with the base's own file, line and column."""
    assert refusal(tmp_path, "extends: y\n", y=GOOD + "policy:\n  batch: no\n") == (
        'profiles/y.yaml:4:10: batch: expected a whole number, 1 or more; found "no"'
    )


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    """A symbolic link does not lead a snapshot out of the project, be it the file or within a folder."""
    (tmp_path / "out.sql").write_text("select 1;\n")
    root = project(tmp_path / "project", {"links/b.sql": ""})
    (root / "links/a.sql").symlink_to(tmp_path / "out.sql")
    for path, named in (("links/a.sql", "links/a.sql"), ("links", "links/a.sql")):
        text = f"snapshot: [{path}]\nmanages: [public.*]\n"
        message = f'profiles/x.yaml:1:12: snapshot: "{named}" leads out of the project\'s folder'
        assert refusal(root, text) == message


def test_a_snapshot_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """An SQL file that is not UTF-8, or holds a NUL, is refused with its line."""
    project(tmp_path, {})
    for data, what in ((b"select 1;\n\xff", "not UTF-8"), (b"\nselect '\0'", "a NUL character")):
        (tmp_path / "schema/a.sql").write_bytes(data)
        project_profile = tmp_path / "profiles/x.yaml"
        project_profile.parent.mkdir(exist_ok=True)
        project_profile.write_text(GOOD)
        with pytest.raises(Exception, match=rf"^schema/a\.sql:2: {what}$"):
            load_profile("x", load_settings(tmp_path))


def test_the_settings_policy_lies_beneath(tmp_path: Path) -> None:
    """The policy of the settings holds for all profiles, except where a profile says otherwise."""
    common = "policy: {batch: 3, max_lock: 9s, hazards: {LONG-LOCK: allow, DATA-LOSS: allow}}\n"
    project(tmp_path, {"difftool.yaml": common})
    policy = profile(tmp_path, GOOD + "policy: {batch: 4, hazards: {DATA-LOSS: refuse}}\n").policy
    assert (policy.batch, policy.max_lock, policy.hazards) == (4, 9, {"LONG-LOCK": "allow", "DATA-LOSS": "refuse"})


@pytest.mark.parametrize("name", ["y" * 5000, "y" * 5000 + ".yaml"])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    """It is refused in a line of ordinary length."""
    with pytest.raises(ConfigError, match=r'^profile: "y{60}" cannot be the name or path of one$'):
        load_profile(name, load_settings(project(tmp_path, {})))


def test_profiles_of_one_environment_do_not_overlap(tmp_path: Path) -> None:
    """A pattern that could claim another profile's objects in the same environment is refused where it stands."""
    settings = "environments: {live: {url: $DB, profiles: [x, y]}}\n"
    project(tmp_path, {"difftool.yaml": settings})
    assert refusal(tmp_path, "manages: [app.*, public.llm_*]\n", y="manages: [public.llm_jobs]\n") == (
        "profiles/x.yaml:1:18: manages: public.llm_* overlaps public.llm_jobs of profile y, "
        "and environment live has both"
    )
    apart = profile(tmp_path, 'manages: [public.*, "!public.llm_*"]\n', y="manages: [public.llm_jobs]\n")
    assert apart.name == "x"


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    """Comments, layout and the order of keys leave a profile's digest alone; a snapshot's text changes it."""
    first = profile(tmp_path, "snapshot: [schema/a.sql]\nmanages: [public.*]\n")
    second = profile(tmp_path, "# said otherwise\nmanages:\n  - 'public.*'\nsnapshot:\n  - schema/a.sql\n")
    assert first.digest == second.digest
    assert first.digest.startswith("sha256:")
    (tmp_path / "schema/a.sql").write_text("create table t (a int);\n")
    assert load_profile("x", load_settings(tmp_path)).digest != first.digest


def test_what_the_project_is_about(tmp_path: Path) -> None:
    """Its own profiles and those that its environments name; the shipped ones only where there are no others."""
    assert project_names(load_settings(project(tmp_path / "a", {}))) == SHIPPED
    own = project(tmp_path / "b", {"profiles/mine.yaml": GOOD, "difftool.yaml": "profiles: profiles/\n"})
    assert project_names(load_settings(own)) == ("mine",)
    named = "environments: {production: {url: $URL, profiles: [standalone]}}\n"
    both = project(tmp_path / "c", {"profiles/mine.yaml": GOOD, "difftool.yaml": named})
    assert project_names(load_settings(both)) == ("mine", "standalone")


def test_a_broken_profile_hides_no_other(tmp_path: Path) -> None:
    """It is listed with what is wrong with it, beside those that load."""
    project(
        tmp_path, {"profiles/bad.yaml": "snapshot: [schema/none.sql]\nmanages: [public.*]\n", "profiles/x.yaml": GOOD}
    )
    bad, good, *_ = listed_profiles(load_settings(tmp_path))
    assert (bad.name, bad.profile, bad.exit_code) == ("bad", None, 10)
    assert bad.error.startswith("profiles/bad.yaml:1:12: snapshot: no ")
    assert good.profile
    assert (good.name, good.error) == ("x", "")
