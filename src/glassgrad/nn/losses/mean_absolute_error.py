"""The mean absolute error, (1/m)·Σ|ŷ − y|: an outlier pulls no harder than any other row."""

from glassgrad.graph import Example

from .page import REGRESSION, Loss
from .reduction import MEAN
from .trying import NUMBERS_APART

mean_absolute_error = Loss(
    name="mean_absolute_error",
    says="the mean of the sizes of the errors, over all rows and outputs",
    latex=r"L = \frac{1}{m} \sum_{i,k} \left|\hat{y}_{ik} - y_{ik}\right|, \quad m = \text{rows} \cdot \text{outputs}",
    each=lambda predicted, truth: abs(predicted - truth),
    reduction=MEAN,
    term=lambda: "|ŷ − y|",
    predicts="linear",
    tasks=(REGRESSION,),
    domain=NUMBERS_APART,
    example=Example(inputs=([[7.0], [5.0]], [[5.0], [6.0]]), output=1.5),
    source="P.-S. Laplace, Mémoire sur la probabilité des causes par les événements, 1774 (least absolute deviations)",
)
