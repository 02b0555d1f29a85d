"""Promises of `simplify`: the same values, less to read."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.graph import Node, Op, ancestors, is_constant, pages
from glassgrad.readers import evaluate, gradients, simplify, simplify_all

from .graphs import COMPUTING, Drawn, few, graphs, of_a_page, some


def scalar(name: str) -> Node:
    return pages.variable(shape=(), name=name)


a, b, x, y, z = map(scalar, "abxyz")
v = pages.variable(shape=(3,), name="v")
M = pages.variable(shape=(2, 3), name="M")
difference = a - y


def says(node: Node) -> str:
    """The graph in one line, with names and numbers for leaves."""
    if is_constant(node) and not node.name:
        return str(node.settings["value"])
    if not node.inputs:
        return node.name
    settings = {key: value for key, value in node.settings.items() if value != node.op.defaults[key]}
    inside = [one.name or says(one) for one in node.inputs] + [f"{key}={value}" for key, value in settings.items()]
    return f"{node.op.sign or node.op.name}({', '.join(inside)})"


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (1 * 0.5 * 2 * difference, "-(a, y)"),
        (0.5 * (2 * (a * b)), "*(a, b)"),
        (x * 1, "x"),
        (0 + x, "x"),
        (x - 0, "x"),
        (x / 1, "x"),
        (x**1, "x"),
        (0 * x, "0.0"),
        (x * 0 + y, "y"),
        (pages.negate(-x), "x"),
        (x + 1 + 2, "+(x, 3.0)"),
        (1 + (x + 2), "+(x, 3.0)"),
        ((x + 1) + (y + 3), "+(+(x, y), 4.0)"),
        (2 * x * 3 * y, "*(*(6.0, x), y)"),
        ((2 * x) * (y * 3), "*(6.0, *(x, y))"),
        (x - 1 - 2, "-(x, 3.0)"),
        (x + 3 - 1, "+(x, 2.0)"),
        (x - 2 + 2, "x"),
        ((2 * x) / 4, "*(0.5, x)"),
        (pages.maximum(1, pages.maximum(x, 3)), "maximum(x, 3.0)"),
        (pages.exp(pages.constant(value=0.0)) * x, "x"),
        (x + (-y), "-(x, y)"),
        ((-x) + y, "-(y, x)"),
        (x - (-y), "+(x, y)"),
        (x + -2.0 * y, "-(x, *(2.0, y))"),
        (x + -2.0, "-(x, 2.0)"),
        (0 - x, "-x(x)"),
        (-(x - y), "-(y, x)"),
        ((-x) * (-y), "*(x, y)"),
        ((-x) * y, "-x(*(x, y))"),
        ((-x) / (-y), "/(x, y)"),
        (x / -1, "-x(x)"),
        (-1 * x, "-x(x)"),
        (-(2 * x), "*(-2.0, x)"),
        (x + x, "*(2.0, x)"),
        (3 * x - x, "*(2.0, x)"),
        (x - x, "0.0"),
        (x * y + y * x, "*(2.0, *(x, y))"),
        (pages.reshape(M, shape=(2, 3)), "M"),
        (pages.broadcast(M, shape=(2, 3)), "M"),
        (pages.transpose(v), "v"),
        (M.T.T, "M"),
        (pages.flip(pages.flip(M, axis=0), axis=0), "M"),
        (pages.reshape(pages.reshape(M, shape=(6,)), shape=(3, 2)), "reshape(M, shape=(3, 2))"),
        (pages.broadcast(pages.reshape(v, shape=(1, 3)), shape=(2, 3)), "broadcast(v, shape=(2, 3))"),
        (pages.broadcast(v, shape=(2, 3)) * M, "*(v, M)"),
        (pages.broadcast(pages.constant(value=0.0), shape=(2, 3)) + M, "M"),
        (pages.constant(value=np.ones((2, 3))) * v, "broadcast(v, shape=(2, 3))"),
        (0 * M, "broadcast(0.0, shape=(2, 3))"),
        (pages.sum(pages.broadcast(pages.constant(value=0.5), shape=(2, 3))) * x, "*(3.0, x)"),
        (pages.constant(value=[1.0, 2.0]) * 2, "[2. 4.]"),
    ],
    ids=lambda one: says(one) if isinstance(one, Node) else one,
)
def test_less_to_read(long: Node, short: str) -> None:
    assert says(simplify(long)) == short


@pytest.mark.parametrize(
    "node", [x * 2, x + y, 1 / x, x**2, 2 - x, pages.log(pages.constant(value=0.0)) * x, pages.constant(value=1e307) * (1e308 * x)], ids=says
)
def test_what_is_simple_stays_the_very_same_node(node: Node) -> None:
    assert simplify(node) is node


def test_the_gradient_of_half_a_square_reads_as_a_difference() -> None:
    loss = 0.5 * (a - y) * (a - y)
    assert says(simplify(gradients(loss)["a"])) == "-(a, y)"
    assert says(simplify(gradients(0.5 * (a - y) ** 2)["a"])) == "-(a, y)"


@pytest.mark.parametrize("node", [(x * 1e-200) * 1e-200, (1e-200 * x) / 1e200, 1e-160 * (1e-160 * x)], ids=says)
def test_numbers_that_would_underflow_are_not_put_together(node: Node) -> None:
    simple = simplify(node)
    assert evaluate(simple, x=1e300)[simple] == evaluate(node, x=1e300)[node] != 0


def test_a_named_node_is_quoted_and_not_looked_into() -> None:
    doubled = (2 * x).named("d")
    assert says(simplify(3 * doubled)) == "*(3.0, d)"
    assert says(simplify(-((-x).named("minus")))) == "-x(minus)"


def test_a_number_with_a_name_stays_a_letter() -> None:
    rate = pages.constant(value=1.0, name="α")
    assert says(simplify(x - rate * y)) == "-(x, *(α, y))"


def test_a_named_node_is_made_simpler_under_its_name() -> None:
    loss = (1 * difference * 1).named("loss")
    simple = simplify(loss)
    assert simple.name == "loss"
    assert says(simple) == "-(a, y)"


def test_a_name_for_what_is_only_a_leaf_or_another_quantity_is_that() -> None:
    assert simplify((1 * x).named("alias")) is x
    d = (a + b).named("d")
    assert simplify((d * 1).named("e")) is d
    assert says(simplify(pages.exp((pages.constant(value=2.0) * 3).named("n")))) == "exp(n)"


def test_what_is_computed_twice_is_shared_and_takes_the_name_of_either() -> None:
    twice = pages.exp((a + b) * 2) + pages.sin((a + b) * 2)
    assert len(ancestors([simplify(twice)])) == len(ancestors([twice])) - 3
    before = (a + b) * y
    d = (a + b).named("d")
    simple = simplify_all([before, d])
    assert simple[before].inputs[0] is simple[d]
    assert simple[d].name == "d"


def test_two_names_for_one_computation_are_both_kept() -> None:
    d, e = (a + b).named("d"), (a + b).named("e")
    assert says(simplify(d * e)) == "*(d, e)"


def test_variables_of_one_name_are_still_two() -> None:
    twin = scalar("x")
    assert says(simplify(x - twin)) == "-(x, x)"


def test_nodes_that_are_kept_are_quoted_as_if_they_had_a_name() -> None:
    inner = 2 * x
    simple = simplify_all([3 * inner, inner], keep=[inner])
    assert all(says(simple[old]) == words for old, words in zip(simple, (says(old) for old in simple), strict=True))
    assert says(simplify(3 * inner)) == "*(6.0, x)"


def test_every_old_node_is_told_what_became_of_it() -> None:
    one, two = 1 * x, 0.5 * (2 * y)
    simple = simplify_all([one + two])
    assert simple[one] is x
    assert simple[two] is y


def test_exact_leaves_out_what_could_change_a_bit() -> None:
    for node in (0 * x, x + 0, 0.5 * (2 * x), -(x - y), x + x, pages.exp(pages.constant(value=0.0))):
        assert simplify(node, exact=True) is node
    for node in (1 * x, x / 1, x - 0.0, pages.negate(-x), pages.reshape(x, shape=()), x + pages.constant(value=-0.0)):
        assert simplify(node, exact=True) is x


def close(drawn: Drawn, *, exact: bool) -> None:
    simple = simplify_all(drawn.outputs, exact=exact)
    before = evaluate(simple.keys(), drawn.given)
    after = evaluate(simple.values(), drawn.given)
    for old, new in simple.items():
        assert new.shape == old.shape
        if exact:
            assert after[new].tobytes() == before[old].tobytes()
        else:
            scale = max((float(np.max(np.abs(before[one]), initial=0.0)) for one in ancestors([old])), default=0.0)
            np.testing.assert_allclose(after[new], before[old], rtol=1e-12, atol=1e-12 * scale)


@pytest.mark.parametrize("exact", [False, True], ids=["as mathematics", "bit for bit"])
@some
@given(drawn=graphs())
def test_values_are_preserved_on_random_graphs(*, exact: bool, drawn: Drawn) -> None:
    close(drawn, exact=exact)


@pytest.mark.parametrize("page", COMPUTING, ids=lambda page: page.name)
@few
@given(data=st.data())
def test_values_and_gradients_of_every_page_are_preserved(page: Op, data: st.DataObject) -> None:
    for case in page.domain.cases:
        drawn = data.draw(of_a_page(page, case))
        close(drawn, exact=False)
        close(drawn, exact=True)


@pytest.mark.parametrize("exact", [False, True], ids=["as mathematics", "bit for bit"])
@some
@given(drawn=graphs())
def test_simplifying_twice_is_simplifying_once(*, exact: bool, drawn: Drawn) -> None:
    simple = simplify_all(drawn.outputs, exact=exact)
    again = simplify_all(simple.values(), exact=exact)
    assert all(again[node] is node for node in simple.values())


@some
@given(drawn=graphs())
def test_names_that_stay_keep_their_value(drawn: Drawn) -> None:
    simple = simplify_all(drawn.outputs)
    named = {node.name: node for node in simple if node.name}
    values, simpler = evaluate(simple.keys(), drawn.given), evaluate(simple.values(), drawn.given)
    for node in ancestors(simple.values()):
        if node.name:
            np.testing.assert_allclose(simpler[node], values[named[node.name]], rtol=1e-9, atol=1e-9)


def test_a_long_chain_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        node = x
        for i in range(count):
            node = pages.sin(node) * 2.0 + 1.0 if i % 2 else -(node * 3.0)
        start = time.process_time()
        simplify(node)
        return time.process_time() - start

    seconds(100)
    assert seconds(10_000) < 40 * seconds(1_000)
