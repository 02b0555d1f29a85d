"""ReLU: negative sums become 0, positive ones stay."""

from glassgrad.graph import pages

from .page import activation_from

relu = activation_from(pages.relu, initializer="he_uniform", because="half of the sums are cut to 0, so the weights are twice as large in variance")
