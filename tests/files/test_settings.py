"""Settings: found, read, and refused with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import ConfigError
from difftool.files.settings import load_settings
from difftool.model.profile import Environment
from tests.files.project import project

WRONG = {
    "environment: {}\n": 'difftool.yaml:1:1: unknown key "environment"; did you mean "environments"?',
    "environments: {live: {url: postgres://me:secret@db/app}}\n": "difftool.yaml:1:28: url: expected the name of a "
    "variable, as $DATABASE_URL; found a literal value",
    "environments: {live: {url: DATABASE_URL}}\n": "difftool.yaml:1:28: url: expected the name of a variable, as "
    "$DATABASE_URL; found a literal value",
    "environments: {live: {profiles: [a]}}\n": 'difftool.yaml:1:22: live: missing key "url"',
    "environments: {live: {url: $A, profiles: []}}\n": "difftool.yaml:1:42: profiles: the list is empty",
    "environments: {live: {url: $A, profiles: [integratd]}}\n": "difftool.yaml:1:43: environment live: no profile "
    '"integratd"; did you mean "integrated"?',
    "notify: [https://hooks.example.org/T0/secret]\n": "difftool.yaml:1:10: notify: expected the name of a variable, "
    "as $DATABASE_URL; found a literal value",
    "database: app\n": 'difftool.yaml:1:11: database: expected one of embedded; found "app"',
    "shadow: no\n": 'difftool.yaml:1:9: shadow: expected one of auto, a URL, bin; found "no"',
    "shadow:\n": "difftool.yaml:1:1: shadow: expected one of auto, a URL, bin; found nothing",
    "profiles: ../others\n": 'difftool.yaml:1:11: profiles: "../others" leads out of the project\'s folder',
    "state: /var/lib\n": 'difftool.yaml:1:8: state: "/var/lib" leads out of the project\'s folder',
    "policy: {batch: many}\n": 'difftool.yaml:1:17: batch: expected a whole number, 1 or more; found "many"',
    "- a\n": "difftool.yaml:1:1: file: expected a map of keys; found a list",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_wrong_is_said_in_a_line_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """Settings that are wrong are refused with line and column, and no secret is repeated."""
    with pytest.raises(ConfigError) as caught:
        load_settings(project(tmp_path, {"difftool.yaml": text}))
    assert str(caught.value) == message


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    """Without settings, or with a file of comments, the folder is a project with the defaults."""
    empty = project(tmp_path / "commented", {"difftool.yaml": "# later\n"})
    for root in (tmp_path, empty):
        settings = load_settings(root)
        assert (settings.root, settings.profiles) == (str(root), str(root / "profiles"))
        assert (settings.env_file, settings.state) == (".env.local", str(root / ".difftool"))
        assert (settings.database, settings.shadow, settings.environments) == ("", "auto", {})


def test_every_key_is_read(tmp_path: Path) -> None:
    """Every key of the settings arrives as the value that the model says."""
    text = (
        "profiles: db/profiles\nenv_file: .env\ndatabase: embedded\nshadow: {bin: /usr/lib/postgresql/15/bin}\n"
        "environments:\n  live: {url: $LIVE_URL, profiles: [a, b], canary: true}\n  test: {url: $TEST_URL}\n"
        "notify: [$HOOK]\npolicy: {max_lock: 3s}\nstate: var\n"
    )
    profiles = {"db/profiles/a.yaml": "", "db/profiles/b.yaml": ""}
    settings = load_settings(project(tmp_path, {"difftool.yaml": text, **profiles}))
    assert (settings.profiles, settings.env_file) == (str(tmp_path / "db/profiles"), ".env")
    assert (settings.database, settings.shadow) == ("embedded", {"bin": "/usr/lib/postgresql/15/bin"})
    assert settings.environments == {
        "live": Environment("live", "$LIVE_URL", ("a", "b"), canary=True),
        "test": Environment("test", "$TEST_URL", ()),
    }
    assert (settings.notify, settings.policy) == (("$HOOK",), {"max_lock": "3s"})
    assert settings.state == str(tmp_path / "var")


def test_pyproject_serves_too(tmp_path: Path) -> None:
    """`[tool.difftool]` is read like difftool.yaml, which comes first where both are there."""
    project(tmp_path, {"pyproject.toml": "[tool.difftool]\nprofiles = 'db'\n"})
    assert load_settings(tmp_path).profiles == str(tmp_path / "db")
    project(tmp_path, {"difftool.yaml": "profiles: own\n"})
    assert load_settings(tmp_path).profiles == str(tmp_path / "own")


def test_pyproject_is_refused_like_yaml(tmp_path: Path) -> None:
    """An unknown key and broken TOML name their line and column; without the table it is no settings file."""
    project(tmp_path, {"pyproject.toml": "[tool.difftool]\nprofile = 'db'\n"})
    with pytest.raises(ConfigError, match=r'^pyproject\.toml:2:1: unknown key "profile"; did you mean "profiles"\?$'):
        load_settings(tmp_path)
    project(tmp_path, {"pyproject.toml": "[tool.difftool]\nprofiles = \n"})
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:2:12: not TOML$"):
        load_settings(tmp_path)
    for text in ("[project]\nname = 'x'\n", "tool = 3\n"):
        project(tmp_path, {"pyproject.toml": text})
        assert load_settings(tmp_path).profiles == str(tmp_path / "profiles")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """A folder or a link to nothing in the place of the settings is not taken for no settings."""
    (tmp_path / "difftool.yaml").mkdir()
    with pytest.raises(ConfigError, match=r"^difftool\.yaml: is a folder, not a file$"):
        load_settings(tmp_path)
    (tmp_path / "difftool.yaml").rmdir()
    (tmp_path / "difftool.yaml").symlink_to("gone")
    with pytest.raises(ConfigError, match=r"^difftool\.yaml: a link to what is not there$"):
        load_settings(tmp_path)


def test_the_nearest_file_up_to_the_repository_counts(tmp_path: Path) -> None:
    """Settings are looked for upwards, not beyond the repository, and outside of one only in the folder itself."""
    project(tmp_path, {"difftool.yaml": "", "repo/.git/HEAD": "", "repo/a/b/x": "", "loose/x": ""})
    assert load_settings(tmp_path / "repo/a/b").root == str(tmp_path / "repo/a/b")
    assert load_settings(tmp_path / "loose").root == str(tmp_path / "loose")
    project(tmp_path, {"repo/difftool.yaml": ""})
    assert load_settings(tmp_path / "repo/a/b").root == str(tmp_path / "repo")


def test_a_file_may_be_named(tmp_path: Path) -> None:
    """With a file given, its folder is the project's root; one that is not there is refused."""
    project(tmp_path, {"a/other.yaml": "state: s\n"})
    assert load_settings(tmp_path, tmp_path / "a/other.yaml").state == str(tmp_path / "a/s")
    with pytest.raises(ConfigError, match=r"^config: no such file: .*none\.yaml$"):
        load_settings(tmp_path, tmp_path / "none.yaml")


WRONG_TOML = {
    "[tool.other]\nstate = 1\n\n[tool.difftool]\n  state = 1\n": "5:3: state: expected ",
    "[tool]\ndifftool = {state = 1}\n": "2:1: state: expected ",
    "[tool.difftool.environments.live]\nurl = 1\n": "2:1: url: expected ",
    "[tool.difftool.environments]\n'a b'.url = 1\n": "2:1: url: expected ",
    "[tool.difftool]\nenvironments.live = {url = '$U', profiles = [1]}\n": "2:1: ",
    "[ tool . 'difftool' ]\nnotify = [\n  1,\n]\n": "2:1: notify: expected ",
}


@pytest.mark.parametrize(("text", "told"), WRONG_TOML.items())
def test_what_is_wrong_in_toml_has_its_line(tmp_path: Path, text: str, told: str) -> None:
    """A value of the wrong type is told with the line of its key, or of what is around it."""
    project(tmp_path, {"pyproject.toml": text})
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path)
    assert str(refused.value).startswith(f"pyproject.toml:{told}")
