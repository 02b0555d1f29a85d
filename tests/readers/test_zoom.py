"""Promises of `zoom`: one entry of anything, written out in single numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.graph import Kind, MissingValueError, Node, Op, ShapeError, ancestors, is_constant, pages
from glassgrad.readers import Zoomed, evaluate, gradients, simplify, zoom

from .graphs import COMPUTING, Drawn, few, graphs, of_a_page, some

W = pages.variable(shape=(3, 2), name="W")
b = pages.variable(shape=(3,), name="b")
x = pages.variable(shape=(4, 2), name="x")


def names(zoomed: Zoomed) -> list[str]:
    return [leaf.name for leaf in zoomed.leaves]


def says(node: Node) -> str:
    if is_constant(node):
        return f"{node.settings['value']:g}"
    return f"({f' {node.op.sign or node.op.name} '.join(map(says, node.inputs))})" if node.inputs else node.name


def test_a_neuron_is_its_weighted_sum_and_its_bias() -> None:
    z = x @ W.T + b
    assert says(zoom(z, (3, 1)).node) == "(((x[3,0] * W[1,0]) + (x[3,1] * W[1,1])) + b[1])"


def test_the_leaves_say_which_entry_of_what_they_are() -> None:
    zoomed = zoom(x @ W.T, (3, 1))
    assert list(zoomed.leaves.values()) == [(x, (3, 0)), (W, (1, 0)), (x, (3, 1)), (W, (1, 1))]
    assert all(leaf.shape == () and leaf.op.kind is Kind.LEAF for leaf in zoomed.leaves)


def test_it_stops_where_it_is_told_but_never_at_the_node_itself() -> None:
    z = (x @ W.T + b).named("z")
    a = pages.relu(z, name="a")
    assert says(zoom(a, (0, 2), stop=lambda node: bool(node.name)).node) == "(z[0,2])"
    assert names(zoom(z, (0, 2), stop=lambda node: bool(node.name))) == ["x[0,0]", "W[2,0]", "x[0,1]", "W[2,1]", "b[2]"]


def test_one_entry_is_one_node_however_often_it_is_used() -> None:
    zoomed = zoom(pages.sum(x * x), ())
    assert len(zoomed.leaves) == 8
    assert len(ancestors([zoomed.node])) == 8 + 8 + 7


def test_a_single_number_keeps_its_name_and_stays_itself() -> None:
    rate = pages.variable(shape=(), name="rate")
    zoomed = zoom(rate * b, (1,))
    assert names(zoomed) == ["rate", "b[1]"]
    assert rate in zoomed.leaves
    loss = pages.sum(b).named("loss")
    assert names(zoom(2 * loss, (), stop=lambda node: node is loss)) == ["loss"]


def test_entries_of_named_nodes_on_the_way_are_named() -> None:
    z = (x @ W.T + b).named("z")
    assert [node.name for node in ancestors([zoom(pages.exp(z), (1, 0)).node]) if node.inputs and node.name] == ["z[1,0]"]


def test_a_leaf_without_a_name_is_told_apart_all_the_same() -> None:
    one, two = pages.variable(shape=(2,)), pages.variable(shape=(2,))
    assert len(set(names(zoom(one + two, (1,))))) == 2


def test_constants_become_single_constants() -> None:
    assert says(zoom(b * [10.0, 20.0, 30.0], (2,)).node) == "(b[2] * 30)"


def test_a_zero_that_was_put_there_is_a_zero() -> None:
    placed = pages.place(b, key="1:4", shape=(5,))
    assert [says(zoom(placed, (i,)).node) for i in range(5)] == ["0", "b[0]", "b[1]", "b[2]", "0"]


def test_rows_that_are_added_at_one_place_become_a_sum() -> None:
    where = pages.variable(shape=(3,), name="where")
    added = pages.scatter_add(b, where, length=2)
    given = {where: [1.0, 0.0, 1.0]}
    assert [says(zoom(added, (i,), values=given).node) for i in range(2)] == ["b[1]", "(b[0] + b[2])"]


def test_looking_up_needs_the_whole_numbers() -> None:
    where = pages.variable(shape=(), name="where")
    chosen = pages.gather(b, where)
    assert says(zoom(chosen, (), values={where: np.float64(2)}).node) == "b[2]"
    with pytest.raises(MissingValueError, match=r"where says which entries are meant.*give values=evaluate"):
        zoom(chosen, ())
    assert says(zoom(pages.gather(b, 1), ()).node) == "b[1]"


@pytest.mark.parametrize("entry", [(), (0,), (4, 0), (0, -1), (0, 0, 0)])
def test_an_entry_that_is_not_there_is_refused(entry: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match=r"x \(4×2\) has no entry .*the last entry is \[3,1\]"):
        zoom(x, entry)


def test_a_row_of_thousands_is_written_out_without_recursion() -> None:
    long, wide = pages.variable(shape=(2, 5000), name="V"), pages.variable(shape=(5000,), name="u")
    zoomed = zoom(long @ wide, (1,))
    values = evaluate(zoomed.node, dict.fromkeys(zoomed.leaves, 0.5))
    assert len(zoomed.leaves) == 10_000
    assert values[zoomed.node] == 1250.0


def test_a_chain_of_thirty_thousand_nodes_is_written_out_without_recursion() -> None:
    node = b
    for _ in range(30_000):
        node = -node
    zoomed = zoom(node, (0,))
    assert evaluate(zoomed.node, {"b[0]": 3.0})[zoomed.node] == 3.0


def agrees(drawn: Drawn) -> None:
    values = evaluate(drawn.outputs, drawn.given)
    for output in drawn.outputs:
        for entry in np.ndindex(*output.shape):
            zoomed = zoom(output, entry, values=values)
            assert all(node.shape == () for node in ancestors([zoomed.node]))
            again = evaluate(zoomed.node, zoomed.given(values))[zoomed.node]
            np.testing.assert_allclose(again, values[output][entry], rtol=1e-12, atol=1e-12)


@some
@given(drawn=graphs(most=12))
def test_every_entry_of_a_random_graph_has_its_value(drawn: Drawn) -> None:
    agrees(drawn)


@pytest.mark.parametrize("page", COMPUTING, ids=lambda page: page.name)
@few
@given(data=st.data())
def test_every_entry_of_every_page_and_of_its_gradients_has_its_value(page: Op, data: st.DataObject) -> None:
    for case in page.domain.cases:
        agrees(data.draw(of_a_page(page, case)))


def test_the_gradient_of_a_weight_reads_as_by_hand() -> None:
    z = (x @ W.T).named("z")
    upstream = pages.variable(shape=(4, 3), name="u")
    gradient = gradients(z, [W], upstream=upstream)[W]
    one = zoom(gradient, (2, 1))
    assert says(simplify(one.node)) == "((((x[0,1] * u[0,2]) + (x[1,1] * u[1,2])) + (x[2,1] * u[2,2])) + (x[3,1] * u[3,2]))"
