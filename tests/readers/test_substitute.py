"""Promises of `substitute`."""

import numpy as np
import pytest
from hypothesis import given

from glassgrad.graph import ShapeError, SourceLine, ancestors, pages
from glassgrad.readers import evaluate, substitute

from .graphs import Drawn, graphs, some

x, y = (pages.variable(shape=(), name=name) for name in "xy")


def test_a_replaced_node_is_replaced_everywhere() -> None:
    z = x * y + x
    new = substitute(z, {x: y})
    assert evaluate(new[z], y=3.0)[new[z]] == 12.0


def test_what_does_not_depend_on_it_keeps_its_very_nodes() -> None:
    aside, z = pages.exp(y), x * x
    total = aside + z
    new = substitute([total], {x: y})
    assert new[aside] is aside
    assert new[y] is y
    assert new[z] is not z


def test_without_replacements_nothing_is_built() -> None:
    z = x * y + 1
    assert substitute(z, {}) == {node: node for node in ancestors([z])}


def test_names_settings_and_places_in_the_text_are_kept() -> None:
    where = SourceLine("sum(v)", 1)
    v, w = pages.variable(shape=(2, 3), name="v"), pages.variable(shape=(2, 3), name="w")
    total = pages.sum(v, axis=1, keepdims=True, name="total").read_at(where)
    new = substitute(total, {v: w})[total]
    assert (new.name, new.settings, new.where, new.shape) == ("total", total.settings, where, (2, 1))


def test_a_replacement_may_contain_what_it_replaces() -> None:
    z = x * x
    new = substitute(z, {x: x + 1})[z]
    assert evaluate(new, x=2.0)[new] == 9.0


def test_two_nodes_can_change_places() -> None:
    z = x - y
    new = substitute(z, {x: y, y: x})[z]
    assert evaluate(new, x=5.0, y=3.0)[new] == -2.0


def test_every_node_is_still_younger_than_its_inputs() -> None:
    z = x * y
    late = pages.exp(y)
    for node in ancestors(substitute(z, {x: late}).values()):
        assert all(one.serial < node.serial for one in node.inputs)


def test_another_shape_is_refused() -> None:
    v = pages.variable(shape=(3,), name="v")
    with pytest.raises(ShapeError, match=r"<v: variable, 3> cannot stand for <x: variable, a single number>: one is 3, the other a single number"):
        substitute(x + 1, {x: v})


@some
@given(drawn=graphs())
def test_constants_in_place_of_the_leaves_give_the_same_values(drawn: Drawn) -> None:
    numbers = {leaf: pages.constant(value=np.asarray(array)) for leaf, array in drawn.given.items()}
    new = substitute(drawn.outputs, numbers)
    before, after = evaluate(drawn.outputs, drawn.given), evaluate(new.values())
    for node, twin in new.items():
        np.testing.assert_array_equal(after[twin], before[node])


def test_a_hundred_thousand_nodes_do_not_recurse() -> None:
    z = x
    for _ in range(100_000):
        z = -z
    new = substitute(z, {x: y})[z]
    assert evaluate(new, y=1.0)[new] == 1.0
