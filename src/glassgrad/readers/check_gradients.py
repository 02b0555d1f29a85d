"""`check_gradients`: the gradients of the rules against those of small steps, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import isfinite, nan
from typing import Any, Literal

import numpy as np

from glassgrad.graph import Node, SettingError, ancestors, size

from .evaluate import Given, bind, evaluate, forward, together
from .gradients import Gradients, gradients
from .likeness import whole_slots
from .plain_table import plain_table
from .small_steps import FLOAT, FLOAT_EPSILON, Line, extrapolated, is_a_jump, is_a_kink, may_be_a_kink, may_be_between

Verdict = Literal["agrees", "differs", "kink", "unclear", "not finite"]
SHOWN = 12
"""So many rows are printed, the worst first."""


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """One entry of one variable: the gradient of the rules (`analytic`) and that of small steps (`numeric`).

    A `kink` is a place where the steps to the two sides see different slopes, or a jump: there is no derivative to compare
    with, and only a gradient that does not lie between the two slopes differs. `unclear` says that the steps themselves are
    too rough to tell; `note` has the numbers.
    """

    variable: Node
    entry: tuple[int, ...]
    analytic: float
    numeric: float
    difference: float
    verdict: Verdict
    note: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the two gradients are the same, as far as can be told."""
        return self.verdict == "agrees"

    @property
    def relative_difference(self) -> float:
        """The difference, as a share of the larger of the two; 0 if both are 0 as far as small steps can see."""
        larger = max(abs(self.analytic), abs(self.numeric))
        return self.difference / larger if larger else 0.0

    @property
    def label(self) -> str:
        """The entry as one writes it: `W[2,0]`."""
        name = self.variable.name or f"#{self.variable.serial}"
        return f"{name}[{','.join(map(str, self.entry))}]" if self.entry else name


@dataclass(frozen=True)
class GradientCheck:
    """All entries that were checked; `left_out` says in words what was not."""

    rows: tuple[CheckedEntry, ...]
    tolerance: float
    left_out: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no entry differs, and none is infinite or not a number. A kink is nobody's fault."""
        return not any(row.verdict in {"differs", "not finite"} for row in self.rows)

    def __str__(self) -> str:
        counts = {verdict: sum(row.verdict == verdict for row in self.rows) for verdict in _WORST_FIRST}
        found = ", ".join(f"{count} {_SAID[verdict]}" for verdict, count in counts.items() if count) or "nothing to check"
        rows = sorted(self.rows, key=lambda row: (_WORST_FIRST.index(row.verdict), -row.relative_difference))
        lines = [
            [row.label, f"{row.analytic:.8g}", f"{row.numeric:.8g}", f"{row.relative_difference:.1e}", f"{row.verdict}{': ' if row.note else ''}{row.note}"]
            for row in rows[:SHOWN]
        ]
        table = plain_table(["", "analytic", "numeric", "relative", ""], lines, left=(0, 4))
        more = [f"… and {len(rows) - SHOWN:,} more, none worse"] if len(rows) > SHOWN else []
        head = f"{'passed' if self.passed else 'FAILED'}: {found} (tolerance {self.tolerance:g})"
        return "\n".join([head, *([table] if lines else []), *more, *self.left_out])


_WORST_FIRST: tuple[Verdict, ...] = ("not finite", "differs", "unclear", "kink", "agrees")
_SAID: dict[Verdict, str] = {
    "not finite": "not finite",
    "differs": "differ",
    "unclear": "unclear",
    "kink": "at a kink",
    "agrees": "agree",
}


def check_gradients(
    target: Node,
    given: Given | None = None,
    /,
    *,
    tolerance: float = 1e-6,
    limit: int = 200,
    seed: int = 0,
    claimed: Mapping[Any, Any] | None = None,
    **values: Any,
) -> GradientCheck:
    """Compare the gradient of `target`, at a point, with what small steps in every entry of every input show.

    Formula: ∂f/∂x ≈ (f(x−2h) − 8·f(x−h) + 8·f(x+h) − f(x+2h)) / 12h, in float64; where that disagrees, differences of
    ever smaller steps are extrapolated (Richardson) before anything is said against the rule.
    `given` and `values` as in `evaluate`. Of an input with more than `limit` entries so many are drawn, by `seed`.
    `claimed` maps variables, or their names, to gradients to check in place of ours: numbers worked out by hand.
    Raises: ShapeError for a target that is not a single number; MissingValueError for an input without a value.

    >>> from glassgrad.ops import variable
    >>> x = variable(shape=(), name="x")
    >>> print(check_gradients((2 * x) ** 2, x=3.0))
    passed: 1 agree (tolerance 1e-06)
       analytic  numeric  relative
    x        24       24   ...  agrees
    """
    if limit < 1:
        raise SettingError(f"limit={limit}: at least one entry of every input must be checked")
    nodes = ancestors([target])
    point = forward(nodes, bind(nodes, together(given, values), dtype=FLOAT), dtype=FLOAT)
    ours = gradients(target)
    found = evaluate(ours.totals.values(), point)
    with np.errstate(all="ignore"):
        rounding = FLOAT_EPSILON * sum(float(np.sum(np.abs(point[node] * found[flow]))) for node, flow in ours.totals.items())
    slopes = {leaf: found[ours[leaf]] for leaf in ours} | _by_leaf(ours, claimed or {})
    rows: list[CheckedEntry] = []
    left_out: list[str] = []
    for leaf, slope in slopes.items():
        name = leaf.name or repr(leaf)
        if _is_only_looked_up(leaf, nodes):
            left_out.append(f"{name}: not checked, it holds whole numbers that say where to look")
            continue
        entries = _drawn(leaf, limit, seed)
        if len(entries) < size(leaf.shape):
            left_out.append(f"{name}: {len(entries):,} of {size(leaf.shape):,} entries checked, drawn with seed {seed}")
        along = _lines(target, nodes, point, leaf, rounding)
        rows += [_checked(leaf, entry, float(slope[entry]), along(entry), tolerance) for entry in entries]
    return GradientCheck(tuple(rows), tolerance, tuple(left_out))


