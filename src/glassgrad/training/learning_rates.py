"""The learning rate range test: one short run in which the rate grows at every step, to see which rates lower the loss and which burst it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.data import Table, read_table
from glassgrad.graph import Node, NonFiniteError, SettingError
from glassgrad.nn import Setting
from glassgrad.readers.plain_table import plain_table

from .dropping import masks
from .memory import saying_what_is_short
from .plan import Compiled, Plan
from .settings import TrainSettings, settings_from
from .stepping import starting_state, steps_at_once, tables
from .train import plan_for, with_target

Array = np.ndarray[Any, Any]
BURST = 4.0
"""The run is over where the loss is so many times that of the untrained network."""
LEAST_FALL = 0.01
"""A loss that has not fallen by this share of what it was has not fallen."""
SAFE_SHARE = 0.1
"""A rate that is survived for a step or two, as the rate grows, bursts a run that keeps it; this share of it is safe.

Tried on four of our data sets with five optimizers: where the loss falls fastest is lower, and mostly trained less far in as many epochs.
"""
_OWNER = "the learning rate range test"
_RATE = Setting(default=1e-6, says="a learning rate", above=0.0)
_STEPS = Setting(default=200, says="steps from the lowest rate to the highest", least=20, most=1_000_000, whole=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class LearningRateRange:
    """What became of the loss as the learning rate grew. All arrays have one entry for each step until the run ended.

    `rates`: the learning rate of the step. `losses`: the loss on the next batch, after the step. `untrained`: the loss of the network as it
    was at first on that very batch. `smoothed`: the losses, less what is due to the batches, each averaged with its neighbours.
    `falls_fastest`, `rises`: the rates where the loss falls fastest before it is lowest, averaged with or without what is due to the batches, whichever is
    calmer, and from which on the smoothed loss rises; None where it does not.
    `suggested`: the learning rate to try, None if the run shows none; `because`: why, in a sentence.
    """

    rates: Array
    losses: Array
    untrained: Array
    smoothed: Array
    falls_fastest: float | None
    rises: float | None
    suggested: float | None
    because: str

    def table(self, rows: int = 20) -> str:
        """About so many of the steps, from the lowest rate to the highest."""
        chosen = np.unique(np.linspace(0, len(self.rates) - 1, min(rows, len(self.rates))).astype(int)) if len(self.rates) else ()
        columns = (self.rates, self.losses, self.smoothed)
        return plain_table(("rate", "loss", "smoothed"), ([f"{column[place]:.4g}" for column in columns] for place in chosen), left=())

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        arrays = {name: getattr(self, name).tolist() for name in ("rates", "losses", "untrained", "smoothed")}
        return {"suggested": self.suggested, "because": self.because, "falls_fastest": self.falls_fastest, "rises": self.rises, **arrays}

    def __str__(self) -> str:
        return f"{self.because}\n\n{self.table()}"


def learning_rate_range(
    data: Any,
    target_values: Any = None,
    *,
    low: float = 1e-6,
    high: float = 10.0,
    steps: int = 200,
    settings: TrainSettings | None = None,
    header: bool | None = None,
    **choices: Any,
) -> LearningRateRange:
    """Train for a few steps with a learning rate that grows from `low` to `high` by the same factor each time, and suggest one.

    `data`, `target_values`, `header`, `settings` and further keywords are those of `train`; a `learning_rate` and a `schedule` among them
    do not count. The suggestion is a tenth of the rate from which on the smoothed loss rises. Where it rises nowhere, it is a tenth of the
    rate with the lowest loss, or the rate where the loss falls fastest against the logarithm of the rate, whichever is higher.
    The run ends early where a number is not finite, or the loss is four times what it was at first.
    Nothing is kept of the network, and nothing is written.
    Raises: DataError, SettingError, MemoryShortError; NonFiniteError if the loss is not finite even before the first step.

    >>> found = learning_rate_range("iris", hidden=(8,), seed=0)
    >>> 0.001 < found.suggested < 0.3
    True

    Source: L. N. Smith, Cyclical Learning Rates for Training Neural Networks, 2017, section 3.3.
    """
    if settings is not None and choices:
        raise SettingError(f"give either settings= or single settings, not both: {', '.join(choices)}")
    rates = _rates(low, high, steps)
    chosen = replace(settings or settings_from(choices), learning_rate=None, schedule="constant", schedule_settings=())
    with saying_what_is_short():
        table = data if isinstance(data, Table) else read_table(data, target_values=target_values, header=header)
        plan, _ = plan_for(table, with_target(chosen, table, data))
        untrained, losses = _losses(plan, rates)
    return judged(rates, losses, untrained)


def _rates(low: Any, high: Any, steps: Any) -> Array:
    low, high = (_RATE.checked(_OWNER, name, value) for name, value in (("low", low), ("high", high)))
    if not low < high:
        raise SettingError(f"low is {low:g} and high is {high:g}; the learning rate grows, so high must be more than low")
    return np.geomspace(low, high, _STEPS.checked(_OWNER, "steps", steps))


# ── the run ─────────────────────────────────────────────────────────────────


def _losses(plan: Plan, rates: Array) -> tuple[Array, Array]:
    """After each step the loss on the next batch: of the network as it was at first, and of the one that was trained so far."""
    compiled = plan.compiled(plan.batch)
    # One step more: its loss is what the last rate led to.
    untrained = _run(plan, compiled, np.zeros(len(rates) + 1), limit=np.inf)[1:]
    if len(untrained) < len(rates):
        raise NonFiniteError(
            "the loss of the untrained network is not finite already, so no learning rate can be judged by it; look at the data, or train to see where"
        )
    return untrained, _run(plan, compiled, np.append(rates, rates[-1]), limit=BURST * float(np.mean(untrained)))[1:]


def _run(plan: Plan, compiled: Compiled, rates: Array, *, limit: float) -> Array:
    """The losses of the steps, until one is not finite or beyond the limit."""
    state, losses = compiled.enter(starting_state(plan)), []
    for first, rows, drawn in _batches(plan, compiled, len(rates)):
        now = {compiled.step.learning_rate: rates[first : first + len(rows)], **drawn}
        trace = compiled.program.steps(state, {}, tables(plan, compiled.step), rows, each=now)
        state = trace.state
        burst = np.flatnonzero(trace.losses > limit)
        losses.append(trace.losses[: burst[0]] if len(burst) else trace.losses)
        if len(losses[-1]) < len(rows):
            break
    return np.concatenate(losses).astype(np.float64)


def _batches(plan: Plan, compiled: Compiled, steps: int) -> Iterator[tuple[int, Array, dict[Node, Array]]]:
    """The whole batches of epoch after epoch: the number of the first (from 0), the rows of all, and their masks."""
    first, epoch = 0, 0
    while first < steps:
        epoch += 1
        whole = plan.batches(epoch)[0][: steps - first]
        for place in range(0, len(whole), steps_at_once(plan)):
            rows = whole[place : place + steps_at_once(plan)]
            yield first + place, rows, masks(plan, compiled.step, epoch, first=place, steps=len(rows))
        first += len(whole)


# ── what it shows ───────────────────────────────────────────────────────────


def judged(rates: Array, losses: Array, untrained: Array) -> LearningRateRange:
    """What the losses say, and the suggestion that follows; there are fewer `losses` than `rates` if the run ended early."""
    count, start = len(losses), float(np.mean(untrained))
    # The same batches met the untrained network too: what one is harder than another is no doing of the learning rate.
    width = max(3, len(rates) // 10)
    smoothed = start + _averaged(losses[:count] - untrained[:count], width)
    lowest, slight = int(np.argmin(smoothed)) if count else 0, LEAST_FALL * abs(start)
    ended = count < len(rates)
    fell = count > 1 and bool(smoothed[lowest] < start - slight)
    rose = ended or bool(smoothed[-1] > smoothed[lowest] + slight)
    if fell:
        fastest = float(rates[_steepest_descent(_calmer(smoothed, _averaged(losses[:count], width)), np.log(rates[:count]))])
        suggested, because = _suggestion(fastest, float(rates[lowest]), rose=rose)
    else:
        suggested, because = None, _no_suggestion(rates, rose=rose)
    return LearningRateRange(
        rates=rates[:count],
        losses=losses[:count],
        untrained=untrained[:count],
        smoothed=smoothed,
        falls_fastest=fastest if fell else None,
        rises=float(rates[lowest]) if rose else None,
        suggested=suggested,
        because=because + (f" The run ended at {rates[count]:.2g}, where the loss burst." if ended else ""),
    )


def _calmer(one: Array, other: Array) -> Array:
    """That of two curves which turns to and fro less: of a network that has learnt, other batches are hard than of the untrained one."""
    return min(one, other, key=lambda curve: float(np.abs(np.diff(curve, n=2)).sum()))


def _steepest_descent(curve: Array, at: Array) -> int:
    """Where the curve falls fastest, before its lowest place."""
    return int(np.argmin(np.gradient(curve, at)[: max(1, int(np.argmin(curve)))]))


def _averaged(values: Array, width: int) -> Array:
    """Each value averaged with its neighbours, near ones counting more."""
    weights = np.hanning((width | 1) + 2)[1:-1]  # as many on both sides
    reach = len(weights) // 2
    padded, here = np.pad(values, reach), np.pad(np.ones(len(values)), reach)
    return np.convolve(padded, weights, "valid") / np.convolve(here, weights, "valid") if len(values) else values


def _suggestion(fastest: float, lowest: float, *, rose: bool) -> tuple[float, str]:
    safe = SAFE_SHARE * lowest
    if rose:
        rate = _two_digits(safe)
        return rate, f"Try {rate:g}, a tenth of {lowest:.2g}, from which on the loss rises; it falls fastest at {fastest:.2g}."
    rate = _two_digits(max(safe, fastest))
    why = "where the loss falls fastest" if fastest >= safe else f"a tenth of {lowest:.2g}, where the loss is lowest"
    return rate, f"Try {rate:g}, {why}; it rises nowhere, so higher rates may do as well."


def _no_suggestion(rates: Array, *, rose: bool) -> str:
    between = f"between the rates {rates[0]:.2g} and {rates[-1]:.2g}"
    if rose:
        return f"No suggestion: {between} the loss never falls, it only rises; begin with a lower rate (low)."
    return f"No suggestion: {between} the loss hardly changes; go on to a higher rate (high)."


def _two_digits(number: float) -> float:
    return float(f"{number:.1e}")
