"""Activation functions: one page each; this is the table of contents. Every other operation of one input will do as well, by its name."""

from __future__ import annotations

from collections.abc import Iterable

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations
from glassgrad.graph import Kind, Op, pages, unknown_name

from ..choosing import table_of_contents
from .elu import elu
from .gelu import gelu
from .gelu_tanh import gelu_tanh
from .leaky_relu import leaky_relu
from .linear import linear
from .mish import mish
from .page import Activation, activation_from
from .relu import relu
from .selu import selu
from .sigmoid import sigmoid
from .silu import silu
from .softmax import softmax
from .softplus import softplus
from .softsign import softsign
from .tanh import tanh

activations = table_of_contents(linear, relu, leaky_relu, elu, selu, gelu, gelu_tanh, silu, mish, sigmoid, tanh, softplus, softsign, softmax)


def activation(name: str) -> Activation:
    """The activation function of that name: a page of this chapter, or any elementwise operation of one input.

    Raises: SettingError for any other name.

    >>> activation("relu").initializer, activation("sin").says
    ('he_uniform', 'the sine of the weighted sum')
    """
    if isinstance(name, str) and name in activations:
        return activations[name]
    if isinstance(name, str) and name in pages and _fits(pages[name]):
        return activation_from(pages[name])
    raise unknown_name("activation function", name, activation_names())


def activation_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading, then those of the other operations that will do."""
    return (*activations, *_further_names(pages))


def _fits(op: Op) -> bool:
    return op.kind is Kind.ELEMENTWISE and len(op.slots) == 1 and not op.variadic


def _further_names(ops: Iterable[Op]) -> list[str]:
    return sorted({op.name for op in ops if _fits(op)} - set(activations))


__all__ = ["Activation", "activation", "activation_from", "activation_names", "activations"]
