"""`OneTarget`: what a picture looks at of all that a run predicts. Mostly there is one target; of several that are learnt at once, it is one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glassgrad.data import TargetPlan
from glassgrad.data.words import counted, listed, quoted
from glassgrad.graph import pages, unknown_name
from glassgrad.readers import evaluate
from glassgrad.training.measure import predictions, probabilities
from glassgrad.training.plan import Array, Plan

NAMED = 6
"""Targets that are named in a sentence."""


@dataclass(frozen=True, eq=False)
class OneTarget:
    """A target of a run, by its place among all that are learnt at once."""

    plan: Plan
    place: int = 0

    @property
    def column(self) -> TargetPlan:
        """What was done to its column."""
        return self.plan.preparation.all_targets[self.place]

    @property
    def name(self) -> str:
        """The name of its column."""
        return self.column.name

    @property
    def classes(self) -> tuple[str, ...]:
        """Its classes in order, two of a label; empty for a number."""
        return self.column.classes

    @property
    def of_several(self) -> bool:
        """Whether there are others beside it."""
        return self.plan.preparation.task.several

    @property
    def note(self) -> str:
        """That there are others, and how they are shown, as a sentence; "" if there are none."""
        if not self.of_several:
            return ""
        names = [one.name for one in self.plan.preparation.all_targets]
        return f"The run predicts {counted(len(names), 'target')} at once: {listed(names, NAMED)}. This is {quoted(self.name)}; --target shows another."

    def truth(self, rows: Array) -> Array:
        """What is true of rows of the data: the place of the class, or the number in its own units. Shape: (rows,)."""
        if not self.classes:
            return np.asarray(self.plan.data[self.name].values[rows], dtype=np.float64)
        return self._prepared(rows).astype(np.intp)

    def is_level(self, rows: Array) -> bool:
        """Whether a number is the same in all these rows of the data: then there is no spread of which R² could say a share."""
        return not self.classes and bool(np.ptp(self.truth(rows)) == 0)

    def said(self, outputs: Array) -> Array:
        """What the network says: the place of the class, or the number in its own units. Shape: (rows,)."""
        found = np.asarray(predictions(self.plan, outputs))
        return np.asarray(found[:, self.place] if self.of_several else found, dtype=np.intp if self.classes else np.float64)

    def answers(self, outputs: Array) -> Array:
        """Probabilities (rows, classes), or numbers (rows,), from raw outputs (rows, outputs); not finite where the outputs are not."""
        with np.errstate(all="ignore"):
            if not self.classes:
                return self.said(outputs)
            found = probabilities(self.plan, outputs)
            return np.stack([1 - found[:, self.place], found[:, self.place]], axis=1) if self.of_several else found

    def metric(self, outputs: Array, rows: Array) -> float:
        """The run's metric of this target alone, of the outputs for these rows of the data. One of several targets has one output."""
        z, y = (pages.variable(shape=(len(rows), 1), name=name) for name in ("z", "y"))
        found = self.plan.metric.of(z, y)
        with np.errstate(all="ignore"):
            return float(evaluate(found, {z: outputs[:, [self.place]], y: self._prepared(rows)[:, None]})[found])

    def _prepared(self, rows: Array) -> Array:
        targets = np.asarray(self.plan.preparation.targets(self.plan.data)[rows])
        return targets[:, self.place] if self.of_several else targets


def target_named(plan: Plan, name: str = "") -> OneTarget:
    """The target in the column of that name; the first one if none is given. Raises: SettingError for a name that no target has."""
    names = [one.name for one in plan.preparation.all_targets]
    if name and name not in names:
        raise unknown_name("target", name, names)
    return OneTarget(plan, names.index(name) if name else 0)


def all_of(plan: Plan) -> list[OneTarget]:
    """All targets of a run."""
    return [OneTarget(plan, place) for place in range(len(plan.preparation.all_targets))]
