"""The page of a plan in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from difftool.report.html.plan_page import plan_html
from tests.report.browsing import axe, browser, complaints, screenshot, show
from tests.report.made import STEPS, plan
from tests.report.test_html_plan import GONE, JOBS, hostile

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = [pytest.mark.slow, pytest.mark.browser]
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
PAGES = {
    "plan": replace(plan(), definitions=(JOBS, GONE)),
    "long": replace(plan(tuple(replace(STEPS[n % 3], id=n + 1) for n in range(30))), definitions=(JOBS, GONE) * 3),
    "empty": plan((), changes=(), verify=()),
    "hostile": hostile(),
}


@pytest.fixture(scope="module")
def driver() -> Iterator[Chrome]:
    with browser() as driver:
        yield driver


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, made in PAGES.items():
        (folder / f"{name}.html").write_text(plan_html(made, "plans/integrated.yaml"), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_everybody_can_read_it(
    driver: Chrome, checker: str, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    """No complaint about contrast, names, order or landmarks, with everything unfolded; nothing sticks out sideways."""
    show(driver, pages[name], width, scheme)
    driver.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
    assert complaints(driver, checker) == []
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    screenshot(driver, pages[name].with_name(f"{name}-{width}-{scheme}.png"))


def test_the_dark_is_dark(driver: Chrome, pages: dict[str, Path]) -> None:
    """Somebody who prefers the dark gets light letters on a dark page."""
    seen = {}
    for scheme in ("light", "dark"):
        show(driver, pages["plan"], 1280, scheme)
        colour = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
        seen[scheme] = sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))
    assert seen["dark"] < 150
    assert seen["light"] > 600


def test_it_folds_and_unfolds(driver: Chrome, pages: dict[str, Path]) -> None:
    """A click, or Enter on what has the focus, shows what is folded; no script is needed for that."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    show(driver, pages["plan"], 360, "light")
    fold = next(each for each in driver.find_elements(By.TAG_NAME, "details") if not each.get_attribute("open"))
    hidden = fold.find_element(By.TAG_NAME, "pre")
    assert not hidden.is_displayed()
    fold.find_element(By.TAG_NAME, "summary").click()
    assert hidden.is_displayed()
    fold.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    assert not hidden.is_displayed()


def test_the_keyboard_leads_through_it(driver: Chrome, pages: dict[str, Path]) -> None:
    """The first Tab offers to skip to the plan, and what it offers works; the focus is seen."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    show(driver, pages["plan"], 1280, "light")
    ActionChains(driver).send_keys(Keys.TAB).perform()
    focused = driver.switch_to.active_element
    assert focused.text == "Skip to the plan"
    assert focused.is_displayed()
    focused.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"


def test_it_asks_nobody_for_anything(driver: Chrome, pages: dict[str, Path]) -> None:
    """Loading it fetches nothing besides itself, breaks none of its own rules, and runs nothing that a name holds."""
    for page in pages.values():
        show(driver, page, 1280, "light")
        assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0
        complained: list[object] = driver.get_log("browser")  # type: ignore[no-untyped-call]  # it has no types there
        assert complained == []
