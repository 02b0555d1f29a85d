"""Promises of `expand`."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.graph import Op, SourceLine, ancestors, pages
from glassgrad.readers import evaluate, expand, expand_all, gradients

from .graphs import COMPUTING, few, of_a_page

v = pages.variable(shape=(4,), name="v")


@pytest.mark.parametrize("page", [page for page in COMPUTING if page.recipe], ids=lambda page: page.name)
@few
@given(data=st.data())
def test_value_and_gradients_stay_the_same(page: Op, data: st.DataObject) -> None:
    for case in page.domain.cases:
        drawn = data.draw(of_a_page(page, case))
        output = drawn.outputs[0]
        plain = expand(output)
        inputs = [leaf for leaf in drawn.given if leaf.name != "upstream"]
        weighted = [pages.sum(one * drawn.given[next(reversed(drawn.given))]) for one in (output, plain)]
        before, after = (gradients(one, inputs) for one in weighted)
        first, second = evaluate([output, *before.values()], drawn.given), evaluate([plain, *after.values()], drawn.given)
        np.testing.assert_allclose(second[plain], first[output], rtol=1e-12, atol=1e-12)
        for leaf in inputs:
            np.testing.assert_allclose(second[after[leaf]], first[before[leaf]], rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("page", COMPUTING, ids=lambda page: page.name)
def test_all_the_way_leaves_nothing_composite(page: Op) -> None:
    case = page.domain.cases[0]
    output = page(*[pages.variable(shape=shape) for shape in case.shapes], **case.settings)
    assert all(node.op.recipe is None for node in ancestors([expand(output)]))


def test_one_level_opens_one_level() -> None:
    output = pages.log_softmax(v)
    once = expand(output, depth=1)
    assert any(node.op.recipe for node in ancestors([once]))
    assert expand(output, depth=0) is output
    assert len(ancestors([expand(output)])) > len(ancestors([once]))


def test_names_and_places_in_the_text_stay() -> None:
    where = SourceLine("mean(v)", 1)
    average = pages.mean(v, name="average").read_at(where)
    total = 2 * average
    new = expand_all([total])
    assert (new[average].name, new[average].where) == ("average", where)
    assert new[average].op.recipe is None
    assert new[v] is v


def test_what_has_no_recipe_stays_the_very_same_node() -> None:
    plain = v * 2 + 1
    assert expand(plain) is plain
