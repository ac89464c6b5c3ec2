"""The published JSON schemas, by which editors complete and check profiles and settings.

`python -m difftool.files.schema FOLDER...` writes them; they stand in `docs/` and beside this module.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from difftool.files.keys import PROFILE, SETTINGS
from difftool.files.plan_keys import PLAN

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def published() -> dict[str, str]:
    """Text by file name."""
    profile = PROFILE.published()
    # what a profile leaves out may come from the one that it extends
    profile["anyOf"] = [{"required": profile.pop("required")}, {"required": ["extends"]}]
    schemas = {
        "profile.schema.json": _headed("A profile of difftool", profile),
        "plan.schema.json": _headed("A plan of difftool", PLAN.published()),
        "settings.schema.json": _headed("The settings of difftool", SETTINGS.published()),
    }
    return {name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas.items()}


def _headed(title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DRAFT, "title": title, **schema}


def write(folder: Path) -> None:
    for name, text in published().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        write(Path(folder))
