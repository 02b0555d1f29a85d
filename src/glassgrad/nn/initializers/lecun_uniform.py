"""LeCun uniform: even weights that keep the variance of the sums that of the inputs."""

from .page import uniform_rule

lecun_uniform = uniform_rule(
    name="lecun_uniform",
    says="weights spread evenly over ±√(3 / inputs)",
    formula="W ~ U(−√(3/inputs), √(3/inputs))",
    variance=lambda inputs, units: 1 / inputs,
    source="Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, Efficient BackProp, 1998",
)
