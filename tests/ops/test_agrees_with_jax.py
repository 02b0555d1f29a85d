"""A second engine with derivative rules of its own: JAX runs every page's `compute`, and differentiates it by itself."""

from math import prod

import numpy as np
import pytest

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Kind, Op, pages
from glassgrad.readers import evaluate

from . import checkers
from .drawing import interval_of

jax = pytest.importorskip("jax")

PAGES = sorted((page for page in pages if page.kind is not Kind.LEAF), key=lambda page: page.name)


def some_inputs(page: Op, trial: checkers.Tried) -> list[np.ndarray]:
    """Numbers well inside every interval, no two of them alike; JAX compiles each step for each shape, so there is one draw only."""
    total = sum(map(prod, trial.case.shapes))
    places = np.random.default_rng(total).permutation(total) + 0.37
    arrays = []
    for position, shape in enumerate(trial.case.shapes):
        interval = interval_of(page, position)
        mine, places = places[: prod(shape)], places[prod(shape) :]
        spread = interval.low + (interval.high - interval.low) * mine / total
        arrays.append((np.round(spread) if interval.whole else spread).reshape(shape))
    return arrays


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_value_and_gradient_agree_with_jax(page: Op) -> None:
    from .jax_mathematics import JaxMathematics

    mathematics = JaxMathematics()
    for number in range(1 if page.kind is Kind.ELEMENTWISE else 0, min(len(page.domain.cases), 3)):
        trial = checkers.tried(page, number)
        arrays, settings = some_inputs(page, trial), page.settle(trial.case.settings)
        upstream = 0.5 + np.arange(prod(trial.output.shape)).reshape(trial.output.shape) / 4
        with jax.enable_x64(True):
            theirs, back = jax.vjp(lambda *xs: page.compute(mathematics, *xs, **settings), *map(jax.numpy.asarray, arrays))  # noqa: B023 - called at once
            slopes = back(jax.numpy.asarray(upstream, dtype=theirs.dtype))
        ours = evaluate((trial.output, *trial.gradients), trial.given(arrays, upstream))
        where = checkers.about(page, trial.case)
        checkers.assert_close(ours[trial.output], np.asarray(theirs), relative=1e-12, absolute=1e-14, where=where)
        for node, gradient in zip(trial.smooth, trial.gradients, strict=True):
            slope = np.asarray(slopes[trial.inputs.index(node)])
            checkers.assert_close(ours[gradient], slope, relative=1e-12, absolute=1e-14, where=f"{where}, by {node.name}")
