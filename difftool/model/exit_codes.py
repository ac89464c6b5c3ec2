"""Every code with which a command ends, as data: what it means, what was changed by then, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExitCode:
    """`changed` says what has become of the database."""

    code: int
    title: str
    meaning: str
    changed: str
    remedy: str


_NOTHING = "Nothing was changed."
_STEPS = "Steps that were done before stay done, the one at hand was rolled back."

EXIT_CODES: tuple[ExitCode, ...] = (
    ExitCode(
        0,
        "done",
        "It is done, there is nothing to do, or nothing differs.",
        "What was asked for.",
        "Nothing.",
    ),
    ExitCode(
        1,
        "a bug",
        "Something went wrong that nobody foresaw: a bug in difftool.",
        f"The command has no result. {_STEPS}",
        "Run it again with -v, which shows where it happened, and report that. An apply goes on with --resume.",
    ),
    ExitCode(
        2,
        "differences",
        "`plan` or `diff` with --exit-code found something to do; or `drift`, `matrix`, `models` found differences.",
        _NOTHING,
        "Look at what differs. In a pipeline this is an answer, not a failure.",
    ),
    ExitCode(
        10,
        "settings, profile or plan file",
        "A file is not what it should be: the message begins with file:line:column. Or models do not import.",
        _NOTHING,
        "Correct the line. `difftool check` reads all of them without a database.",
    ),
    ExitCode(
        11,
        "the snapshot does not load",
        "PostgreSQL, or the rules for snapshots, refused a statement of the target. The message names its line.",
        _NOTHING,
        "Correct the statement, declare what it refers to under `externals`, or add the file that makes it.",
    ),
    ExitCode(
        12,
        "no way to the database",
        "No database was named, it cannot be reached, it refuses the login, or a pooler is in between.",
        _NOTHING,
        "Name it with --db or --environment; the message says which address was tried, and where it came from.",
    ),
    ExitCode(
        13,
        "a privilege, role or extension is missing",
        "The role that connects may not do what the plan needs, or a role or extension is not there.",
        _NOTHING,
        "Have somebody run the line that the message shows.",
    ),
    ExitCode(
        14,
        "an external is missing or different",
        "Something of somebody else's, which the profile needs, is not there as it was declared.",
        _NOTHING,
        "Correct `externals`, or talk to whoever owns it.",
    ),
    ExitCode(
        15,
        "no proven plan",
        "No way was found that arrives, and leads back, on a copy. The message says what is left, and why.",
        _NOTHING,
        "Make that change by hand, or leave it out of the snapshot; perhaps a `rename` or `convert` rule is missing.",
    ),
    ExitCode(
        20,
        "rows are in the way",
        "Rows would break a statement, and no data rule says what to do with them.",
        f"Nothing while planning. While applying: {_STEPS}",
        "Add the rule that the message shows, with what you want to become of them.",
    ),
    ExitCode(
        21,
        "the policy refuses a hazard",
        "A step of the plan has a danger that the policy does not admit.",
        _NOTHING,
        "Change the target, or add the exception or verdict that the message shows.",
    ),
    ExitCode(
        22,
        "not approved",
        "The digest that was approved is not that of the plan, the file was edited, or a hazard was not agreed to.",
        _NOTHING,
        "Review the plan, then give the first 12 characters of its digest with --approve, and --allow for each hazard.",
    ),
    ExitCode(
        23,
        "stale",
        "The database has changed, in the plan's scope, since the plan was made.",
        _STEPS,
        "Make a new plan, and have it reviewed.",
    ),
    ExitCode(
        24,
        "another database",
        "The plan was made for another database or environment.",
        _NOTHING,
        "Connect to the right one, or make a plan for this one.",
    ),
    ExitCode(
        25,
        "another difftool is at work",
        "Somebody else applies a plan to this database. The message says who.",
        _NOTHING,
        "Wait until it is done, and look at `difftool history`.",
    ),
    ExitCode(
        26,
        "a limit was reached",
        "A lock was not to be had in time, or a statement took too long, and all retries are used up.",
        _STEPS,
        "See who holds the lock, as the message says, and go on with `difftool apply PLAN --resume`.",
    ),
    ExitCode(
        27,
        "preflight failed",
        "Something that must hold before the first step does not: space, a standby, a setting, a backup.",
        _NOTHING,
        "Do what the message says of each finding; `difftool doctor` looks again.",
    ),
    ExitCode(
        30,
        "stopped",
        "It was stopped, by a signal or on purpose, and can go on.",
        _STEPS,
        "`difftool apply PLAN --resume` goes on; `difftool rollback` leads back.",
    ),
    ExitCode(
        31,
        "verification failed",
        "All steps ran, but the result is not what was promised, or rows are not accounted for.",
        "All steps are done.",
        "Read what differs. `difftool rollback` leads back.",
    ),
    ExitCode(
        40,
        "not delivered",
        "A comment or an alert did not reach whom it was for.",
        _NOTHING,
        "Check the address and its rights; the next run delivers it.",
    ),
    ExitCode(
        41,
        "not compared",
        "With --strict: something could not be compared, so that nobody knows whether it differs.",
        _NOTHING,
        "Leave out --strict, or what cannot be compared: docs/coverage.md lists it.",
    ),
    ExitCode(
        64,
        "usage",
        "The command line is wrong, or a result cannot be written where -o says.",
        _NOTHING,
        "COMMAND --help says what it takes.",
    ),
    ExitCode(
        130,
        "interrupted",
        "Ctrl-C, before anything began.",
        _NOTHING,
        "Nothing.",
    ),
    ExitCode(
        141,
        "nobody reads on",
        "The program that was reading the result has ended, as `head` does.",
        _NOTHING,
        "Nothing.",
    ),
)
