"""One step of the run, worked out for one unit and one row: every number of it, forward, back, and the update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from glassgrad.explain.blocks import Block, Heading
from glassgrad.training import ReplayedStep, Run

from .words import aside


def worked_step(run: Run, number: int, row: int) -> Iterator[Block]:
    """The story of the step for one unit of the first layer. Raises: SettingError for a step or row that is not there."""
    step = run.step(number)
    unit = _telling_unit(step, row)
    story = step.explain(row=row, unit=f"1.{unit}")
    yield Heading((f"Step {number:,}, worked out",))
    yield aside(
        "Every step of this run was computed like this. Here is one unit of the first layer for one row, with all that the step does to its weights. "
        f"The command glassgrad explain RUN --step {number} --row {row} --unit 1.{unit} opens it, and any other unit, row or step in the same way."
    )
    yield from (replace(block, level=block.level + 1) if isinstance(block, Heading) else block for block in story.blocks)


def _telling_unit(step: ReplayedStep, row: int) -> int:
    """The unit of the first layer through which the row's loss flows most: one that is asleep would tell of zeros only."""
    before = step.nodes.layers[0].before
    flow = np.asarray(step.values[step.nodes.gradients.totals[before]])
    return int(np.abs(flow[row]).argmax()) if 0 <= row < len(flow) else 0
