"""`Run`: a training run that can be asked anything: its history, its predictions, any of its steps."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.data import Table, Task, dataset_names, read_table
from glassgrad.draw.network import network_diagram
from glassgrad.draw.picture import Picture
from glassgrad.graph import DataError, DataWarning, NonFiniteError, SettingError
from glassgrad.writing.plain import listed

from .carrying import Carried, arrived, carried
from .convergence import Verdict
from .file_access import copy_to
from .frames import frame_of
from .kept_plan import write_table
from .measure import measure, outputs_of, predictions, probabilities, score
from .memory import saying_what_is_short
from .plan import Plan, State
from .replay import ReplayedStep, replay, state_after
from .run_drawing import run_look
from .run_file import RunFile
from .weight_history import weight_history


def say_network(plan: Plan) -> str:
    """The sizes of the layers, from inputs to outputs: "4 → 16 relu → 3"."""
    layers = (f"{layer.units} {layer.activation}" if layer.activation != "linear" else f"{layer.units}" for layer in plan.network.layers)
    return " → ".join((str(plan.network.inputs), *layers))


class Run:
    """A trained network with everything that led to it.

    The predictions are made with the best weights: those after the epoch with the lowest loss on the held-out rows
    (on the training rows where nothing was held out).
    """

    def __init__(self, plan: Plan, file: RunFile, verdict: Verdict | None = None) -> None:
        self.plan = plan
        self.file = file
        self._verdict = verdict  # how it has ended just now, so that nothing need be read for it

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return self.file.position().step

    @property
    def outcome(self) -> dict[str, str]:
        """How training ended: `kind` and `reason`; both empty if it has not."""
        outcome = self.file.fact("outcome") if self._verdict is None else vars(self._verdict)
        return {name: str(outcome.get(name, "")) if isinstance(outcome, dict) else "" for name in ("kind", "reason")}

    @property
    def engine(self) -> str:
        """The engine that computed the run: the one asked for, or the one that did in its place."""
        return self.plan.computed_by or self.plan.engine().name

    @property
    def best(self) -> dict[str, int]:
        """The epoch and the step with the lowest loss on the rows that judge."""
        epoch, step = self.file.best()
        return {"epoch": epoch, "step": step}

    @property
    def history(self) -> dict[str, np.ndarray[Any, Any]]:
        """Epoch by epoch: epoch, step, seconds, training_loss, validation_loss, training_metric, validation_metric (NaN where none)."""
        rows = self.file.epochs()
        columns = ("epoch", "step", "seconds", "training_loss", "validation_loss", "training_metric", "validation_metric")
        return {name: np.array([np.nan if getattr(row, name) is None else getattr(row, name) for row in rows]) for name in columns}

    def frame(self, library: str | None = None) -> Any:
        """The history as a data frame of "pandas", "polars" or "pyarrow", or of the first of them that is installed: a row for each epoch.

        Raises: SettingError for a library that is unknown or not installed.
        """
        return frame_of(self.history, library)

    @property
    def losses(self) -> np.ndarray[Any, Any]:
        """The loss of every step, on its own batch."""
        return self.file.losses()

    @cached_property
    def parameters(self) -> State:
        """The best weights, by name."""
        state = state_after(self.plan, self.file, self.best["step"])
        return {plan.name: state[plan.name] for plan in self.plan.network.plans}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed in the data."""
        return tuple(map(str, self.file.fact("notes")))

    def predict(self, rows: Any) -> np.ndarray[Any, Any]:
        """A prediction for each row: a class name, or a number in the target's own units; with several targets, (rows, targets).

        `rows` is anything `train` takes: a path, a data frame, a mapping of columns, an array; columns are found by name
        (by position in an array).
        """
        said = predictions(self.plan, self.outputs(rows))
        _refuse_non_finite(said)
        words = [one.classes for one in self.plan.preparation.all_targets]
        if not words[0]:
            return said
        named = [np.array(classes, dtype=object)[one] for classes, one in zip(words, said.reshape(len(said), -1).T, strict=True)]
        return np.stack(named, axis=1) if self.plan.preparation.task.several else named[0]

    def probabilities(self, rows: Any) -> np.ndarray[Any, Any]:
        """How sure the network is of each class (rows, classes); each row adds up to 1. Of several labels: of each label (rows, labels).

        Raises: SettingError for a run that predicts numbers.
        """
        if self.plan.preparation.task.each is Task.REGRESSION:
            raise SettingError("this run predicts numbers, and numbers have no class probabilities; use predict")
        return probabilities(self.plan, self.outputs(rows))

    def outputs(self, rows: Any) -> np.ndarray[Any, Any]:
        """The network's raw outputs for each row.

        Warns: DataWarning for what is odd about the rows, such as words not seen in training.
        Raises: DataError for rows that do not fit, NonFiniteError for a row whose outputs are not finite.
        """
        with saying_what_is_short():
            prepared = self.plan.preparation.apply(self.as_table(rows))
            for note in prepared.notes:
                warnings.warn(note, DataWarning, stacklevel=3)
            outputs = outputs_of(self.plan, self.parameters, prepared.values)
        _refuse_non_finite(outputs)
        return outputs

    def as_table(self, rows: Any) -> Table:
        """The rows as a table; the columns of a plain array take the names of the training inputs, in order."""
        kinds = self.plan.preparation.kinds
        if isinstance(rows, Table):
            return rows
        if isinstance(rows, (list, tuple, np.ndarray)):
            array = _as_array(rows)
            names = [column.name for column in self.plan.preparation.inputs]
            if array.shape[-1:] == (len(names) - 1,) and self.plan.settings.weights in names:
                names.remove(self.plan.settings.weights)  # how much a row counts is of no use to a prediction
            if array.ndim != 2 or array.shape[1] != len(names):
                raise SettingError(f"the rows have the shape {array.shape}; expected (rows, {len(names)}), with the columns {', '.join(names)}")
            return read_table({name: array[:, i] for i, name in enumerate(names)}, kinds=kinds)
        if isinstance(rows, dict):
            return read_table({name: [one] if np.isscalar(one) or one is None else one for name, one in rows.items()}, kinds=kinds)
        # A known data set says itself what kinds its columns have.
        known = isinstance(rows, str) and rows in dataset_names()
        return read_table(rows, kinds=None if known else kinds)

    def score(self, rows: Any = None) -> float:
        """The metric (accuracy, or R²) on the held-out rows, or on other rows that have the target.

        Rows whose target is missing do not count. Raises: DataError if none is left.
        """
        if rows is None:
            return measure(self.plan, self.parameters, self._judging_rows()).metric
        table = self.as_table(rows)
        targets = self.plan.preparation.targets(table)
        filled = ~np.isnan(targets).reshape(len(targets), -1).any(axis=1)
        if not filled.any():
            raise DataError(f"{table.source}: no row has a value in the target {self.plan.preparation.target.name!r:.60}; there is nothing to compare with")
        return score(self.plan, self.outputs(table)[filled], targets[filled])

    def step(self, number: int) -> ReplayedStep:
        """Step `number` (from 1) replayed bit for bit: every value, every gradient, every weight before and after.

        Raises: SettingError for a step the run did not make.
        """
        with saying_what_is_short():
            return replay(self.plan, self.file, number, last=self.steps)

    def weight(self, entry: str) -> np.ndarray[Any, Any]:
        """The whole history of one weight, like "W1[2,0]": its value before the first step, and after every step, bit for bit. Shape: (steps + 1,).

        What the optimizer remembers has a history too: "m_W1[2,0]". The whole run is made again for it, at full speed.
        Raises: SettingError for an entry that is not there.
        """
        with saying_what_is_short():
            return weight_history(self.plan, self.file, entry, last=self.steps)

    def explain(self, *, step: int = 1, row: int | None = None, unit: str | None = None, level: str | None = None) -> Any:
        """The story of one step: see `ReplayedStep.explain`."""
        return self.step(step).explain(row=row, unit=unit, level=level)

    def draw(self, *, step: int | None = None, row: int | None = None) -> Picture:
        """The network as a picture: its best weights, or those after a step (0: the first ones); with a row of the data, what every neuron hands on.

        Raises: SettingError for a step or a row that is not there.
        """
        with saying_what_is_short():
            return network_diagram(run_look(self, step=step, row=row))

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the whole run to one file. Raises: RunFileError if there is one already, or it cannot be written."""
        place = Path(path)
        copy_to(self.file, place, lambda file: write_table(file, self.plan), overwrite=overwrite)
        return place

    def close(self) -> None:
        """Let go of the run file."""
        self.file.close()

    def __reduce__(self) -> tuple[Callable[..., Run], Carried]:
        return arrived, carried(self)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        preparation = self.plan.preparation
        return (
            f"<run: {say_network(self.plan)} predicting {listed([one.name for one in preparation.all_targets], 3)} ({preparation.task.value}), "
            f"{self.steps} steps, {self.plan.metric.name} {self.score():.3f} on {'held-out' if len(self.plan.split.validation) else 'training'} rows>"
        )

    def _judging_rows(self) -> np.ndarray[Any, Any]:
        return self.plan.split.validation if len(self.plan.split.validation) else self.plan.split.training


def _as_array(rows: Any) -> np.ndarray[Any, Any]:
    try:
        return np.asarray(rows)
    except ValueError as error:  # rows of different lengths
        raise DataError(f"the rows do not make a table ({error})") from None


def _refuse_non_finite(answers: np.ndarray[Any, Any]) -> None:
    good = np.isfinite(answers).reshape(len(answers), -1).all(axis=1)
    if not good.all():
        row = int((~good).argmax()) + 1
        raise NonFiniteError(f"row {row}: the network's answer is not finite; the numbers of that row are too far from those of training")
