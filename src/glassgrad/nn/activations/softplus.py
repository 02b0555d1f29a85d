"""Softplus: a ReLU without the corner."""

from glassgrad.graph import pages

from .page import activation_from

softplus = activation_from(pages.softplus)
