"""Tanh: squeezes the sum into the open interval from −1 to 1."""

from glassgrad.graph import pages

from .page import activation_from

tanh = activation_from(pages.tanh)
