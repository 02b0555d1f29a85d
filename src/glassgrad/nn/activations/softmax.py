"""Softmax: the sums of one row become shares that add up to 1."""

from glassgrad.graph import pages

from .page import activation_from

softmax = activation_from(pages.softmax)
