"""SELU: an ELU scaled so that mean 0 and variance 1 pass through many layers unchanged."""

from glassgrad.graph import pages

from .page import activation_from

selu = activation_from(pages.selu, initializer="lecun_normal", because="the constants of SELU were worked out for weights of variance 1/inputs")
