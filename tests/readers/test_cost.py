"""Promises of `cost`."""

import pytest

from glassgrad.graph import Cost, Kind, ancestors, pages
from glassgrad.readers import cost, gradients

W = pages.variable(shape=(30, 20), name="W")
x = pages.variable(shape=(50, 20), name="x")
h = x @ W.T
loss = pages.sum(pages.tanh(h), name="loss")


def test_operations_are_those_of_the_pages() -> None:
    report = cost(loss)
    by_page = pages.tanh.cost((h.shape,), h.shape) + 2 * 50 * 30 * 20 + 50 * 30
    assert report.forward.operations == by_page


def test_bytes_are_entries_read_and_written_times_the_item_size() -> None:
    forward = cost(pages.sum(x), itemsize=4).forward
    assert forward.bytes == 4 * (50 * 20 + 1)
    assert cost(loss, itemsize=4).forward.bytes * 2 == cost(loss).forward.bytes


def test_backward_is_what_the_gradients_need_beyond_the_forward_pass() -> None:
    report = cost(loss)
    forward = set(ancestors([loss]))
    assert {row.node for row in report.rows if not row.backward} == forward
    assert all(row.node not in forward for row in report.rows if row.backward)
    # Two matrix products back for one forward: one for each factor.
    products = [row for row in report.rows if row.node.op.kind is Kind.CONTRACTION]
    assert [row.backward for row in products] == [False, True, True]
    assert len({row.cost.operations for row in products}) == 1


def test_only_what_is_asked_for_is_counted_backward() -> None:
    assert cost(loss, wrt=["W"]).backward.operations < cost(loss).backward.operations
    assert cost(loss, wrt=[]).backward == Cost(0, 0)


def test_a_target_of_many_numbers_is_counted_too() -> None:
    assert cost(h).backward.operations == 2 * cost(h).forward.operations


def test_nodes_are_counted_without_the_leaves() -> None:
    report = cost(loss)
    assert report.nodes[0] == 4
    assert report.nodes[1] == len([node for node in ancestors(gradients(loss).values()) if node.inputs]) - 3  # x.T is not needed twice


def test_it_prints_a_small_table() -> None:
    text = str(cost(loss))
    assert text.splitlines()[0].split() == ["nodes", "operations", "bytes"]
    assert [line.split()[0] for line in text.splitlines()[1:4]] == ["forward", "backward", "together"]
    assert "matmul" in text
    long = x
    for _ in range(100):
        long = pages.sin(long)
    assert len(str(cost(long)).splitlines()) < 25
    assert "and 288 more" in str(cost(long))


@pytest.mark.parametrize("itemsize", [4, 8])
def test_a_graph_of_leaves_costs_nothing(itemsize: int) -> None:
    assert cost(pages.variable(shape=()), itemsize=itemsize).forward == Cost(0, 0)
    assert "0" in str(cost(pages.variable(shape=())))
