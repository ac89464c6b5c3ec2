"""The files of a project's first day: settings, a profile, its snapshot, workflows for CI."""

from __future__ import annotations

from collections.abc import Sequence

from difftool.files.shipped import shipped
from difftool.files.yaml_writer import Flow, write_yaml
from difftool.model.profile import External

_WORKFLOWS = ("plan.yml", "drift.yml")


def settings_file(name: str) -> str:
    production = Flow({"url": "$PRODUCTION_URL", "profiles": [name]})
    return "# The variable holds the database's URL; in CI it is a secret of that name.\n" + write_yaml(
        {"profiles": "profiles/", "env_file": ".env.local", "environments": {"production": production}}
    )


def profile_file(
    name: str, description: str, manages: Sequence[str], externals: Sequence[External], *, any_version: bool
) -> str:
    written = {
        "description": description,
        "snapshot": Flow([f"schema/{name}.sql"]),
        "manages": list(manages),
        **({"externals": _externals(externals)} if externals else {}),
        **({"policy": Flow({"shadow": "any"})} if any_version else {}),
    }
    return write_yaml(written)


def externals_text(externals: Sequence[External]) -> str:
    """The lines of a profile that declare them."""
    return write_yaml({"externals": _externals(externals)})


def workflow_files() -> dict[str, str]:
    """Path -> text: what a pull request does, and drift each morning."""
    folder = shipped() / "examples" / "github"
    return {f".github/workflows/difftool-{name}": (folder / name).read_text(encoding="utf-8") for name in _WORKFLOWS}


def _externals(externals: Sequence[External]) -> dict[str, Flow]:
    return {_title(external): _facts(external) for external in externals}


def _title(external: External) -> str:
    return external.name if external.kind == "table" else f"{external.kind} {external.name}"


def _facts(external: External) -> Flow:
    facts = {
        "columns": dict(external.columns),
        "key": list(external.key),
        "returns": external.returns,
        "labels": list(external.labels),
        "needs": list(external.needs),
    }
    return Flow({key: value for key, value in facts.items() if value})
