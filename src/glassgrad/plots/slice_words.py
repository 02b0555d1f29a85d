"""What is said of slices through the loss: read off their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .measured.along import gaps
from .measured.slice import LossSlice
from .surface_words import short
from .words import listed

SAME = 1e-9
"""Curves that differ by no more than this share of their height are one."""
ONCE = 4
"""So many steps are told one by one."""


def title(slices: Sequence[LossSlice]) -> str:
    """What the picture is called."""
    return f"The loss against {slices[0].weight}"


def together(slices: Sequence[LossSlice]) -> list[list[LossSlice]]:
    """The slices in groups that are one and the same curve, in the order of the first of each."""
    groups: list[list[LossSlice]] = []
    for one in slices:
        same = next((group for group in groups if _alike(group[0], one)), None)
        groups.append([one]) if same is None else same.append(one)
    return groups


def _alike(first: LossSlice, second: LossSlice) -> bool:
    height = np.nanmax(np.abs(np.where(np.isfinite(first.losses), first.losses, np.nan)), initial=0.0)
    return np.allclose(first.losses, second.losses, rtol=0.0, atol=SAME * height, equal_nan=True)


def steps_named(slices: Sequence[LossSlice]) -> str:
    """The steps of one curve: "step 3", "steps 1 and 3"."""
    return f"step {slices[0].step:,}" if len(slices) == 1 else f"steps {listed([f'{one.step:,}' for one in slices])}"


def shows(slices: Sequence[LossSlice], *, loss: str = "loss") -> str:
    """What a person sees: where each step begins, how steep the curve is there, and where the step leads."""
    name = "loss" if loss == "loss" else f"loss ({loss})"
    told = slices if len(slices) <= ONCE else [slices[0], slices[-1]]
    begins = f"The {name} against {slices[0].weight}, as {steps_named(slices)} saw it."
    return " ".join([begins, *map(_told, told)])


def _told(one: LossSlice) -> str:
    way = f"from {short(one.before)} to {_end(one)}"
    if not one.move:
        return f"Step {one.step:,}: {one.weight} stays at {short(one.old)}, where the slope is {short(one.slope)}; the loss goes {way}."
    begins = f"Step {one.step:,}: at {one.weight} = {short(one.old)} the slope is {short(one.slope)}"
    return f"{begins}; the step goes to {_beside(one.new, one.old)}, and the loss {way}."


def _end(one: LossSlice) -> str:
    """The loss after a step, and what it would be if only this weight had moved, where that is not the same."""
    if not np.isfinite(one.after):
        return "what is no finite number"
    alone = "" if short(one.alone) == short(one.after) else f" ({short(one.alone)} if only {one.weight} had moved)"
    return f"{_beside(one.after, one.before)}{alone}"


def _beside(value: float, other: float) -> str:
    """A number, with as many digits as tell it from another one."""
    if value == other or short(value) != short(other):
        return short(value)
    return next((f"{value:.{digits}g}" for digits in range(4, 16) if f"{value:.{digits}g}" != f"{other:.{digits}g}"), short(value)).replace("-", "−")


def caption(slices: Sequence[LossSlice], *, aligned: bool, cut: bool, causes: Sequence[str] = (), says: str = "") -> str:
    """How to read it.

    `aligned`: every curve is drawn relative to its loss before the step; `cut`: curves go on above the picture; `causes`: why the curve differs from
    step to step; `says`: more sentences.
    """
    weight = slices[0].weight
    parts = (
        f"Each curve is the loss over {weight} alone, all else held as at that step{'; the later the step, the darker' if len(slices) > 1 else ''}.",
        f"The short straight line touches it at the {weight} before the step: its slope is the gradient.",
        _course(slices, causes),
        "The loss itself changes far more from step to step than along one curve: each curve is shown from its own loss before the step." if aligned else "",
        _steps(slices),
        says,
        *_missing(slices),
        "The curves go on above the picture." if cut else "",
    )
    return " ".join(filter(None, parts))


def _course(slices: Sequence[LossSlice], causes: Sequence[str]) -> str:
    if len(slices) == 1:
        return ""
    if len(together(slices)) == 1:
        return "All steps see one and the same curve: nothing else moves."
    return f"The curve itself moves from step to step, since {listed(list(causes) or ['the other weights move too'])}."


def _steps(slices: Sequence[LossSlice]) -> str:
    if all(_beside_rounding(one.after, one.alone) for one in slices):
        return "The arrow is the step; the loss it leads to is on the curve."
    return "The arrow is the step. At its end: a ring where the loss would be if only this weight moved, a diamond where it is, since all of them moved."


def _beside_rounding(first: float, second: float) -> bool:
    return bool(np.isclose(first, second, rtol=SAME, atol=0.0))


def _missing(slices: Sequence[LossSlice]) -> list[str]:
    """Where there is no curve, in a sentence for each stretch of the first slice that has gaps."""
    found = next(filter(None, (gaps(one.at, one.losses) for one in slices)), [])
    return [f"For {slices[0].weight} from {short(low)} to {short(high)} the loss is no finite number: the curve has a gap." for low, high in found[:ONCE]]
