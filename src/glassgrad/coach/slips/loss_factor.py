"""Another constant in front of the loss: ½, 1, 2, 1/m, 2/m or 1/(2m)."""

from __future__ import annotations

from collections.abc import Iterator

from .averaging import constant_of, fraction, of_the_loss
from .formulas import filled
from .local_slopes import with_term
from .slip import Change, Slip, Task
from .summed_not_averaged import FACTORS, summed_not_averaged


def _tries(task: Task) -> Iterator[Change]:
    for term, loss in of_the_loss(task):
        now = constant_of(loss, task)
        for other in sorted(_constants(task.rows), key=lambda one: -one):
            if other != now and now:
                words = (f"this is what comes out with {fraction(other)} in front of the loss, and here it is {fraction(now)}",)
                yield Change(with_term(task, term, filled(other / now, ()) * term.node), words)


def _constants(rows: int) -> set[float]:
    return {factor / many for factor in FACTORS for many in (1, rows)}


loss_factor = Slip(
    name="loss_factor",
    title="another constant in the loss",
    says="Losses are written with ½, 1, 1/m or 2/m in front, and the number belongs to another of these conventions.",
    advice="Both ways are in use, and only the length of the step changes; stay with the loss as it is written on your sheet.",
    plausible=0.9,
    convention=True,
    tries=_tries,
    yields_to=(summed_not_averaged,),
)
