"""SiLU (swish): the sum times its own sigmoid."""

from glassgrad.graph import pages

from .page import activation_from

silu = activation_from(pages.silu, initializer="he_uniform", because="most of one half of the sums is flattened, much as in ReLU")
