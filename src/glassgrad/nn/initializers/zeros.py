"""Zeros: right for biases, and for one neuron; fatal for a hidden layer, whose units would stay equal for ever."""

import numpy as np

from .page import Initializer

zeros = Initializer(
    name="zeros",
    says="all 0",
    formula="W = 0",
    variance=lambda inputs, units: 0.0,
    draw=lambda stream, shape: np.zeros(shape),
    source="a definition",
)
