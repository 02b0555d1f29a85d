"""LeCun normal: normal weights that keep the variance of the sums that of the inputs."""

from .page import normal_rule

lecun_normal = normal_rule(
    name="lecun_normal",
    says="normal weights of variance 1 / inputs",
    formula="W ~ N(0, 1/inputs)",
    variance=lambda inputs, units: 1 / inputs,
    source="Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, Efficient BackProp, 1998",
)
