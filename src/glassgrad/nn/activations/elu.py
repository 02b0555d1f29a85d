"""ELU: negative sums bend towards a floor instead of being cut."""

from glassgrad.graph import pages

from .page import activation_from

elu = activation_from(pages.elu, initializer="he_uniform", because="most of one half of the sums is flattened, much as in ReLU")
