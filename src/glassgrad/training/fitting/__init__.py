"""Fitting: the parameters with which a typed formula comes closest to the rows of a table, by exact derivatives from the graph."""

from .fit import fit
from .methods import Method, method_names, methods
from .objective import usable_losses
from .record import Fit

__all__ = ["Fit", "Method", "fit", "method_names", "methods", "usable_losses"]
