"""What is said of slices through the loss: read off their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from glassgrad.writing.numbers import number

from .curve_parts.number_axis import LARGE
from .measured.along import gaps
from .measured.path import CLIMBS
from .measured.run_slices import RunSlices
from .measured.slice import LossSlice
from .surface_words import short, with_power
from .words import listed

SAME = 1e-9
"""Curves that differ by no more than this share of their height are one."""
MOST_DIGITS, FEW = 15, 6
"""Digits of numbers that must be told from each other, and of those that are read at a glance."""
ONCE = 4
"""So many steps are told one by one."""


@dataclass(frozen=True)
class Scale:
    """How losses are drawn: `aligned`, each curve from its own loss before the step; or `logarithmic`; or as they are."""

    aligned: bool = False
    logarithmic: bool = False


def title(weights: Sequence[Sequence[LossSlice]]) -> str:
    """What the picture is called."""
    return f"The loss against {listed([slices[0].weight for slices in weights])}"


def full_name(one: LossSlice) -> str:
    """What the weight is called, and how it is typed."""
    return f"{one.weight} ({one.typed})" if one.typed not in ("", one.weight) else one.weight


def moves_most(measured: RunSlices) -> str:
    """Why this weight, where it was chosen here."""
    if not measured.chosen:
        return ""
    when = f"before step {measured.left_out:,}" if measured.left_out else "in this run"
    return f"Of all weights and biases, {full_name(measured.slices[0][0])} moves the farthest {when}."


def left_out(measured: RunSlices) -> str:
    """Which steps of a run that diverges are not shown."""
    if not measured.left_out:
        return ""
    much = f"more than {CLIMBS:,.0f} times that of the first step"
    return f"From step {measured.left_out:,} on the loss is {much}; these steps are left out unless they are asked for."


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


def shows(weights: Sequence[Sequence[LossSlice]], *, loss: str = "loss") -> str:
    """What a person sees: where each step begins, how steep the curve is there, and where the step leads."""
    name = loss if loss.startswith("loss") else f"loss ({loss})"
    told = [one for slices in weights for one in (slices if len(slices) * len(weights) <= ONCE else [slices[0], slices[-1]] if len(slices) > 1 else slices)]
    begins = f"The {name} against {listed([full_name(slices[0]) for slices in weights])}, as {steps_named(weights[0])} saw it."
    return " ".join([begins, *map(_told, told)])


def _told(one: LossSlice) -> str:
    way = f"from {short(one.before)} to {_end(one)}"
    if not one.move:
        return f"Step {one.step:,}: {one.weight} stays at {short(one.old)}, where the slope is {short(one.slope)}; the loss goes {way}."
    begins = f"Step {one.step:,}: at {one.weight} = {short(one.old)} the slope is {short(one.slope)}"
    return f"{begins}; the step goes to {beside(one.new, one.old)}, and the loss {way}."


def _end(one: LossSlice) -> str:
    """The loss after a step, and what it would be if only this weight had moved, where that is not the same."""
    if not np.isfinite(one.after):
        return "what is no finite number"
    same = np.isclose(one.alone, one.after, rtol=SAME, atol=0.0)
    alone = "" if same else f" ({beside(one.alone, one.before)} if only {one.weight} had moved)"
    return f"{beside(one.after, one.before)}{alone}"


def beside(value: float, other: float) -> str:
    """A number, with as many digits as tell it from another one; where these would be many, what is between the two.

    >>> beside(0.27004, 0.27), beside(0.27 - 3e-12, 0.27)
    ('0.27004', '3·10⁻¹² less')
    """
    if value == other:
        return short(value)
    if apart(value, other):
        return two_numbers(value, other)[0]
    return f"{short(abs(value - other))} {'more' if value > other else 'less'}"


def apart(first: float, second: float) -> bool:
    """Whether two numbers can be told apart by digits that are read at a glance."""
    return not isfinite(first - second) or _digits(first, FEW) != _digits(second, FEW)


def two_numbers(first: float, second: float, digits: int = 3) -> tuple[str, str]:
    """Two numbers, with as few digits as tell them from each other, but no fewer than these.

    >>> two_numbers(0.5, 0.25), two_numbers(3.5261, 3.5285), two_numbers(2e-15, 1.94e-15)
    (('0.5', '0.25'), ('3.526', '3.529'), ('2·10⁻¹⁵', '1.94·10⁻¹⁵'))
    """
    shown = [(_digits(first, count), _digits(second, count)) for count in range(digits, MOST_DIGITS + 1)]
    return next((pair for pair in shown if pair[0] != pair[1]), shown[0])


def _digits(value: float, digits: int) -> str:
    """A number in so many digits, without zeros at the end."""
    if LARGE <= abs(value) < np.inf:
        return with_power(value, digits)
    plain, ten, power = number(value, digits, rounded=True).text.partition("·")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + ten + power


def caption(
    weights: Sequence[Sequence[LossSlice]],
    *,
    scale: Scale,
    seen: bool,
    cut: bool,
    causes: Sequence[str] = (),
    closer: bool = False,
    beyond: bool = False,
    says: str = "",
) -> str:
    """How to read it.

    `scale`: how losses are drawn; `seen`: some step is long enough to be seen; `cut`: curves go on above the
    picture; `causes`: why the curve differs from step to step; `closer`: the steps are shown up close as well; `beyond`: some
    diamond belongs beyond its picture; `says`: more sentences.
    """
    slices = weights[0]
    weight = slices[0].weight if len(weights) == 1 else "one weight"
    darker = "that step; the later the step, the darker" if len(slices) > 1 else f"step {slices[0].step:,}"
    parts = (
        f"{'Each' if len(slices) > 1 or len(weights) > 1 else 'The'} curve is the loss over {weight} alone, all else held as at {darker}.",
        LOGARITHMIC if scale.logarithmic else TANGENT,
        _course(slices, causes),
        ALIGNED if scale.aligned else "",
        _steps(weights, seen=seen, closer=closer),
        BEYOND if beyond else "",
        says,
        *_missing(weights),
        "The curves go on above the picture." if cut else "",
    )
    return " ".join(filter(None, parts))


TANGENT = "The short straight line touches it at the weight before the step: its slope is the gradient."
LOGARITHMIC = (
    "The axis of losses is logarithmic. The short line touches the curve at the weight before the step, and rises or falls there as the gradient says."
)
ALIGNED = "From step to step the loss changes far more than along one curve, so each curve is drawn as the change from its own loss before the step."
ALL = "The arrow is the step. At its end: a ring where the loss would be if only this weight moved, a diamond where it is, since all of them moved."
BEYOND = "Where that is far beyond a picture, the diamond stands at its edge, with the loss beside it."
ALONE = "The arrow is the step; the loss it leads to is on the curve."


def _course(slices: Sequence[LossSlice], causes: Sequence[str]) -> str:
    if len(slices) == 1:
        return ""
    if len(together(slices)) == 1:
        return "All steps see one and the same curve."
    return f"The curve itself moves from step to step, since {listed(list(causes) or ['the other weights move too'])}."


def _steps(weights: Sequence[Sequence[LossSlice]], *, seen: bool, closer: bool) -> str:
    several = len(weights[0]) > 1
    unseen = f"The {'steps themselves are' if several else 'step itself is'} too short to be seen at this scale."
    if not seen and not closer:
        return unseen
    where = f"Beneath, {'each step' if several else 'it'} is shown up close, on scales of its own."
    how = ALONE if all(np.isclose(one.after, one.alone, rtol=SAME, atol=0.0) for slices in weights for one in slices) else ALL
    return " ".join(filter(None, ("" if seen else unseen, where if closer else "", how)))


def _missing(weights: Sequence[Sequence[LossSlice]]) -> list[str]:
    """Where there is no curve, in a sentence for each stretch: along each weight, of the first slice that has gaps."""
    found = [(slices[0].weight, next(filter(None, (gaps(one.at, one.losses) for one in slices)), [])) for slices in weights]
    stretches = [(weight, *stretch) for weight, spans in found for stretch in spans]
    return [f"For {name} from {short(low)} to {short(high)} the loss is no finite number: the curve has a gap." for name, low, high in stretches[:ONCE]]
