"""Writes the parts of docs/ that the code knows best: between `<!-- generated: NAME -->` and `<!-- end -->`.

`python docs/generate.py` writes, `--check` only says which documents are out of date (and ends with 1).
"""
# ruff: noqa: INP001  # a script beside what it writes

from __future__ import annotations

import dataclasses
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import python_reference
import yaml

from difftool.cli.main import COMMANDS, difftool
from difftool.cli.options import _OPTIONS as SHARED
from difftool.diff.detectors import IN_PLACE, WAYS
from difftool.diff.unblock import MADE_AGAIN
from difftool.files.keys import POLICY, PROFILE, SETTINGS
from difftool.files.plan_keys import PLAN
from difftool.files.rules import RULES
from difftool.files.shapes import Choice, Expression, Flag, Key, Keys, ListOf, MapOf, Placed, Text, Whole
from difftool.model.catalog import CLASSES
from difftool.model.exit_codes import EXIT_CODES
from difftool.model.hazard import Example, HazardKind
from difftool.model.profile import Policy
from difftool.planning.hazards import KINDS

DOCS = Path(__file__).parent
ROOT = DOCS.parent
QUERIES = ROOT / "difftool" / "pg" / "catalog" / "queries"
DIFFERENCES = ROOT / "tests" / "pg" / "catalog_differences.yaml"
BLOCK = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SETTING_KEYS = {*POLICY.keys, "notify", "canary", "recreate"}
UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# commands


def commands() -> str:
    return "\n\n".join(_command(name, difftool.get_command(click.Context(difftool), name)) for name in COMMANDS)


def _command(name: str, command: click.Command | None) -> str:
    if command is None:
        raise LookupError(name)
    if isinstance(command, click.Group):
        inner = (_command(f"{name} {word}", each) for word, each in command.commands.items())
        return "\n\n".join([f"## {name}\n\n{_paragraphs(command.help or '')}", *inner])
    arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    own = [_option(option) for option in options if option.name not in SHARED]
    shared = ", ".join(f"`{_spelling(option)}`" for option in options if option.name in SHARED)
    title = "###" if " " in name else "##"
    usage = f"{title} {name}\n\n    difftool {' '.join([name, *arguments])}\n\n{_paragraphs(command.help or '')}"
    return "\n\n".join([usage, *([table(["option", ""], own)] if own else []), f"Also: {shared}."])


def shared_options() -> str:
    made = {name: click.command()(decorate(lambda: None)).params[0] for name, decorate in SHARED.items()}
    rows = ((*_option(option), f"`DIFFTOOL_{name.upper()}`") for name, option in made.items())
    return table(["option", "", "variable"], rows)


def _option(option: click.Parameter) -> tuple[str, str]:
    words = getattr(option, "help", "") or ""
    if isinstance(option.type, click.Choice) and option.name == "format":
        words = f"{', '.join(map(str, option.type.choices))}. {words}"
    return f"`{_spelling(option)}`", words


def _spelling(option: click.Parameter) -> str:
    """As `-o FILE|-`, `-q, --quiet`."""
    value = option.metavar or ""
    if isinstance(option.type, click.Choice) and option.name != "format":
        value = "|".join(map(str, option.type.choices))
    return ", ".join(option.opts) + (f" {value}" if value and not getattr(option, "is_flag", False) else "")


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


# exit codes


def exit_codes() -> str:
    rows = ((f"`{each.code}`", f"**{each.title}.** {each.meaning}", each.changed, each.remedy) for each in EXIT_CODES)
    return table(["code", "meaning", "the database", "what to do"], rows)


# files


def profile_keys() -> str:
    return _keys(PROFILE)


def settings_keys() -> str:
    environment = SETTINGS.keys["environments"].shape
    inner = _keys(environment.value) if isinstance(environment, MapOf) and isinstance(environment.value, Keys) else ""
    return f"{_keys(SETTINGS)}\n\nEach of `environments`:\n\n{inner}"


def policy_keys() -> str:
    defaults = {field.name: _default(field) for field in dataclasses.fields(Policy)}
    exception = POLICY.keys["exceptions"].shape
    inner = _keys(exception.item) if isinstance(exception, ListOf) and isinstance(exception.item, Keys) else ""
    rows = ((f"`{name}`", _form(key.shape), defaults[name], _about(name, key)) for name, key in POLICY.keys.items())
    return f"{table(['key', 'value', 'default', ''], rows)}\n\nEach of `exceptions`:\n\n{inner}"


def _default(field: dataclasses.Field[Any]) -> str:
    value = None if field.default is dataclasses.MISSING else field.default
    if field.name == "quarantine_max" and isinstance(value, int):
        return f"`{value // 1024**3}GB`"
    if isinstance(value, float):
        return f"`{next(f'{value / size:g}{unit}' for size, unit in UNITS if value >= size)}`"
    return f"`{value}`" if value else ""


def plan_keys() -> str:
    steps = PLAN.keys["steps"].shape
    step = steps.item if isinstance(steps, ListOf) and isinstance(steps.item, Keys) else Keys({})
    return f"At the top: {_names(PLAN.keys)}.\n\nIn each step: {_names(step.keys)}."


def _names(keys: Mapping[str, Key]) -> str:
    return ", ".join(f"`{name}`" for name in keys)


def data_rules() -> str:
    return "\n\n".join(_data_rule(rule, keys) for rule, keys in RULES.items())


