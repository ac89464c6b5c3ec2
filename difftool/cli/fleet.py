"""`--environment 'tenant-*'`: one command for all databases whose names match."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from difftool.cli.asking import Asked, ask, on_a_terminal
from difftool.cli.options import Options
from difftool.errors import ApprovalMissing, UsageError, outranking

if TYPE_CHECKING:
    from difftool.model.fleet import Fared, Member, State
    from difftool.model.plan import Plan
    from difftool.model.profile import Settings

WILDCARDS = "*?["
DIFFERENCES = 2


class Shard(click.ParamType[tuple[int, int]]):
    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """`2/5` as (2, 5)."""
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d+)/(\d+)", value)
        share, shares = map(int, found.groups()) if found else (0, 0)
        if not 1 <= share <= shares:
            self.fail(f"{value!r} is no share; write 1/4, 2/4, 3/4 and 4/4 for four", param, ctx)
        return share, shares


class Share(click.ParamType[str]):
    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """`5` or `10%`."""
        if not re.fullmatch(r"\d+%?", value):
            self.fail(f"{value!r} is neither a number nor a percentage", param, ctx)
        return str(value)


AT_ONCE = click.option(
    "--at-once",
    type=click.IntRange(1, 100),
    default=4,
    metavar="4",
    envvar="DIFFTOOL_AT_ONCE",
    help="Databases of a pattern at the same time.",
)
SHARD = click.option(
    "--shard",
    type=Shard(),
    envvar="DIFFTOOL_SHARD",
    metavar="I/N",
    help="Of the databases of a pattern every Nth from the Ith: for N machines.",
)
TOLERATE = click.option(
    "--tolerate",
    type=Share(),
    default="0",
    metavar="N|N%",
    help="Databases of a pattern that may fail before no more are begun.",
)


def is_pattern(name: str | None, settings: Settings) -> bool:
    return bool(name) and name not in settings.environments and any(char in str(name) for char in WILDCARDS)


def is_meant(options: Options, settings: Settings, plan: Plan) -> bool:
    """Whether a plan is to be applied to all that a pattern names: the option's, or else the plan's own."""
    if options.environment or options.db:
        return is_pattern(options.environment, settings)
    return is_pattern(plan.target.environment, settings)


def members(pattern: str, settings: Settings, shard: tuple[int, int] | None = None) -> tuple[Member, ...]:
    """Raises UsageError where the settings name none."""
    from difftool.cli.project import environments_matching
    from difftool.model.fleet import Member

    names = environments_matching(pattern, settings)
    if not names:
        raise UsageError(f"no environment of the settings matches {pattern}")
    return tuple(Member(name, settings.environments[name].canary) for name in in_shard(sorted(names), shard))


def in_shard(things: Sequence[Any], shard: tuple[int, int] | None) -> Sequence[Any]:
    share, shares = shard or (1, 1)
    return things[share - 1 :: shares]


def plan_members(options: Options, settings: Settings, at_once: int, *, exit_code: bool) -> int:
    """A plan for each state that the databases are in, and for each database whether it fits."""
    from difftool.cli.project import own_shadow, profile_for, work_on_database
    from difftool.jobs.plan_fleet import Fleet, plan_fleet

    pattern = str(options.environment)

    def work(member: Member) -> Any:
        return work_on_database(replace(options, environment=member.environment), settings)

    fleet = Fleet(pattern, members(pattern, settings), at_once, work, own_shadow(options, settings))
    states = plan_fleet(fleet, profile_for(options, settings), options.voice)
    _deliver_states(options, pattern, states)
    planned = [state.plan for state in states if state.plan and not state.plan.empty]
    differing = DIFFERENCES if exit_code and planned else 0
    return outranking([differing, *(each.exit_code for state in states for each in state.members)])


def _deliver_states(options: Options, pattern: str, states: Sequence[State]) -> None:
    from difftool.cli.output import screen, show
    from difftool.cli.plan_views import deliver_plan, show_plan
    from difftool.files.plans import write_plan
    from difftool.files.results import write
    from difftool.report.fleet import states_text

    planned = [state.plan for state in states if state.plan and not state.plan.empty]
    kept = options.format is None and options.output != "-"
    if len(planned) > 1 and not kept and options.format not in (None, "text"):
        raise UsageError(f"{pattern} is in {len(planned)} states, each with a plan of its own: keep them with -o FILE")
    names = iter(_numbered(options.output, len(planned)) if kept else [""] * len(planned))
    files = []
    for state in states:
        files.append(next(names) if state.plan and not state.plan.empty else "")
        if state.plan and not state.plan.empty:
            if kept:
                write(Path(files[-1]), write_plan(state.plan))
            show_plan(options, state.plan, files[-1]) if kept else deliver_plan(options, state.plan)
    if options.format in (None, "text"):
        show(f"\n{states_text(pattern, states, files, *screen(options))}")


def _numbered(file: str, count: int) -> list[str]:
    """As plans/x.yaml, plans/x-2.yaml, plans/x-3.yaml."""
    path = Path(file)
    return [file, *(str(path.with_stem(f"{path.stem}-{number}")) for number in range(2, count + 1))]


def apply_to_members(options: Options, settings: Settings, file: str, plan: Plan, asked: Asked, **how: Any) -> int:
    """Canaries first; no more are begun once too many have failed. What was applied is not applied again."""
    from difftool.cli.output import deliver, screen
    from difftool.jobs.apply_fleet import Orders, apply_fleet
    from difftool.jobs.approval import signer
    from difftool.report.fleet import fleet_json, fleet_tail

    pattern = options.environment or plan.target.environment
    those = tuple(
        m for m in members(pattern, settings, how["shard"]) if fnmatchcase(m.environment, plan.target.environment)
    )
    if not those:
        raise UsageError(f"the plan is for {plan.target.environment}, which no environment of {pattern} is")
    signed = "" if asked.dry_run else signer(settings, plan, file)
    asked = asked if signed and not on_a_terminal() else _approved(options, plan, those, asked)
    tolerated = _share(how["tolerate"], len(those))
    orders = Orders(lambda m: _command(options, file, m, asked), how["at_once"], tolerated, _told(options))
    fared = apply_fleet(orders, those)
    deliver(options, fleet_json(fared) if options.format == "json" else fleet_tail(fared, *screen(options)))
    return outranking(each.exit_code for each in fared)


def _approved(options: Options, plan: Plan, those: Sequence[Member], asked: Asked) -> Asked:
    """Once for all of them: by the digest, or by somebody who is asked here."""
    from difftool.cli.plan_views import show_plan
    from difftool.jobs.admit import counted, refuse_edited, short
    from difftool.planning.seal import same

    refuse_edited(plan)
    digest = short(plan.digest)
    if asked.approve or asked.dry_run:
        if asked.approve and not same(plan.digest, asked.approve):
            raise ApprovalMissing(f"--approve names another plan; this one is {digest}")
        return asked
    if not on_a_terminal() or options.format == "json":
        raise ApprovalMissing(f"nobody can be asked here: review the plan, then add --approve {digest}")
    show_plan(options, plan, asking=True)
    dangers = tuple(dict.fromkeys(hazard.code for hazard in plan.hazards if hazard.verdict == "confirm"))
    agreed = f", with {', '.join(dangers)}" if dangers else ""
    if not ask(f"{counted(len(plan.steps))} on each of {len(those)} databases{agreed}. Apply this plan, {digest}?"):
        raise ApprovalMissing("not approved; nothing was changed")
    return replace(asked, approve=plan.digest, allow=(*asked.allow, *dangers))


def _share(written: str, count: int) -> int:
    return count * int(written[:-1]) // 100 if written.endswith("%") else int(written)


def _command(options: Options, file: str, member: Member, asked: Asked) -> list[str]:
    """What is typed beats the variables that the process inherits."""
    words = ["apply", file, "--environment", member.environment, "--resume", "--format", "json", "-o", "-", "-q"]
    words += ["--timeout", f"{options.timeout:g}s", "--color", "never"]
    named = {"--approve": asked.approve, "--config": options.config, "--shadow": options.shadow}
    named |= {"--until": asked.until and asked.until.value, "--backup": asked.backup}
    words += [word for name, value in named.items() if value for word in (name, value)]
    words += [word for code in asked.allow for word in ("--allow", code)]
    words += [name for name, holds in {"--dry-run": asked.dry_run, "--strict": options.strict}.items() if holds]
    return [sys.executable, "-P", "-m", "difftool", *words]


def _told(options: Options) -> Any:
    from difftool.cli.output import screen, show
    from difftool.report.fleet import fared_lines
    from difftool.report.layout import text_of

    def told(fared: Fared) -> None:
        lines = text_of(fared_lines(fared, *screen(options)))
        if options.format == "json" or options.output != "-":
            options.voice(lines.rstrip())
        else:
            options.voice.hush()
            show(lines)

    return told
