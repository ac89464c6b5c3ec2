"""The documentation as a site: built by mkdocs, and opened in a browser."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.docs.transcript import ROOT
from tests.report.browsing import browser, errors
from tests.tools import needed

OUTSIDE = re.compile(r'<(?:script|link|img|iframe)[^>]*\s(?:src|href)="?(?:https?:)?//')
"""what a page would fetch from another host; links to click are fine"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tests have their own output."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `make site` does, where a warning is an error."""
    needed("material", "mkdocs-material")
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(build, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_document_has_its_page(site: Path) -> None:
    """No document is left out of the navigation, and no link of one leads nowhere: the build would not end with 0."""
    documents = {str(file.relative_to(ROOT / "docs").with_suffix(".html")) for file in (ROOT / "docs").rglob("*.md")}
    assert documents == {str(file.relative_to(site)) for file in site.rglob("*.html")} - {"404.html"}
    assert (site / "examples/github/plan.yml").read_text() == (ROOT / "examples/github/plan.yml").read_text()


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    """Fonts, scripts and pictures are the site's own."""
    assert [page.name for page in site.rglob("*.html") if OUTSIDE.search(page.read_text())] == []


@pytest.mark.slow
@pytest.mark.browser
def test_it_is_read_in_a_browser(served: str) -> None:
    """On a phone and a desk nothing is wider than the screen, pictures load, search finds a word."""
    with browser() as driver:
        for width, page in (
            (390, "index"),
            (1280, "explanation/how-a-plan-comes-about"),
            (1280, "reference/exit-codes"),
        ):
            driver.set_window_size(width, 900)
            driver.get(f"{served}/{page}.html")
            widest = driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
            assert widest <= 0, page
            broken = "return [...document.images].filter(i => !i.naturalWidth).map(i => i.src)"
            assert driver.execute_script(broken) == []
            assert errors(driver) == []
        driver.get(f"{served}/index.html?q=quarantine")
        found = "return document.querySelectorAll('.md-search-result__item').length"
        driver.implicitly_wait(5)
        driver.find_element("css selector", ".md-search-result__item")
        assert driver.execute_script(found) > 0
