"""`Schedule`: how the learning rate changes from step to step, written as a graph; or from epoch to epoch, by what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from glassgrad.graph import Node, SettingError

from ..settings import Setting, settle


@dataclass(frozen=True, kw_only=True, eq=False)
class Schedule:
    """One rule for the learning rate. Its settings are epochs, and shares of the run or of the base rate α0.

    `rule` is (learning_rate, step, *, epoch, length, **settings) → the rate α of step t (from 1) as a node: `epoch` and
    `length` are the steps of an epoch and of the whole run as it was planned; the rate is finite and not negative after them too.
    `measured`, where losses have a say, is (losses, **settings) → what the rate is multiplied by in epoch 1, 2, … up to the one after
    the last of these losses, one for each epoch. The same losses give the same factors, so a run that is resumed or replayed finds them again.
    """

    name: str
    says: str
    formula: str
    latex: str
    rule: Callable[..., Node]
    source: str
    measured: Callable[..., tuple[float, ...]] | None = None
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))

    def rate(self, learning_rate: Node, step: Node, *, epoch: int, length: int, **settings: Any) -> Node:
        """The learning rate of a step as a node; the very node `learning_rate` if it does not go by the number of the step.

        Raises: SettingError for a wrong setting.

        >>> from glassgrad.graph import pages
        >>> from glassgrad.nn.schedules import schedules
        >>> from glassgrad.readers import evaluate
        >>> t = pages.variable(shape=(), name="t")
        >>> rate = schedules["warm_up"].rate(pages.constant(value=0.4), t, epoch=10, length=100, share=0.1)
        >>> [round(float(evaluate(rate, t=number)[rate]), 6) for number in (1, 5, 10, 99)]
        [0.04, 0.2, 0.4, 0.4]
        """
        chosen = settle(self.name, self.settings, settings)
        return self.rule(learning_rate, step, epoch=_steps("epoch", epoch), length=_steps("run", length), **chosen)

    def factors(self, losses: Sequence[float], **settings: Any) -> tuple[float, ...]:
        """What the learning rate is multiplied by in each epoch up to the one after these losses, one for every epoch so far.

        Raises: SettingError for a wrong setting.

        >>> from glassgrad.nn.schedules import schedules
        >>> schedules["reduce_on_plateau"].factors([3.0, 2.0, 2.0, 2.0, 1.0], factor=0.5, patience=2)
        (1.0, 1.0, 1.0, 1.0, 0.5, 0.5)
        """
        chosen = settle(self.name, self.settings, settings)
        return (1.0,) * (len(losses) + 1) if self.measured is None else self.measured(losses, **chosen)


def _steps(what: str, count: Any) -> int:
    if isinstance(count, bool) or not hasattr(count, "__index__") or count < 1:
        raise SettingError(f"the steps of the {what} are {count!r:.60}; expected a whole number of at least 1")
    return int(count)
