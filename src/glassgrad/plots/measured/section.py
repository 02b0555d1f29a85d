"""`Section`: a cut through all rows there could be, as a network is asked about it after any step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.data.words import names_given
from glassgrad.training import Run
from glassgrad.training.measure import outputs_of
from glassgrad.training.plan import Array, Plan, State

from ..settings import PlotSettings
from .chosen_columns import chosen_columns
from .cut import Cut, answers_over, cut_of
from .one_target import OneTarget, target_named
from .predicted import rows_to_judge

SHARED = "The loss is that of all targets together."


@dataclass(frozen=True, eq=False, kw_only=True)
class Section(Cut):
    """What stays the same while the weights change.

    `judged` are the numbers of the rows over which loss and metric are taken. `range` (for a number to predict) is what the target spans in the data.
    """

    target: OneTarget
    judged: Array
    judged_on: str
    range: tuple[float, float] | None

    @property
    def plan(self) -> Plan:
        """What the run was decided by."""
        return self.target.plan


def section_of(run: Run, *, features: Sequence[str] = (), others: str = "typical", rows: str = "", points: int | None = None, target: str = "") -> Section:
    """The cut along `features`, one column or two; those that matter most with the best weights, if none are named. Of several targets, `target` is seen.

    `rows`: "training" or "validation"; those held out if not said, and for a curve through numbers both.
    Raises: SettingError for columns that cannot be on an axis, and for unknown words; RunFileError for a run opened without its data.
    """
    chosen = PlotSettings(features=names_given(features), others=others, rows=rows, points=points)
    plan = run.plan
    seen = target_named(plan, target)
    columns = chosen_columns(plan, run.parameters, chosen.features, seen)
    judged, judged_on, note = rows_to_judge(plan, chosen.rows or "validation")
    alone = len(columns.names) == 1
    shown = np.concatenate([plan.split.training, plan.split.validation]) if alone and not chosen.rows and not seen.classes else judged
    which = "" if len(shown) > len(judged) else judged_on
    cut = cut_of(plan, columns.names, shown, seen.truth, others=chosen.others, points=chosen.points, which=which)
    notes = (columns.why, *cut.notes, note if which else "", seen.note, SHARED if seen.of_several else "")
    return Section(
        **{**vars(cut), "notes": tuple(filter(None, notes))},
        target=seen,
        judged=judged,
        judged_on=judged_on,
        range=None if seen.classes else _range(seen),
    )


def answers_on(section: Section, state: State) -> Array:
    """The answers everywhere on the section with these weights: see `answers_over`."""
    return answers_over(section, lambda inputs: section.target.answers(outputs_of(section.plan, state, inputs)))


def _range(target: OneTarget) -> tuple[float, float]:
    """What the target spans in the rows with a target."""
    values = target.truth(np.concatenate([target.plan.split.training, target.plan.split.validation]))
    return float(values.min()), float(values.max())
