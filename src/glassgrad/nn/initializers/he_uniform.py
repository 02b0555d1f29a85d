"""He uniform: even weights twice as large in variance, because ReLU cuts half of the sums to 0."""

from .page import uniform_rule

he_uniform = uniform_rule(
    name="he_uniform",
    says="weights spread evenly over ±√(6 / inputs)",
    formula="W ~ U(−√(6/inputs), √(6/inputs))",
    variance=lambda inputs, units: 2 / inputs,
    source="K. He, X. Zhang, S. Ren and J. Sun, Delving Deep into Rectifiers, ICCV 2015",
)
