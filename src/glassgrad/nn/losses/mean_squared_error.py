"""The mean squared error, (1/m)·Σ(ŷ − y)² over the m entries of all rows and outputs."""

from glassgrad.graph import Example, pages

from .page import REGRESSION, Loss
from .reduction import MEAN
from .trying import NUMBERS

mean_squared_error = Loss(
    name="mean_squared_error",
    says="the mean of the squared errors, over all rows and outputs",
    latex=r"L = \frac{1}{m} \sum_{i,k} \left(\hat{y}_{ik} - y_{ik}\right)^2, \quad m = \text{rows} \cdot \text{outputs}",
    each=lambda predicted, truth: pages.square(predicted - truth),
    reduction=MEAN,
    term=lambda: "(ŷ − y)²",
    predicts="linear",
    tasks=(REGRESSION,),
    domain=NUMBERS,
    example=Example(inputs=([[7.0], [5.0]], [[5.0], [5.0]]), output=2.0),
    source="C. F. Gauss, Theoria combinationis observationum erroribus minimis obnoxiae, 1823",
)
