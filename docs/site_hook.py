"""For the site: the files of the repository that documents refer to come along, under their own names."""
# ruff: noqa: INP001  # a script beside what it serves

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
FOLDERS = ("deploy", "examples")


def on_files(files: Files, config: Any) -> Files:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file():
                files.append(File(path.relative_to(ROOT).as_posix(), str(ROOT), config.site_dir, False))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """In the repository they lie beside docs/, in the site within it; what the README says, the first page does."""
    markdown = markdown.replace("](../../README.md)", "](../index.md)")
    return re.sub(rf"\]\(\.\./\.\./({'|'.join(FOLDERS)})/", r"](../\1/", markdown)
