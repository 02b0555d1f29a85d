"""Softsign: squeezes the sum into the open interval from −1 to 1, more slowly than tanh."""

from glassgrad.graph import pages

from .page import activation_from

softsign = activation_from(pages.softsign)
