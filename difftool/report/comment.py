"""What a proposed edit does to a target, as a comment on a pull request: the verdict first, SQL and diagram folded.

Every text of a database or file stands in code, where it cannot act as markup, mention or link.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from difftool.model.change import Verb
from difftool.model.review import Fate, Review
from difftool.report.comment_diagram import diagram, drawn
from difftool.report.comment_parts import Fold, Part, from_base, on_live, refused, short_code, some
from difftool.report.encode import block, code
from difftool.report.layout import number
from difftool.report.sentences import change_sentence

LIMIT = 65_000
"""UTF-16 units of a comment; GitHub takes 65,536 characters"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is compared: `base` and `head` as people name them, `link` to the run that wrote the comment."""

    base: str
    head: str = ""
    place: str = ""
    """the project's folder in its repository, where that is not the top"""
    link: str = ""


def marker(profile: str, place: str = "") -> str:
    """The hidden first line by which the comment is found again."""
    name = f"{place}/{profile}" if place else profile
    safe = re.sub(r"[^\w./-]|--+", lambda found: "".join(f"%{ord(c):02X}" for c in found[0]), name)
    return f"<!-- difftool:{safe} -->"


def comment(review: Review, occasion: Occasion, limit: int = LIMIT) -> str:
    """The whole comment, at most `limit` long: folded parts are left out, the longest first, before anything else."""
    first = (marker(review.profile, occasion.place), f"### {_headline(review)}")
    return _fitted([*first, *_body(review, occasion), _foot(occasion)], limit)


def _fitted(parts: list[Part], limit: int) -> str:
    text = _joined(parts)
    while _length(text) > limit and (folds := [part for part in parts if isinstance(part, Fold)]):
        longest = max(folds, key=lambda fold: _length(fold.text))
        parts[parts.index(longest)] = longest.left_out
        text = _joined(parts)
    if _length(text) <= limit:
        return text
    ending = "\n\n*The rest is cut off here.*\n"
    return text[: (limit - len(ending)) // 2].rpartition("\n")[0] + ending  # characters are one or two units long


def _joined(parts: list[Part]) -> str:
    return "\n\n".join(map(str, parts)) + "\n"


def _length(text: str) -> int:
    """In UTF-16 units, the longest of the ways to count."""
    return len(text.encode("utf-16-le")) // 2


def _headline(review: Review) -> str:
    name = code(review.profile)
    if review.fate is Fate.REMOVED:
        return f"{name} is removed"
    if review.refusal and not review.after:
        return f"{name} cannot be built"
    if review.unreadable:
        return f"{name} cannot be compared with the base"
    if not review.changes_something:
        return f"{name} no longer changes anything"
    verdict = ", ".join([*_counts(review), *_warnings(review)])
    return f"{name} is new: {verdict}" if review.fate is Fate.NEW else f"{name}: {verdict}"


def _counts(review: Review) -> Iterator[str]:
    verbs = Counter(change.verb for change in review.changes)
    for verb, word in ((Verb.CREATE, "added"), (Verb.ALTER, "altered"), (Verb.DROP, "dropped")):
        if verbs[verb]:
            yield f"{number(verbs[verb])} {word}"


def _warnings(review: Review) -> Iterator[str]:
    if review.released:
        yield f"{number(len(review.released))} no longer managed"
    if review.losses:
        yield "**loses data**"
    if review.refusals:
        yield "**refused**"


def _body(review: Review, occasion: Occasion) -> Iterator[Part]:
    base = code(occasion.base)
    if review.fate is Fate.REMOVED:
        yield "Nothing is dropped by that, but what the profile managed is not watched any more."
    elif review.refusal and not review.after:
        yield refused(review.refusal)
    elif review.unreadable:
        yield f"The proposed target can be built; the one on {base} cannot:\n\n{refused(review.unreadable)}"
    elif not review.changes_something:
        yield f"Its target is the same as on {base}."
    else:
        yield from _changes(review)


def _changes(review: Review) -> Iterator[Part]:
    lines = [f"- {short_code(change_sentence(change))}" for change in review.changes]
    lines += [f"- {short_code(name)} is no longer managed: it stays as it is" for name in review.released]
    yield "\n".join(some(lines, "- ")) or "The target is empty."
    if review.refusal:
        yield refused(review.refusal)
    if review.plan:
        yield from from_base(review.plan, review)
    for live in review.live:
        yield from on_live(live, review)
    picture = diagram(review.changes, review.before, review.after) if review.before and review.after else ""
    if picture and review.before and review.after:
        yield Fold(drawn(review.changes, review.before, review.after), block(picture, "mermaid"))


def _foot(occasion: Occasion) -> str:
    compared = f"{code(occasion.head)} compared with {code(occasion.base)}" if occasion.head else code(occasion.base)
    run = f" · [run]({occasion.link})" if re.fullmatch(r"https?://[\w./:-]+", occasion.link) else ""
    return f"<sub>difftool: {compared}{run}</sub>"
