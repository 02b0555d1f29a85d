"""He normal: normal weights twice as large in variance, because ReLU cuts half of the sums to 0."""

from .page import normal_rule

he_normal = normal_rule(
    name="he_normal",
    says="normal weights of variance 2 / inputs",
    formula="W ~ N(0, 2/inputs)",
    variance=lambda inputs, units: 2 / inputs,
    source="K. He, X. Zhang, S. Ren and J. Sun, Delving Deep into Rectifiers, ICCV 2015",
)
