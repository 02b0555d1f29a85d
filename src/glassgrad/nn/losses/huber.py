"""Huber: squared for small errors, in proportion to the error for large ones; the two meet without a corner at δ."""

from glassgrad.graph import Example, Node, pages

from ..settings import Setting
from .page import REGRESSION, Loss
from .reduction import MEAN
from .trying import NUMBERS_APART


def _each(predicted: Node, truth: Node, *, delta: float) -> Node:
    distance = abs(predicted - truth)
    return pages.where(distance <= delta, 0.5 * pages.square(distance), delta * (distance - 0.5 * delta))


huber = Loss(
    name="huber",
    says="the mean over all rows and outputs of half the squared error where it is at most $delta, else of $delta times (the error's size less half of $delta)",
    latex=(
        r"L = \frac{1}{m} \sum_{i,k} h\left(\left|\hat{y}_{ik} - y_{ik}\right|\right), \quad "
        r"h(e) = \begin{cases} \frac{1}{2} e^2 & e \le \delta \\ \delta \left(e - \frac{1}{2} \delta\right) & e > \delta \end{cases}"
    ),
    each=_each,
    reduction=MEAN,
    term=lambda **settings: "h(|ŷ − y|)",
    where=lambda **settings: "h(e) = ½e² for e ≤ δ, else δ·(e − ½δ)",
    settings={"delta": Setting(default=1.0, says="the error δ from which on the loss grows in proportion", above=0.0)},
    predicts="linear",
    tasks=(REGRESSION,),
    domain=NUMBERS_APART,
    example=Example(inputs=([[7.0], [5.0]], [[5.0], [5.5]]), output=0.8125),
    source="P. J. Huber, Robust Estimation of a Location Parameter, 1964",
)
