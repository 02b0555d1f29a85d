"""Glorot uniform: even weights that keep the size of signals forward and of gradients backward, on average."""

from .page import uniform_rule

glorot_uniform = uniform_rule(
    name="glorot_uniform",
    says="weights spread evenly over ±√(6 / (inputs + units))",
    formula="W ~ U(−√(6/(inputs + units)), √(6/(inputs + units)))",
    variance=lambda inputs, units: 2 / (inputs + units),
    source="X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010",
)
