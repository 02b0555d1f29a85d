"""Sigmoid: squeezes the sum into the open interval from 0 to 1."""

from glassgrad.graph import pages

from .page import activation_from

sigmoid = activation_from(pages.sigmoid)
