"""Glorot normal: normal weights that keep the size of signals forward and of gradients backward, on average."""

from .page import normal_rule

glorot_normal = normal_rule(
    name="glorot_normal",
    says="normal weights of variance 2 / (inputs + units)",
    formula="W ~ N(0, 2/(inputs + units))",
    variance=lambda inputs, units: 2 / (inputs + units),
    source="X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010",
)
