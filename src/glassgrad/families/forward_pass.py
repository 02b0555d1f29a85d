"""How the hidden units that mattered most to an answer of our network came about, from the last layer back to the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from glassgrad.draw.network import LayerLook
from glassgrad.explain.blocks import Aside, Block

from .family import Part
from .products import Factor, products_table
from .told import told


def unit_name(unit: int, layer: int, looks: Sequence[LayerLook]) -> str:
    """What a unit of a hidden layer is called; with its layer, counted from 1, where there are several."""
    return f"hidden unit {unit}" + (f" of layer {layer}" if len(looks) > 2 else "")


def came_about(looks: Sequence[LayerLook], factors: Sequence[Sequence[Factor]], output: int, outputs: Sequence[str]) -> Iterator[Block]:
    """The unit that moves the output most, then the one that moves that unit most, until there are the inputs.

    `factors`: what goes into each layer. Nothing is told of a unit that is silent: it moves nothing.
    """
    unit, moved = output, f" for {outputs[output]}" if len(outputs) > 1 else ""
    for layer in range(len(looks) - 1, 0, -1):
        moves = np.abs([one.product[unit] for one in factors[layer]])
        if not moves.any():
            return
        what = f"the sum{moved}" if layer == len(looks) - 1 else unit_name(unit, layer + 1, looks)
        unit = int(moves.argmax())
        yield from _unit(looks, factors[layer - 1], layer, unit, what)


def _unit(looks: Sequence[LayerLook], into: Sequence[Factor], layer: int, unit: int, moves: str) -> Iterator[Block]:
    """A hidden unit: what goes into it times its weights, and the bias, make a sum; the activation function bends that."""
    look, name = looks[layer - 1], unit_name(unit, layer, looks)
    value = np.asarray(look.outputs)[unit : unit + 1]
    bias = [Part("bias", np.asarray(look.bias)[unit : unit + 1])] if look.bias is not None else []
    after = Part(f"activation, {look.activation}", value)
    yield Aside((f"What moves {moves} most is {name}. This is how its activation, ", told(value[0]), ", came about."))
    yield products_table(
        [Factor(one.what, one.value, one.weights[unit : unit + 1], one.here) for one in into], bias, value, (name,),
        first="input" if layer == 1 else "hidden unit", after=after,
    )  # fmt: skip
