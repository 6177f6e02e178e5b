"""Explaining a verdict: why a hash of a change was flagged, or was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.app.judge import judge_range
from authguard.compare import classes
from authguard.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.app.judge import Surroundings
    from authguard.compare.classes import MoveClass
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput, Input
    from authguard.trace import Step


@dataclass
class InputThenAndNow:
    """One input of a fixed output: its role, its value in the base (None: absent) and in the target."""

    name: str
    role: str
    before: str | None
    after: str | None
    known: bool


@dataclass
class Explanation:
    """Why one hash was flagged or not.

    output      the fixed output of the target.
    other       the fixed output of a base that it was compared with, else that at the same place, or None.
    move_class  how its identity moved, if it kept a digest.
    steps       what was asked, and the answers.
    """

    output: FixedOutput
    other: FixedOutput | None
    move_class: MoveClass | None
    inputs: list[InputThenAndNow]
    steps: list[Step]


def explain(
    scope: Range,
    around: Surroundings,
    config: Config,
    paths: list[str],
    selects: Callable[[FixedOutput], bool],
) -> list[Explanation]:
    """Judge a range and return the explanations of the selected fixed outputs in the files at ``paths``."""
    trace = Trace()
    outcome = judge_range(scope, around, config, trace=trace, also=paths)
    found = []
    for each in sorted(outcome.outputs, key=lambda each: (each.path, each.origin.span())):
        if not selects(each):
            continue
        one = outcome.compared.get(id(each))
        move_class = one.move_class if one is not None and one.move_class is not classes.UNCHANGED else None
        at_place = (old for base in outcome.bases for old in base.at(each))
        other = one.other if one is not None and one.other is not None else next(at_place, None)
        found.append(Explanation(each, other, move_class, _inputs(other, each), trace.of(each)))
    return found


def _inputs(old: FixedOutput | None, new: FixedOutput) -> list[InputThenAndNow]:
    before = {each.name: each for each in old.inputs} if old is not None else {}
    after = {each.name: each for each in new.inputs}
    return [_input(before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))]


def _input(old: Input | None, new: Input | None) -> InputThenAndNow:
    one = new or old
    assert one is not None  # noqa: S101 - a name comes from one of the two
    return InputThenAndNow(
        one.name,
        one.role,
        old.shown if old is not None else None,
        new.shown if new is not None else None,
        all(each.known for each in (old, new) if each is not None),
    )
