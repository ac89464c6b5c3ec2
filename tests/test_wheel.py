"""The built wheel, installed away from the checkout, is the whole tool."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session
from tests.platform import building


@pytest.fixture(scope="module")
def away() -> Iterator[Path]:
    """A folder that the embedded server's account can enter too; pytest's own are private."""
    with (
        tempfile.TemporaryDirectory(prefix="difftool-wheel-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        Path(folder).chmod(0o755)
        patch.setenv("DIFFTOOL_CACHE", f"{folder}/cache")
        yield Path(folder)


@pytest.fixture(scope="module")
def installed(away: Path) -> Path:
    """The wheel's command, in an environment of its own that borrows only the packages it depends on."""
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(away),
        str(building.ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = away.glob("*.whl")
    home = away / "venv"
    venv.create(home, with_pip=True)
    pip = [
        str(home / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin" / "difftool"


@pytest.fixture
def project(away: Path) -> Path:
    """A project on the embedded database, which is at `standalone`, with one job of a user that is gone."""
    folder = away / "project"
    folder.mkdir()
    with embedded_database(folder / ".difftool") as dsn, Session.open(dsn) as session:
        session.execute(building.PROFILES_STUB)
        building.load_snapshot(session, "standalone")
        session.execute(
            "insert into llm_workflow_jobs (celery_task_id, workflow_name, user_id, input_data)"
            " values ('c', 'w', gen_random_uuid(), '{}')"
        )
    return folder


def run(command: Path, folder: Path, *words: str) -> str:
    """What the command prints, and it must succeed; nothing of the checkout is in its environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PG", "VIRTUAL_"))}
    done = subprocess.run([command, *words], cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_wheel_is_complete(installed: Path, away: Path) -> None:
    """The installed command knows every shipped profile, and runs from its own environment."""
    listed = run(installed, away, "profiles")
    for file in (building.ROOT / "profiles").glob("*.yaml"):
        assert re.search(rf"^\s*{re.escape(file.stem)}\s", listed, re.MULTILINE)
    where = [str(installed.with_name("python")), "-c", "import difftool; print(difftool.__file__)"]
    found = subprocess.run(where, cwd=away, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(installed.parents[1])


@pytest.mark.slow
def test_pytest_finds_the_plugin(installed: Path, away: Path) -> None:
    """Where difftool is installed, pytest knows its fixtures without being told."""
    told = "import importlib.metadata as m; print(*m.distribution('difftool').entry_points.select(group='pytest11'))"
    python = str(installed.with_name("python"))
    found = subprocess.run([python, "-c", told], cwd=away, capture_output=True, text=True, check=True).stdout
    assert "value='difftool.pytest_plugin'" in found
    fixtures = [python, "-m", "pytest", "--fixtures", "-q", "-p", "no:cacheprovider"]
    assert "difftool_database" in subprocess.run(fixtures, cwd=away, capture_output=True, text=True, check=False).stdout


def test_the_wheel_does_the_main_job(installed: Path, project: Path) -> None:
    """Away from the checkout, the installed command plans, applies and finds no drift afterwards."""
    run(
        installed,
        project,
        "plan",
        "--profile",
        "integrated",
        "--db",
        "embedded",
        "-o",
        "integrated.plan.yaml",
    )
    plan = (project / "integrated.plan.yaml").read_text()
    assert "llm_workflow_jobs_user_id_fkey" in plan
    digest = re.search(r"^digest: (\S+)$", plan, re.MULTILINE)
    assert digest
    run(installed, project, "apply", "integrated.plan.yaml", "--db", "embedded", "--approve", digest[1])
    run(installed, project, "drift", "--profile", "integrated", "--db", "embedded")
    with embedded_database(project / ".difftool") as dsn, Session.open(dsn) as session:
        assert session.value("select user_id from llm_workflow_jobs") is None
