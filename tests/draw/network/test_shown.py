"""What of a large network is shown: as much as can be read, and the part that matters."""

from dataclasses import replace

import numpy as np
import pytest

from glassgrad.draw.network import AnswerLook, LayerLook, NetworkLook, chosen, stages
from glassgrad.draw.network.shown import columns_of
from tests.draw.network.looks import SIZES, bare, with_row, with_weights


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("look", [bare, with_weights, with_row])
def test_every_unit_is_shown_or_counted_and_every_layer_has_its_place(sizes, look):
    made = look(sizes)
    columns = columns_of(made)
    assert [number for column in columns for number in range(column.first, column.last + 1)] == list(range(len(sizes)))
    for column in columns:
        if not column.folded:
            assert len(column.units) + column.more == sizes[column.first]
            assert list(column.units) == sorted(set(column.units))
            assert column.slots <= 16


def test_of_a_wide_layer_those_are_shown_that_send_on_most():
    look = with_weights((50, 40, 3))
    inputs, hidden, outputs = chosen(look)
    sent = np.abs(look.layers[0].weights).sum(axis=1)
    assert sorted(sent)[-len(inputs)] == min(sent[list(inputs)])
    assert sum(one > min(np.abs(look.layers[1].weights).sum(axis=1)[list(hidden)]) for one in np.abs(look.layers[1].weights).sum(axis=1)) == len(hidden) - 1
    assert outputs == (0, 1, 2)


def test_with_a_row_what_a_unit_hands_on_counts_as_well():
    look = with_row((50, 40, 3))
    silent = look.row.inputs.copy()
    silent[10:] = 0
    assert set(chosen(replace(look, row=replace(look.row, inputs=silent)))[0]) < set(range(10))


def test_without_weights_the_first_and_the_last_are_shown_and_the_gap_is_between_them():
    look = bare((100, 2))
    column = columns_of(look)[0]
    assert column.units == (0, 1, 2, 3, 4, 95, 96, 97, 98, 99)
    assert (column.more, column.gap) == (90, 5)
    assert [column.slot(place) for place in range(10)] == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]


def test_of_many_classes_the_most_probable_and_the_true_one_are_shown():
    chances = np.linspace(1, 2, 100)
    chances[17] = 50
    look = with_row((5, 4, 100))
    answer = AnswerLook(names=look.answer.names, by="softmax", values=chances / chances.sum(), truth=3.0)
    shown = chosen(replace(look, answer=answer))[-1]
    assert {3, 17, 99, 98} <= set(shown)


def test_only_the_middle_of_a_deep_network_is_one_box():
    assert stages(bare((2, *[3] * 6, 1))) == tuple((number,) for number in range(8))
    deep = stages(bare((2, *[3] * 19, 1)))
    assert deep[:4] == ((0,), (1,), (2,), (3,))
    assert deep[4] == tuple(range(4, 18))
    assert deep[5:] == ((18,), (19,), (20,))


def test_units_that_are_asked_for_are_shown():
    look = NetworkLook(inputs=100, layers=(LayerLook(units=1),), title="n", shown=((5, 50, 55), (0,)))
    assert columns_of(look)[0].units == (5, 50, 55)
    assert columns_of(look)[0].more == 97