def _by_leaf(ours: Gradients, claimed: Mapping[Any, Any]) -> dict[Node, Any]:
    slopes: dict[Node, Any] = {}
    for key, gradient in claimed.items():
        meant = [leaf for leaf in ours if key in {leaf, leaf.name}]
        if not meant:
            raise SettingError(f"there is no input {key!r} whose gradient could be claimed; there are: {', '.join(leaf.name or repr(leaf) for leaf in ours)}")
        slopes.update((leaf, np.broadcast_to(np.asarray(gradient, dtype=FLOAT), leaf.shape)) for leaf in meant)
    return slopes


def _is_only_looked_up(leaf: Node, nodes: list[Node]) -> bool:
    uses = [whole for node in nodes for one, whole in zip(node.inputs, whole_slots(node), strict=True) if one is leaf]
    return bool(uses) and all(uses)


def _drawn(leaf: Node, limit: int, seed: int) -> list[tuple[int, ...]]:
    count = size(leaf.shape)
    flat = range(count) if count <= limit else sorted(np.random.default_rng(seed).choice(count, limit, replace=False))
    return [tuple(map(int, np.unravel_index(at, leaf.shape))) for at in flat]


def _lines(target: Node, nodes: list[Node], point: Mapping[Node, Any], leaf: Node, rounding: float) -> Callable[[tuple[int, ...]], Line]:
    """The target as a function of one entry of `leaf` alone; only what depends on the leaf is computed again."""
    moving = {leaf: None}
    for node in nodes:
        if any(one in moving for one in node.inputs):
            moving[node] = None
    resting = {one: point[one] for node in moving for one in node.inputs if one not in moving}

    def along(entry: tuple[int, ...]) -> Line:
        @cache
        def at(step: float) -> float:
            moved = np.array(point[leaf])
            moved[entry] += step
            return float(forward(list(moving), {**resting, leaf: moved[()]}, dtype=FLOAT)[target])

        sure = rounding if isfinite(rounding) else FLOAT_EPSILON * abs(float(point[target]))
        here = abs(float(np.asarray(point[leaf])[entry]))
        return Line(at, max(1.0, here), sure, shorter=min(1.0, here or 1.0))

    return along


def _checked(leaf: Node, entry: tuple[int, ...], analytic: float, line: Line, tolerance: float) -> CheckedEntry:
    def row(tried: _Tried) -> CheckedEntry:
        both_are_zero = max(abs(analytic), abs(tried.numeric)) <= tried.within
        return CheckedEntry(leaf, entry, analytic, tried.numeric, 0.0 if both_are_zero else abs(analytic - tried.numeric), tried.verdict, tried.note)

    if not (isfinite(analytic) and isfinite(line.at(0.0))):
        return row(_Tried(nan, "not finite", f"the value is {line.at(0.0):g}, its gradient {analytic:g}"))
    tried = _tried(analytic, line, tolerance)
    if tried.verdict != "agrees":
        # Steps may be too wide: 1/x at 1e-8 looks like a kink. Shorter ones suffer more from rounding, so they count only if they are sure.
        shorter = _tried(analytic, replace(line, scale=line.shorter), tolerance)
        sure = shorter.within <= tolerance * max(abs(analytic), abs(shorter.numeric))
        tried = shorter if shorter.verdict in {"agrees", "differs"} and sure else tried
    return row(tried)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What steps of one length show; the gradient is known to `within`."""

    numeric: float
    verdict: Verdict
    note: str = ""
    within: float = 0.0


def _tried(analytic: float, line: Line, tolerance: float) -> _Tried:
    step = 1e-3 * line.scale
    if may_be_a_kink(line, step) and is_a_kink(line):
        left, right = line.sides(1e-6 * line.scale)
        judged: Verdict = "kink" if may_be_between(line, analytic) else "differs"
        return _Tried((left + right) / 2, judged, f"the slope is {left:.4g} to the left and {right:.4g} to the right")
    numeric, error = (4 * line.central(step) - line.central(2 * step)) / 3, line.noise(step)  # the five points of the formula
    if _alike(analytic, numeric, tolerance, error) and not line.is_rough(error, tolerance, analytic, numeric):
        return _Tried(numeric, "agrees", within=error)
    numeric, error = extrapolated(line)
    if not isfinite(numeric):
        return _Tried(nan, "not finite", "the value is not finite a small step away")
    if not _alike(analytic, numeric, tolerance, error):
        return _Tried(numeric, "kink", "the value jumps here") if is_a_jump(line) else _Tried(numeric, "differs", within=error)
    if line.is_rough(error, tolerance, analytic, numeric):
        return _Tried(numeric, "unclear", f"small steps tell it to ±{error:.1g} only", within=error)
    return _Tried(numeric, "agrees", within=error)


def _alike(one: float, other: float, tolerance: float, error: float) -> bool:
    return isfinite(other) and abs(one - other) <= tolerance * max(abs(one), abs(other)) + error
