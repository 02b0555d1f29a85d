"""The squared error, Σ(ŷ − y)², summed over rows and outputs: no ½, so its gradient is twice the error."""

from glassgrad.graph import Example, pages

from .page import REGRESSION, Loss
from .reduction import SUM
from .trying import NUMBERS

squared_error = Loss(
    name="squared_error",
    says="the sum of the squared errors, over all rows and outputs",
    latex=r"L = \sum_{i,k} \left(\hat{y}_{ik} - y_{ik}\right)^2",
    each=lambda predicted, truth: pages.square(predicted - truth),
    reduction=SUM,
    term=lambda: "(ŷ − y)²",
    predicts="linear",
    tasks=(REGRESSION,),
    domain=NUMBERS,
    example=Example(inputs=([[7.0]], [[5.0]]), output=4.0),
    source="A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805 (least squares)",
)
