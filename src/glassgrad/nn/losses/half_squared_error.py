"""Half the squared error, ½·Σ(ŷ − y)², summed over rows and outputs: the ½ cancels the 2 of the derivative, which is then ŷ − y."""

from glassgrad.graph import Example, pages

from .page import REGRESSION, Loss
from .reduction import HALF_SUM
from .trying import NUMBERS

half_squared_error = Loss(
    name="half_squared_error",
    says="half the sum of the squared errors, over all rows and outputs",
    latex=r"L = \frac{1}{2} \sum_{i,k} \left(\hat{y}_{ik} - y_{ik}\right)^2",
    each=lambda predicted, truth: pages.square(predicted - truth),
    reduction=HALF_SUM,
    term=lambda: "(ŷ − y)²",
    predicts="linear",
    tasks=(REGRESSION,),
    domain=NUMBERS,
    example=Example(inputs=([[7.0]], [[5.0]]), output=2.0),
    source="A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805 (least squares)",
)
