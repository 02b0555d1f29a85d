"""Promises of `gradients`: reverse mode, as a graph."""

import numpy as np
import pytest
from hypothesis import given

from glassgrad.graph import MissingValueError, Node, SettingError, ShapeError, ancestors, pages
from glassgrad.readers import check_gradients, evaluate, gradients

from .graphs import Drawn, graphs, some

a, b, c, x, y = (pages.variable(shape=(), name=name) for name in "abcxy")
v = pages.variable(shape=(3,), name="v")
M = pages.variable(shape=(2, 3), name="M")


def number(node: Node, **values: float) -> float:
    return float(evaluate(node, values)[node])


def test_two_paths_to_one_variable_add_up() -> None:
    d, e = (a + b).named("d"), (b - c).named("e")
    g = gradients((d * e).named("y"))
    assert number(g["b"], a=1.0, b=2.0, c=3.0) == (2 - 3) + (1 + 2)
    assert number(g["a"], a=1.0, b=2.0, c=3.0) == -1.0
    assert number(g["c"], a=1.0, b=2.0, c=3.0) == -3.0


def test_the_paths_tell_the_roads_with_their_reasons() -> None:
    d, e = (a + b).named("d"), (b - c).named("e")
    g = gradients((d * e).named("y"))
    roads = g.paths[b]
    assert {road.through.name for road in roads} == {"d", "e"}
    assert all(road.into is b for road in roads)
    values = evaluate([road.contribution for road in roads], a=1.0, b=2.0, c=3.0)
    assert {road.through.name: float(values[road.contribution]) for road in roads} == {"d": -1.0, "e": 3.0}
    assert {road.because for road in roads} == {d.op.reason(1), e.op.reason(0)}
    assert [road.because for road in g.paths[c]] == ["sum rule: a term that is taken away turns the gradient's sign"]
    assert len(g.paths[d]) == 1
    assert g.totals[d] is g.paths[d][0].contribution


def test_the_same_input_twice_counts_twice() -> None:
    g = gradients(x * x)
    assert number(g["x"], x=3.0) == 6.0
    assert len(g.paths[x]) == 2
    assert number(gradients(x - x)["x"], x=3.0) == 0.0
    assert number(gradients(x**x)["x"], x=1.0) == 1.0


def test_a_gradient_can_be_differentiated_again() -> None:
    first = gradients(x**3)["x"]
    second = gradients(first)["x"]
    third = gradients(second)["x"]
    assert [number(node, x=2.0) for node in (first, second, third)] == [12.0, 12.0, 6.0]


def test_what_is_not_used_gets_zero() -> None:
    g = gradients(x * 2, [x, y, v])
    assert number(g["y"]) == 0.0
    assert evaluate(g[v])[g[v]].tolist() == [0.0, 0.0, 0.0]


def test_nodes_on_the_way_can_be_asked_for() -> None:
    d = (a + b).named("d")
    g = gradients(d * d, ["d"])
    assert number(g["d"], a=1.0, b=2.0) == 6.0
    assert list(g) == [d]


def test_the_target_changes_with_itself_one_to_one() -> None:
    assert number(gradients(x)["x"]) == 1.0
    z = x * 2
    assert number(gradients(z, [z])[z]) == 1.0


def test_the_default_is_every_leaf_but_constants() -> None:
    assert set(gradients(pages.sum(v * x + 3))) == {v, x}


def test_broadcasting_is_summed_back_once() -> None:
    g = gradients(pages.sum(M * v + x))
    values = evaluate(g.values(), M=np.ones((2, 3)), v=[1.0, 2.0, 3.0], x=0.0)
    assert {node.name: values[g[node]].shape for node in g} == {"M": (2, 3), "v": (3,), "x": ()}
    assert values[g["v"]].tolist() == [2.0, 2.0, 2.0]
    assert values[g["x"]] == 6.0


def test_upstream_weights_the_entries_of_the_target() -> None:
    weights = pages.variable(shape=(3,), name="weights")
    g = gradients(v * v, [v], upstream=weights)
    assert evaluate(g["v"], v=[1.0, 2.0, 3.0], weights=[1.0, 0.0, -1.0])[g["v"]].tolist() == [2.0, 0.0, -6.0]


def test_bad_questions_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"gradients start from a single number, but w is 3; take its sum or mean first, or give upstream="):
        gradients((v * 2).named("w"))
    with pytest.raises(ShapeError, match="upstream is a single number, the target 3; they must be alike"):
        gradients(v * 2, upstream=pages.constant(value=1.0))
    with pytest.raises(MissingValueError, match=r"there is nothing named 'w' to differentiate by; there are: x"):
        gradients(x * 2, ["w"])
    with pytest.raises(KeyError, match="'w' names none of the variables: x; the gradient for anything else is 0"):
        gradients(x * 2)["w"]
    twin = pages.variable(shape=(), name="x")
    with pytest.raises(KeyError, match="'x' names 2 of the variables"):
        gradients(x * twin)["x"]
    with pytest.raises(MissingValueError, match="2 nodes are named 'x'; say by which to differentiate by giving the node itself"):
        gradients(x * twin, ["x"])
    with pytest.raises(SettingError, match="wrt is 3; expected a node, or a name"):
        gradients(x * 2, [3])
    with pytest.raises(SettingError, match="upstream is array"):
        gradients(v * 2, upstream=np.ones(3))


def test_one_variable_may_be_asked_for_without_a_list_and_twice_is_once() -> None:
    rate = pages.variable(shape=(), name="rate")
    target = rate * rate * x
    for wrt in ("rate", rate, ["rate", rate, "rate"]):
        g = gradients(target, wrt)
        assert list(g) == [rate]
        assert number(g["rate"], rate=3.0, x=2.0) == 12.0


def test_nothing_is_computed_for_what_nobody_asked() -> None:
    heavy = M @ M.T
    g = gradients(pages.sum(heavy * x), ["x"])
    assert set(g.paths) <= {x, *(node for node in g.paths if x in ancestors([node]))}
    assert M not in g.totals


def test_no_gradient_node_is_made_where_a_sum_only_passes_it_on() -> None:
    d, e = (a + b).named("d"), c * 2
    g = gradients(d + e)
    assert g["a"] is g["b"] is g.totals[d] is g.totals[e]


@some
@given(drawn=graphs(most=12))
def test_random_graphs_pass_the_check(drawn: Drawn) -> None:
    target = sum((pages.sum(pages.tanh(output)) for output in drawn.outputs), pages.constant(value=0.0))
    check = check_gradients(target, drawn.given)
    assert not [row for row in check.rows if row.verdict in {"differs", "not finite"}], str(check)
