"""Headless Chromium, as a page's readers have it: narrow or wide, light or dark, with scripts of the test's own."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.tools import missing, needed, program

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

AXE = "axe-core@4"
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


@contextmanager
def browser() -> Iterator[Chrome]:
    """Skips where Chromium, its driver or selenium is missing."""
    needed("selenium")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = program("chromium")
    for argument in ARGUMENTS:
        options.add_argument(argument)
    driver = Chrome(options=options, service=ChromeService(program("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def axe(folder: Path) -> str:
    """The accessibility checker's script; skips where npm cannot fetch it."""
    (folder / "package.json").write_text("{}")
    install = [program("npm"), "install", "--silent", "--no-audit", "--no-fund", AXE]
    if subprocess.run(install, cwd=folder, capture_output=True, check=False).returncode:
        missing("axe-core, which npm could not fetch,")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def show(driver: Chrome, page: Path, width: int, scheme: str) -> None:
    """Load it on a screen so many CSS pixels wide, for somebody who prefers that colour scheme."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.get(page.as_uri())


def complaints(driver: Chrome, script: str) -> list[str]:
    """What axe finds wrong by WCAG 2.1 AA and good practice: the rule, and where."""
    driver.execute_script(script)
    found: dict[str, Any] = driver.execute_async_script("axe.run(document).then(arguments[0])")
    return [f"{rule['id']}: {json.dumps([node['html'] for node in rule['nodes']])}" for rule in found["violations"]]


def errors(driver: Chrome) -> list[str]:
    """What the browser itself has complained about since it was last asked."""
    entries: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own
    return [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]


def screenshot(driver: Chrome, file: Path) -> None:
    """All of the page, however long."""
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True})
    file.write_bytes(base64.b64decode(taken["data"]))
