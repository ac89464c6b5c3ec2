"""Which migrations of a folder a database shows the effect of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from difftool.model.change import Change


class Effect(StrEnum):
    THERE = "in effect"
    ABSENT = "not in effect"
    PARTLY = "partly in effect"
    UNTOLD = "cannot be told"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`left` is what would have to be done for all of it to be in effect; `why` says what words must."""

    effect: Effect
    left: tuple[Change, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """`down` tells what its way back leaves otherwise than it was: empty where that is the inverse, or missing."""

    name: str
    judgement: Judgement
    down: tuple[str, ...] = ()