def _data_rule(rule: str, keys: Mapping[str, Key]) -> str:
    told = {name: key if name == rule or f'"{name}"' in _source() else _idle(key) for name, key in keys.items()}
    return f"## {rule}\n\n{_keys(Keys(told), lambda _, key: key.about)}"


def _keys(keys: Keys, about: Callable[[str, Key], str] | None = None) -> str:
    rows = (
        (f"`{name}`" + (" (required)" if key.required else ""), _form(key.shape), (about or _about)(name, key))
        for name, key in keys.keys.items()
    )
    return table(["key", "value", ""], rows)


def _about(name: str, key: Key) -> str:
    known = name not in _SETTING_KEYS or re.search(rf"\.{name}\b", _source())
    return key.about if known else _idle(key).about


def _idle(key: Key) -> Key:
    """Of what is read, and nothing asks for it."""
    return dataclasses.replace(key, about=f"{key.about} (read, without effect yet)")


@cache
def _source() -> str:
    """All code but that which reads the keys and the values that hold them."""
    files = (f for f in (ROOT / "difftool").rglob("*.py") if f.parent.name not in ("files", "model"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _form(shape: Any) -> str:
    """What a value looks like, in words."""
    if isinstance(shape, Placed):
        return _form(shape.shape)
    if isinstance(shape, ListOf):
        return f"list: {_form(shape.item)}"
    if isinstance(shape, MapOf):
        return f"map to {_form(shape.value)}"
    if isinstance(shape, Choice):
        words = [*(f"`{word}`" for word in shape.words), *([shape.text.form] if shape.text else [])]
        return ", ".join([*words, *(f"`{{{name}: …}}`" for name in shape.maps)])
    if isinstance(shape, Whole):
        return "a whole number" + (f" or `{shape.none}`" if shape.none else "")
    named = {Flag: "`true`, `false`", Keys: "a map", Expression: "an SQL expression"}.get(type(shape), "")
    return named or (shape.form if isinstance(shape, Text) else "see below")


# hazards and coverage


def hazards() -> str:
    rows = ((f"[`{code}`](#{code.lower()})", kind.title, kind.verdict) for code, kind in KINDS.items())
    listed = table(["hazard", "", "verdict unless the policy says otherwise"], rows)
    return "\n\n".join([listed, *map(_hazard, KINDS.values())])


def _hazard(kind: HazardKind) -> str:
    """With its examples, which the tests plan."""
    told = f"There is one where a step {kind.condition}. {kind.effect}\n\nWhat helps: {kind.remedy}."
    shown = "\n\n".join(_example(*each) for each in (("With it:", kind.bad), ("Without it:", kind.good)))
    return f"## {kind.code}\n\n{told}\n\n{shown}"


def _example(title: str, example: Example) -> str:
    before = f"{example.before}\n" if example.before else ""
    profile = f"\n\n```yaml\n{example.profile}\n```" if example.profile else ""
    return f"{title}\n\n```sql\n-- before\n{before}-- after\n{example.after}\n```{profile}"


def kinds() -> str:
    facts = _facts()
    rows = (
        (
            kind.replace("_", " "),
            ", ".join(sorted(facts[kind] - {*CLASSES})).replace("_", " "),
            "yes" if kind in IN_PLACE or kind in WAYS else "",
            _again(kind),
        )
        for kind in _kinds()
    )
    return table(["kind", "compared", "altered in place", "dropped and made again"], rows)


def _again(kind: str) -> str:
    return "yes" if kind in MADE_AGAIN else ""


def _kinds() -> list[str]:
    """From the first line of each query's branches: `select 'view', …` or `select case … 'view' end, …`."""
    found: set[str] = set()
    for file in QUERIES.glob("*.sql"):
        for line in re.findall(r"^select (case .*?end|'\w+'),", file.read_text(), re.MULTILINE):
            found.update(re.findall(r"(?:then|else|^) ?'(\w+)'", line))
    return sorted(found)


def _facts() -> dict[str, set[str]]:
    """The facts by kind, from the test that changes each of them alone."""
    facts: dict[str, set[str]] = defaultdict(set)
    names = sorted((kind.replace("_", " ") for kind in _kinds()), key=len, reverse=True)
    for case in yaml.safe_load(DIFFERENCES.read_text()):
        for told in case["told"]:
            subject, colon, changed = told.rpartition(": ")
            kind = next((name for name in names if subject.startswith(f"{name} ")), "")
            if colon and kind:
                facts[kind.replace(" ", "_")].update(changed.split(", "))
    return facts


BLOCKS: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "shared-options": shared_options,
    "exit-codes": exit_codes,
    "profile-keys": profile_keys,
    "policy-keys": policy_keys,
    "settings-keys": settings_keys,
    "plan-keys": plan_keys,
    "data-rules": data_rules,
    "hazards": hazards,
    "kinds": kinds,
    "python-fields": python_reference.fields,
    "python-methods": python_reference.methods,
    "python-values": python_reference.values,
}


def current(document: str) -> str:
    """The document with each of its blocks as the code is now."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found[2]]()}\n\n{found[3]}", document)


def main() -> None:
    stale = []
    for file in sorted(DOCS.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        if current(text) != text:
            stale.append(str(file.relative_to(ROOT)))
            if "--check" not in sys.argv:
                file.write_text(current(text), encoding="utf-8")
    if stale and "--check" in sys.argv:
        raise SystemExit(f"out of date: {', '.join(stale)}; make docs writes them")


if __name__ == "__main__":
    main()
