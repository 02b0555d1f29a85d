"""Every page of the dictionary, run by every engine: value and gradients are those of `evaluate`, within rounding; never a silent fallback."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.engine import engines
from glassgrad.graph import Graph, Kind, Op, pages
from glassgrad.readers import evaluate

from ..ops import checkers
from ..ops.drawing import few_examples, inputs_of, weights_of

PAGES = sorted((page for page in pages if page.kind is not Kind.LEAF), key=lambda page: page.name)
# The first is what `evaluate` does; xla takes seconds to compile each example, and has its own test of every page.
ENGINES = [one for one in engines()[1:] if one.name != "xla"]
every_engine = pytest.mark.parametrize("one", ENGINES, ids=lambda one: one.name)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
TOLERANCES = {np.float64: (1e-11, 1e-12), np.float32: (2e-4, 2e-5)}
"""Relative and absolute. float32: inputs are rounded to it first, and a gradient may subtract nearly equal numbers."""


@every_engine
@every_page
@few_examples
@given(data=st.data())
def test_value_and_gradients_are_those_of_evaluate(one, page: Op, data: st.DataObject) -> None:
    for number in range(len(page.domain.cases)):
        trial = checkers.tried(page, number)
        arrays = data.draw(inputs_of(page, trial.case))
        upstream = data.draw(weights_of(trial.output.shape))
        outputs = (trial.output, *trial.gradients)
        for dtype, (relative, absolute) in TOLERANCES.items():
            rounded = [np.asarray(array, dtype=dtype) for array in arrays]
            given_values = trial.given(rounded, np.asarray(upstream, dtype=dtype))
            expected = evaluate(outputs, given_values)
            got = one.compile(Graph(outputs=outputs), dtype=dtype).run(given_values)
            for node in outputs:
                assert got[node].dtype == dtype
                np.testing.assert_allclose(
                    got[node], expected[node], rtol=relative, atol=absolute, err_msg=f"{checkers.about(page, trial.case)} in {dtype.__name__}: {node}"
                )


@every_engine
@every_page
def test_far_from_home_the_numbers_are_those_of_evaluate(one, page: Op) -> None:
    for number in range(len(page.domain.cases)):
        trial = checkers.tried(page, number)
        for far in page.domain.far:
            given_values = trial.given(checkers.far_inputs(trial, far), np.ones(trial.output.shape))
            outputs = (trial.output, *trial.gradients)
            expected, got = evaluate(outputs, given_values), one.compile(Graph(outputs=outputs)).run(given_values)
            for node in outputs:
                np.testing.assert_allclose(got[node], expected[node], rtol=1e-11, atol=1e-12, err_msg=f"{checkers.about(page, trial.case)} at {far}: {node}")
