"""Mermaid itself reads the diagrams of comments."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from difftool.model.catalog import Ident
from difftool.report.comment_diagram import diagram
from tests.report.test_comment_diagram import FOREIGN, ID, KEY, NOTE, USER, catalog, comes, part, table
from tests.tools import missing, program

PACKAGES = ("mermaid@11", "jsdom@26")
READ = """
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import('mermaid');
const wrong = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  try { await mermaid.parse(text); } catch (error) { wrong.push(`${text}\\n${error}`); }
}
console.log(JSON.stringify(wrong));
"""
NAMES = (
    *("PK", "fk", "UK", "end", "class", "style", "direction", "title", "accTitle", "erDiagram", "one", "zero", "to"),
    *("1", "", " ", "a b", "日本語", "é", "numeric(10,2)", "text[]", "x" * 300),
    *('"]\nclick t0 "x"', "a;b%%{init}", "</pre>", "#quot;", "\\", "`", "{", "}", "\u202e"),
)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mermaid")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "read.js").write_text(READ)
    install = [program("npm"), "install", "--silent", "--no-audit", "--no-fund", *PACKAGES]
    if subprocess.run(install, cwd=folder, capture_output=True, check=False).returncode:
        missing("mermaid, which npm could not fetch,")
    return folder


@pytest.mark.slow
def test_mermaid_reads_it(modules: Path) -> None:
    """Diagrams with ordinary names, and with any other name, type, schema or label, are entity diagrams to it."""
    drawn = [diagram([comes(table()), comes(FOREIGN)], catalog(), catalog(table(), ID, USER, NOTE, KEY, FOREIGN))]
    for name in NAMES:
        odd = Ident("table", name, name)
        key = part("constraint", name, odd, definition=f'FOREIGN KEY ("{name}") REFERENCES "{name}"."{name}"(x)')
        things = [table(odd), part("column", name, odd, type=name), key]
        drawn.append(diagram([comes(thing) for thing in things], catalog(), catalog(*things)))
    read = [program("node"), "read.js"]
    done = subprocess.run(read, cwd=modules, input=json.dumps(drawn), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
