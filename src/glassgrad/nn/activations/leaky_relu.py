"""Leaky ReLU: negative sums are made small, so the unit can recover."""

from glassgrad.graph import pages

from .page import activation_from

leaky_relu = activation_from(pages.leaky_relu, initializer="he_uniform", because="most of one half of the sums is flattened, much as in ReLU")
