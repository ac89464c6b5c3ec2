"""What every section of a page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from difftool.report.html.markup import Html, Part, element, preformatted, together


@dataclass(frozen=True, slots=True)
class Section:
    """A landmark that is named by its heading; without parts it is left out."""

    anchor: str
    title: str
    parts: tuple[Part, ...]

    @property
    def html(self) -> Html:
        heading = element("h2", self.title, id=f"{self.anchor}-title")
        return element("section", heading, *self.parts, id=self.anchor, aria_labelledby=f"{self.anchor}-title")

    @property
    def link(self) -> Html:
        return element("a", self.title, href=f"#{self.anchor}")


def listed(items: Iterable[Part], kind: str = "ul", **attributes: str) -> Html:
    return element(kind, *(element("li", item) for item in items), **attributes)


def code(text: str, **attributes: str) -> Html:
    return element("code", text, **attributes)


def sql(text: str) -> Html:
    """It scrolls by itself, so that the page does not; by keyboard too."""
    return element("pre", element("code", preformatted(text)), tabindex=0, role="group", aria_label="SQL")


def fold(summary: Part, *children: Part, is_open: bool = False, **attributes: str) -> Html:
    return element("details", element("summary", summary), *children, open=is_open, **attributes)


def chip(text: Part, kind: str = "") -> Html:
    return element("span", text, class_=f"chip {kind}".rstrip())


def facts(pairs: Iterable[tuple[str, Part]], kind: str = "facts") -> Html:
    """Labels and what belongs to them."""
    return element(
        "dl",
        *(element("div", element("dt", label), element("dd", told)) for label, told in pairs),
        class_=kind,
    )


def paragraphs(lines: Iterable[Part]) -> Html:
    return together(*(element("p", line) for line in lines))
