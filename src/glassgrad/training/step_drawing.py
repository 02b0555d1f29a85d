"""A step of a run as a computational graph: the numbers are those of the step, and nothing is computed for the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glassgrad.draw.graph import graph_picture, look_at
from glassgrad.draw.picture import Picture
from glassgrad.graph import SettingError

if TYPE_CHECKING:
    from .replay import ReplayedStep


def refuse_part(step: ReplayedStep, *, row: int | None, unit: str | None) -> None:
    """Raises: SettingError for a row or a unit, saying what shows it."""
    if unit is not None:
        words = f"run.step({step.number}).explain({f'row={row}, ' if row is not None else ''}unit={unit!r})"
        raise SettingError(f"a step is drawn as the graph of its whole batch, without a unit; {words} tells what one unit does")
    if row is not None:
        told = f"run.draw(step={step.number}, row={row}) draws the network after the step with that row of the data going through it"
        raise SettingError(f"a step is drawn as the graph of its whole batch, without a row; {told}")


def step_picture(step: ReplayedStep, *, level: str = "named", gradients: bool = True, update: bool = False, direction: str = "right") -> Picture:
    """What `ReplayedStep.draw` shows. Raises: SettingError for an unknown level or direction."""
    nodes = step.nodes
    after = {leaf: step.values[nodes.updated[name]] for name, leaf in nodes.parameters.items()} if update else None
    look = look_at([nodes.total], level=level, values=step.values, gradients=nodes.gradients if gradients else None, after=after)
    rows = len(step.rows)
    name = f"Step {step.number}: the computational graph of the loss on {rows:,} row{'' if rows == 1 else 's'}"
    remarks = ["After “then” stands what the update makes of a parameter."] if update else []
    if step.caution:
        remarks.append(f"{step.caution[:1].upper()}{step.caution[1:]}.")
    return graph_picture(look, folded=level != "everything", direction=direction, name=name, remark=" ".join(remarks))
