"""GELU: the sum times the chance that a standard normal number lies below it."""

from glassgrad.graph import pages

from .page import activation_from

gelu = activation_from(pages.gelu, initializer="he_uniform", because="most of one half of the sums is flattened, much as in ReLU")
