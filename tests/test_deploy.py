"""What is under deploy/ is what the programs that read it accept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from difftool.cli.main import difftool
from tests.docs.transcript import ROOT
from tests.tools import needed, program

DEPLOY = ROOT / "deploy"


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """`systemd-analyze verify` finds nothing to say about service and timer, once difftool is where they look."""
    analyze = program("systemd-analyze")
    for file in (DEPLOY / "systemd").iterdir():
        text = file.read_text().replace("/srv/app/.venv/bin/difftool", str(Path(sys.executable).with_name("difftool")))
        (tmp_path / file.name).write_text(text.replace("/srv/app", str(tmp_path)))
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("document", [0, 1], ids=["claim", "job"])
def test_kubernetes_accepts_the_objects(document: int) -> None:
    """The published schemas of Kubernetes accept claim and job, with no key that they do not know."""
    needed("kubernetes_validate", "kubernetes-validate")
    import kubernetes_validate

    found = [*yaml.safe_load_all((DEPLOY / "kubernetes" / "drift.yaml").read_text())][document]
    kubernetes_validate.validate(found, kubernetes_validate.latest_version(), strict=True)


@pytest.mark.parametrize("file", ["crontab", "systemd/difftool-drift.service", "kubernetes/drift.yaml"])
def test_the_options_exist(file: str) -> None:
    """Each option that is given to `difftool drift` is one of its options."""
    text = (DEPLOY / file).read_text()
    (line,) = [line for line in text.splitlines() if "difftool" in line and "drift" in line and "--all" in line]
    words = line.partition("drift")[2].replace(",", " ").replace("]", " ").split()
    command = difftool.get_command(None, "drift")  # type: ignore[arg-type]  # the context is not looked at
    assert command
    known = {spelling for parameter in command.params for spelling in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_cron_accepts_the_line(tmp_path: Path) -> None:
    """Five fields and a command: `crontab` itself takes the file, where it can be asked without installing it."""
    if shutil.which("crontab") and "-T" in subprocess.run(
        ["crontab", "--help"], capture_output=True, text=True, check=False
    ).stderr:  # fmt: skip
        assert subprocess.run(["crontab", "-T", str(DEPLOY / "crontab")], check=False).returncode == 0
    (line,) = [line for line in (DEPLOY / "crontab").read_text().splitlines() if not line.startswith("#")]
    fields = line.split(maxsplit=5)
    limits = (59, 23, 31, 12, 7)
    assert all(field == "*" or int(field) <= limit for field, limit in zip(fields, limits, strict=False))
    assert "%" not in fields[5]
