"""Documents that are run: what they tell the reader to write and to type happens, and the output is compared.

- A block that begins with a comment naming a file (`# profiles/shop.yaml`, `-- schema/shop.sql`) writes that file, and
  so does one with a title: `json title="package.json"`.
- In a `console` block a line after `$ ` is typed, in a shell, and the lines below it are what it prints. It must end
  with 0, or with what a comment behind it says: `# exits with 2`.
- In the output `…` stands for anything, a line of its own for any lines, or none. Seconds, dates and minor versions
  may be others; PLAN_DIGEST stands for the digest of the plan that the command names, or else of the one that was
  written last.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

PLAN_DIGEST = "4f1c9ab27d03"
ROOT = Path(__file__).parents[2]
NOTHING: Mapping[str, str] = MappingProxyType({})
BLOCK = re.compile(r"^```(\w*)(?: title=\"\S+\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"```\w+(?: title=\"(\S+)\")?\n(?:(?:#|--) (\S+\.(?:yaml|yml|sql|py))(?: .*)?\n)?")
ENDING = re.compile(r"#\s*exits with (\d+)")
LIKE = (
    (re.compile(r"\d+\.\d+ ?s\b"), r"\d+\.\d+ ?s"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"), r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z"), r"\d{4}-\d\d-\d\dT[\d:]+Z"),
    (re.compile(r"(?<=PostgreSQL )\d+\.\d+"), r"\d+\.\d+"),
    (re.compile("…"), ".*"),
)


@dataclass(frozen=True, slots=True)
class Written:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    command: str
    printed: str
    exit_code: int


def told(document: str) -> Iterator[Written | Typed]:
    """What the reader does, in order."""
    for block in BLOCK.finditer(document):
        language, text = block.groups()
        named = NAMED.match(block[0])
        if language == "console":
            for typed in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, printed = typed.partition("\n")
                ending = ENDING.search(command)
                yield Typed(command, printed.strip("\n"), int(ending[1]) if ending else 0)
        elif named and any(named.groups()):
            yield Written(named[1] or named[2], text)


def follow(document: str, folder: Path, variables: Mapping[str, str] = NOTHING) -> None:
    """Do it all in the folder; AssertionError where something else is printed."""
    for deed in told(document):
        if isinstance(deed, Written):
            (folder / deed.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / deed.name).write_text(deed.text)
            continue
        digest = _digest(folder, deed.command)
        done = run(deed.command.replace(PLAN_DIGEST, digest), folder, variables)
        said = "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())
        where = f"$ {deed.command}\n{said}\n"
        assert done.returncode == deed.exit_code, f"{where}ended with {done.returncode}"
        pattern = expected(deed.printed, _digest(folder, deed.command))
        assert re.fullmatch(pattern, f"{said}\n" if said else ""), f"{where}--- but the document says\n{deed.printed}"
        if deed.command.startswith("cd "):
            folder = folder / deed.command.split()[1]


def run(command: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """In a shell that finds our `python` and `difftool` first; standard error between the results, as on a screen."""
    outside = {n: v for n, v in os.environ.items() if not n.startswith(("DIFFTOOL_", "PG")) and "_URL" not in n}
    found = {"DIFFTOOL_CACHE": os.environ["DIFFTOOL_CACHE"], "PYTHONUTF8": "1", "COLUMNS": "100"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env={**outside, **found, "PATH": path, **variables},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


def expected(printed: str, digest: str) -> str:
    """The pattern that an output must match, each line with its end."""
    lines = [r"(?:.*\n)*?" if line.strip() == "…" else f"{_like(line)}\n" for line in printed.splitlines()]
    return "".join(lines).replace(PLAN_DIGEST, digest)


def _like(line: str) -> str:
    """Each piece that may differ becomes its pattern; all between them is meant literally."""
    marks = "|".join(f"({mark.pattern})" for mark, _ in LIKE)
    found, end = "", 0
    for match in re.finditer(marks, line):
        found += re.escape(line[end : match.start()]) + LIKE[(match.lastindex or 1) - 1][1]
        end = match.end()
    return found + re.escape(line[end:].rstrip())


def _digest(folder: Path, command: str) -> str:
    plans = sorted(folder.glob("plans/*.yaml"), key=lambda plan: (plan.name in command, plan.stat().st_mtime_ns))
    found = re.search(r"^digest: sha256:(\w{12})", plans[-1].read_text(), re.MULTILINE) if plans else None
    return found[1] if found else PLAN_DIGEST
