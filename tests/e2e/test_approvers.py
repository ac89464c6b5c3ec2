"""Who may approve is written in the settings, and says so with an SSH key."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from difftool.files.plans import read_plan
from tests.e2e.house import House, Shell
from tests.tools import program

PLAN = "plan.yaml"


@dataclass(frozen=True, slots=True)
class Team:
    """A repository with a plan that wants a signature; keys lie in a folder beside it."""

    house: House
    difftool: Shell
    keys: Path

    def git(self, *words: str) -> None:
        author = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *author, *words], cwd=self.house.project, check=True, capture_output=True)

    def key(self, name: str) -> str:
        """The public half of a key that is made when it is first asked for."""
        file = self.keys / name
        if not file.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)], check=True)
        return file.with_suffix(".pub").read_text().strip()

    def settle(self, *names: str) -> None:
        """Commit settings with these approvers."""
        listed = "".join(f"  {name}@example.org: {self.key(name)}\n" for name in names)
        settings = (self.house.project / "difftool.yaml").read_text().partition("approvers:")[0]
        (self.house.project / "difftool.yaml").write_text(f"{settings}approvers:\n{listed}" if names else settings)
        self.git("add", "difftool.yaml")
        self.git("commit", "-m", "settings")

    def sign(self, name: str, namespace: str = "difftool") -> None:
        self.key(name)
        Path(f"{PLAN}.sig").unlink(missing_ok=True)
        words = ["ssh-keygen", "-Y", "sign", "-f", str(self.keys / name), "-n", namespace, PLAN]
        subprocess.run(words, cwd=self.house.project, check=True, capture_output=True)

    def apply(self, *words: str) -> tuple[int, str]:
        said = self.difftool("apply", PLAN, *words, *self.house.url())
        return said.code, said.err


@pytest.fixture
def team(house: House, difftool: Shell, tmp_path_factory: pytest.TempPathFactory) -> Team:
    program("ssh-keygen")
    program("git")
    found = Team(house, difftool, tmp_path_factory.mktemp("keys"))
    found.git("init", "-q", "-b", "main")
    found.settle("anna", "bob")
    house.admin.execute("drop index idx_workflow_jobs_status")
    assert difftool("plan", "--profile", "standalone", "-o", PLAN, *house.url()).code == 0
    return found


def test_a_signature_is_enough(team: Team) -> None:
    """Signed by one of them the plan is applied, also where nobody can be asked, and the ledger says by whom."""
    team.sign("bob")
    assert team.apply()[0] == 0
    told = team.difftool("history", "--format", "json", *team.house.url()).out
    assert "signed by bob@example.org" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("signer", "namespace", "why"),
    [("", "", "needs the signature"), ("carol", "difftool", "no signature"), ("anna", "file", "no signature")],
)
def test_nothing_else_is(team: Team, signer: str, namespace: str, why: str) -> None:
    """Neither the digest alone, nor somebody else's key, nor a signature that was given for something else."""
    if signer:
        team.sign(signer, namespace)
    digest = read_plan(Path(PLAN).read_text(), PLAN).digest
    code, said = team.apply("--approve", digest)
    assert code == 22
    assert why in said
    assert "ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n difftool plan.yaml" in said
    assert team.house.count("pg_namespace where nspname = 'difftool'") == 0


@pytest.mark.slow
def test_another_plan_is_not_signed(team: Team) -> None:
    """A signature is for the bytes that were signed."""
    team.sign("anna")
    Path(PLAN).write_text(Path(PLAN).read_text() + "# and more\n")
    code, said = team.apply()
    assert (code, "as it is now" in said) == (22, True)


def test_a_proposal_cannot_name_its_approver(team: Team) -> None:
    """Those of the default branch count: a change that names another one, or none, changes nothing yet."""
    team.git("update-ref", "refs/remotes/origin/main", "HEAD")
    for names in (("mallory",), ()):
        team.settle(*names)
        team.sign("mallory")
        assert team.apply()[0] == 22
    team.sign("anna")
    assert team.apply()[0] == 0


@pytest.mark.slow
def test_settings_that_are_taken_away_or_moved_still_count(team: Team) -> None:
    """A change without `difftool.yaml`, with another file in its place or one in a folder below, frees nobody."""
    team.git("update-ref", "refs/remotes/origin/main", "HEAD")
    settings = team.house.project / "difftool.yaml"
    text = settings.read_text().partition("approvers:")[0]
    settings.unlink()
    assert team.apply()[0] == 22
    (team.house.project / "pyproject.toml").write_text("[tool.difftool]\n")
    assert team.apply()[0] == 22
    settings.with_name("other.yaml").write_text(text)
    assert team.apply("--config", "other.yaml")[0] == 22
    team.sign("anna")
    assert team.apply("--config", "other.yaml")[0] == 0


@pytest.mark.slow
def test_a_clone_that_does_not_know_the_branch(team: Team) -> None:
    """Where it cannot be told which approvers count, nobody's word does."""
    team.git("remote", "add", "origin", "https://example.org/x.git")
    team.sign("anna")
    code, said = team.apply()
    assert (code, "git fetch origin" in said) == (22, True)


@pytest.mark.slow
def test_a_plan_without_a_file_has_no_signature(team: Team) -> None:
    """Where approvers are named, nobody applies what was planned a moment ago; looking costs nothing."""
    assert team.apply("--dry-run")[0] == 0
    team.sign("anna")
    assert team.apply()[0] == 0
    made = team.difftool("rollback", "-o", "back.yaml", *team.house.url())
    assert made.code == 0
    code = team.difftool("apply", "back.yaml", *team.house.url()).code
    assert code == 22
