"""What the network answers on rows whose truth is known: on those held out, or on those it learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glassgrad.data.words import counted
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.training import Run
from glassgrad.training.measure import outputs_of
from glassgrad.training.plan import Array, Plan

ROWS = ("validation", "training")


@dataclass(frozen=True, eq=False)
class Answered:
    """Rows, and what the network makes of them.

    `rows` are their numbers in the data, from 0. `which`: "held-out" or "training". `outputs` (rows, outputs) are the network's, all finite.
    `note`: what must be known about the choice of the rows, as a sentence; mostly nothing.
    """

    rows: Array
    which: str
    outputs: Array
    note: str = ""

    @property
    def said(self) -> str:
        """The rows in words, with their number: "30 held-out rows"."""
        return counted(len(self.rows), f"{self.which} row")


def answered(run: Run, rows: str = "validation") -> Answered:
    """The answers with the best weights on the rows held out (where none are, and with `rows` "training", on those of training).

    Raises: SettingError for other rows, NonFiniteError if no answer is finite, RunFileError for a run opened without its data.
    """
    plan = run.plan
    chosen, which, note = rows_to_judge(plan, rows)
    outputs = outputs_of(plan, run.parameters, plan.inputs[chosen])
    finite = np.isfinite(outputs).all(axis=1)
    if not finite.any():
        raise NonFiniteError(f"the network's answers are not finite on any of the {which} rows; there is nothing to draw")
    if not finite.all():
        lost = counted(int((~finite).sum()), "row")
        note = f"{note} {lost} left out: the network's answer is not finite there.".strip()
    return Answered(chosen[finite], which, outputs[finite], note)


def rows_to_judge(plan: Plan, rows: str) -> tuple[Array, str, str]:
    """The numbers of the rows, which ones they are, and a sentence where they are not those asked for. Raises: SettingError for other words."""
    if rows not in ROWS:
        raise SettingError(f"rows is {rows!r:.40}; choose {' or '.join(map(repr, ROWS))}")
    if rows == "training":
        return plan.split.training, "training", "These are the rows it learnt from; new rows are usually answered less well."
    if not len(plan.split.validation):
        return plan.split.training, "training", "No rows were held out, so these are the rows it learnt from; new rows are usually answered less well."
    return plan.split.validation, "held-out", ""


def needs_classes(plan: Plan) -> str:
    """Why a run cannot be drawn by its classes; "" if it can."""
    return "" if plan.preparation.target.classes else "it predicts numbers, and there are no classes to tell apart; its kind is residuals"


def needs_numbers(plan: Plan) -> str:
    """Why a run cannot be drawn by the numbers it predicts; "" if it can."""
    what = "it predicts classes, and has no distances between truth and prediction; its kinds are confusion and calibration"
    return what if plan.preparation.target.classes else ""
