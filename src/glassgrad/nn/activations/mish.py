"""Mish: the sum times the tanh of its softplus."""

from glassgrad.graph import pages

from .page import activation_from

mish = activation_from(pages.mish, initializer="he_uniform", because="most of one half of the sums is flattened, much as in ReLU")
