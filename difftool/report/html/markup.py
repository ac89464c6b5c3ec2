"""HTML as values: whatever is not markup already is text, and every character of it is seen."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from difftool.report.encode import visible, visible_lines


class Html(str):
    """Markup. Only this module makes it of other text."""

    __slots__ = ()


Part = str | Html


def element(name: str, *children: Part, **attributes: str | int | bool) -> Html:
    """As `element("a", "x", href="#x")`. In the name of an attribute `_` stands for `-`, one at its end for nothing.

    A boolean attribute is there or not.
    """
    written = "".join(_attribute(key.removesuffix("_").replace("_", "-"), value) for key, value in attributes.items())
    return Html(f"<{name}{written}>{together(*children)}</{name}>")


def together(*parts: Part) -> Html:
    return Html("".join(part if isinstance(part, Html) else Html(escape(visible(part))) for part in parts))


def preformatted(text: str) -> Html:
    """Text in which line breaks and tabs stay."""
    return Html(escape(visible_lines(text)))


def _attribute(name: str, value: str | int | bool) -> str:
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(visible(str(value)))}"'


_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def page(title: str, body: Html, style: str) -> str:
    """A document that may fetch and run nothing: its policy admits its own style sheet, by its hash, and no more."""
    seal = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    return _PAGE.format(policy=policy, title=together(title), style=style, body=body)
