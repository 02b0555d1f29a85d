"""Two replayed steps side by side: which row is looked at in each, and the story that `compare_passes` tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.explain import Caution, RowSeen, Story, compare_passes
from glassgrad.graph import Node, SettingError, pages
from glassgrad.readers import evaluate

from .telling import row_of_the_data, training_pass

if TYPE_CHECKING:
    from .replay import ReplayedStep

Rows = tuple[RowSeen, RowSeen]


def compare_steps(first: ReplayedStep, second: ReplayedStep, *, row: int | None, data_row: int | None, unit: str | None) -> Story:
    """The story of `ReplayedStep.compare`."""
    if not hasattr(second, "rows") or not hasattr(second, "nodes"):
        raise SettingError(f"a step is compared with {second!r:.40}; expected another step, like run.step(300)")
    close = not (row is None and data_row is None and unit is None)
    steps = [training_pass(one.plan, one.nodes, one.values, rows=one.rows, number=one.number) for one in (first, second)]
    rows = rows_seen(first, second, row=row, data_row=data_row) if close else None
    story = compare_passes(*steps, rows=rows, level="neuron" if close else "network", unit=unit)
    cautions = [Caution((f"Step {one.number}: {one.caution}.",)) for one in (first, second) if one.caution]
    return Story(story.title, (*cautions, *story.blocks))


def rows_seen(first: ReplayedStep, second: ReplayedStep, *, row: int | None, data_row: int | None) -> Rows:
    """The row to look at in each step: `row` of both batches; or `data_row` of the data, the first of the first batch if none is named.

    A row of the data that is not in both batches is computed alone. Raises: SettingError for a row that is not there.
    """
    if row is not None and data_row is not None:
        raise SettingError("both row and data_row are given; row counts in the batch of each step, data_row in the data: choose one")
    if row is not None:
        places = [checked_batch_row(one, row) for one in (first, second)]
        return _pair(*(RowSeen(row_of_the_data(one.rows[place]), place) for one, place in zip((first, second), places, strict=True)))
    if first.plan.data.fingerprint != second.plan.data.fingerprint:
        raise SettingError("the two steps learnt from different data, so they have no row in common; name a row of their batches with row")
    wanted = int(first.rows[0]) if data_row is None else checked_data_row(first, data_row)
    found = [np.flatnonzero(one.rows == wanted) for one in (first, second)]
    if all(len(one) for one in found):
        return _pair(*(RowSeen(row_of_the_data(wanted), int(one[0])) for one in found))
    return _pair(*(row_alone(one, wanted) for one in (first, second)))


def row_alone(step: ReplayedStep, row: int) -> RowSeen:
    """The forward pass of one row of the data with the weights before a step, nothing dropped."""
    plan = step.plan
    x = pages.variable(shape=(1, plan.network.inputs), name="X")
    leaves = plan.network.parameter_nodes()
    nodes = [x, *(node for layer in plan.network.forward(x, leaves).layers for node in (layer.before, layer.after))]
    given: dict[Node | str, Any] = {x: plan.inputs[[row]], **{leaf: step.old[name] for name, leaf in leaves.items()}}
    values = evaluate(nodes, given, dtype=plan.dtype)
    return RowSeen(row_of_the_data(row), values={node.name: values[node][0] for node in nodes})


def _pair(first: RowSeen, second: RowSeen) -> Rows:
    return first, second


def checked_batch_row(step: ReplayedStep, row: Any) -> int:
    """The place of a row in the batch. Raises: SettingError if there is none of that number."""
    if isinstance(row, bool) or not hasattr(row, "__index__") or not 0 <= row < len(step.rows):
        raise SettingError(f"there is no row {row!r:.40} in the batch of step {step.number}; its rows are 0 to {len(step.rows) - 1}")
    return int(row)


def checked_data_row(step: ReplayedStep, row: Any) -> int:
    """The number of a row of the data. Raises: SettingError if there is none of that number."""
    last = len(step.plan.inputs) - 1
    if isinstance(row, bool) or not hasattr(row, "__index__") or not 0 <= row <= last:
        raise SettingError(f"there is no row {row!r:.40} in the data; its rows are 0 to {last}")
    return int(row)
