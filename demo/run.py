"""The main job on an embedded database, by the real command line; ends at the first wrong exit code."""
# ruff: noqa: INP001  # a script beside its data, not a package

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session

ROOT = Path(__file__).parents[1]
DIFFTOOL = Path(sys.executable).with_name("difftool")
PLATFORM = ROOT / "tests" / "platform"
LIVE = (
    PLATFORM / "supabase.sql",
    PLATFORM / "main_application.sql",
    PLATFORM / "main_application_logic.sql",
    *sorted(file for file in (PLATFORM / "migrations").glob("00[1-4]_*.sql") if "_down" not in file.name),
    ROOT / "demo" / "seed.sql",
)
SETTINGS = "database: embedded   # for trying out only: a real project names its environments\n"
MANUAL_CHANGE = "alter table public.llm_workflow_jobs add column username varchar(255)"

REFUSED = 20
DRIFT = 2


def main() -> None:
    """Everything is in a folder that is gone afterwards; no setting of the caller's leads elsewhere."""
    for name in list(os.environ):
        if name.startswith(("DIFFTOOL_", "PG")) or name in {"DATABASE_URL", "DIRECT_URL"}:
            del os.environ[name]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="difftool-demo-") as folder:
        Path(folder).chmod(0o755)  # as root, the server runs under another account, which has to get in
        os.environ["DIFFTOOL_CACHE"] = f"{folder}/cache"
        project = new_project(Path(folder) / "project")
        with embedded_database(project / ".difftool") as dsn, Session.open(dsn) as live:
            show(project, live)
    say(f"That was the demo, in {time.monotonic() - began:.0f} seconds.")


def new_project(folder: Path) -> Path:
    folder.mkdir()
    (folder / "difftool.yaml").write_text(SETTINGS)
    (folder / "plans").mkdir()
    shutil.copytree(ROOT / "schema", folder / "schema")
    shutil.copy(ROOT / "demo" / "undecided.yaml", folder)
    return folder


def show(project: Path, live: Session) -> None:
    say("A live database: the main application's 33 tables, four of the microservice, 100,000 jobs ...")
    for file in LIVE:
        live.execute(file.read_text())

    say("Which state is it in?")
    difftool(project, "status")

    say("Jobs shall refer to their users. A profile that does not say what becomes of orphans is refused:")
    difftool(project, "plan --profile undecided.yaml", expected=REFUSED)

    say("The shipped profile says it. Its plan goes into a file, for review:")
    difftool(project, "plan --profile integrated -o plans/integrated.yaml")
    difftool(project, "show plans/integrated.yaml")

    say("Approved, by the digest of what was reviewed:")
    difftool(project, f"apply plans/integrated.yaml --approve {digest(project / 'plans' / 'integrated.yaml')}")
    difftool(project, "drift --profile integrated")

    say("Later, somebody helps himself:")
    say(f"  {MANUAL_CHANGE};", mark="")
    live.execute(MANUAL_CHANGE)
    difftool(project, "drift --profile integrated", expected=DRIFT)
    difftool(project, "history")


def difftool(project: Path, words: str, expected: int = 0) -> None:
    say(f"difftool {words}", mark="$ ")
    done = subprocess.run([DIFFTOOL, *shlex.split(words)], cwd=project, stderr=subprocess.STDOUT, check=False)
    if done.returncode != expected:
        raise SystemExit(f"demo: `difftool {words}` ended with {done.returncode}, expected {expected}")


def digest(plan: Path) -> str:
    """The first 12 characters, which is what a person would type."""
    found = re.search(r"^digest: sha256:(\w{12})", plan.read_text(), re.MULTILINE)
    if not found:
        raise SystemExit(f"demo: no digest in {plan.name}")
    return found[1]


def say(text: str, mark: str = "# ") -> None:
    print(f"\n{mark}{text}" if mark else text, flush=True)


if __name__ == "__main__":
    main()
