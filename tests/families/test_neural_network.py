"""Our neural network's answer, told from the inputs to the outputs with the run's own numbers."""

from dataclasses import replace

import numpy as np
import pytest

from glassgrad.explain import Story
from glassgrad.explain.blocks import Table
from glassgrad.families.forward_pass import came_about
from glassgrad.families.pages import neural_network as page
from tests.families.made_rows import FEATURES, rows

network = page.neural_network


def learnt(kind, hidden):
    lot, situation = rows(kind)
    model = network.make(replace(situation, hidden=hidden)).set_params(epochs=3)
    model.fit(lot.inputs, lot.targets)
    return page.Learned(network, model, lot, replace(situation, hidden=hidden))


def read(cell):
    return float(cell[0].text.removeprefix("≈ ").replace("−", "-"))


def tables(told):
    return [one for one in told.blocks if isinstance(one, Table)]


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_the_unit_that_matters_most_comes_out_of_the_inputs_by_the_runs_own_numbers(kind):
    learned = learnt(kind, (5,))
    told, model = network.explain(learned, 4, learned.lot), learned.model
    scale = model.run_.plan.preparation
    scaled = [(learned.lot.inputs[4, place] - one.mean) / one.deviation for place, one in enumerate(scale.inputs)]
    sums = scaled @ model.coefs_[0] + model.intercepts_[0]
    chosen = told.outputs.index(told.answer) if kind == 3 else 0
    unit = int(np.abs(np.maximum(sums, 0) * model.coefs_[1][:, chosen]).argmax())
    *inputs, bias, total, activation = tables(told)[-1].rows
    assert [row[0][0] for row in inputs] == list(FEATURES)
    for place, (_, value, weight, product) in enumerate(inputs):
        weights = model.coefs_[0][place, unit]
        assert [read(value), read(weight), read(product)] == pytest.approx([scaled[place], weights, scaled[place] * weights], rel=5e-3)
    assert [read(row[-1]) for row in (bias, total, activation)] == pytest.approx([model.intercepts_[0][unit], sums[unit], max(sums[unit], 0)], rel=1e-3)
    assert activation[0] == ("activation, relu",)
    assert f"most is hidden unit {unit}." in " ".join(str(Story(("",), told.blocks)).split())


def test_of_a_deeper_network_one_unit_of_each_layer_is_told_and_each_leads_to_the_one_before():
    learned = learnt(2, (4, 3))
    place = next(place for place in range(80) if len(tables(network.explain(learned, place, learned.lot))) == 3)
    told = network.explain(learned, place, learned.lot)
    last, second, first = tables(told)
    assert [one.header[0] for one in (last, second, first)] == [("hidden unit",), ("hidden unit",), ("input",)]
    text = " ".join(str(Story(("",), told.blocks)).split())
    for after, before, layer in ((last, second, 2), (second, first, 1)):
        units = [row for row in after.rows if row[0][0].startswith("hidden unit")]
        strongest = max(units, key=lambda row: abs(read(row[-1])))
        assert f"most is {strongest[0][0]}." in text
        assert strongest[0][0].endswith(f"of layer {layer}")
        assert read(before.rows[-1][-1]) == pytest.approx(read(strongest[1]), rel=5e-3)
        assert sum(read(row[-1]) for row in before.rows[:-2]) == pytest.approx(read(before.rows[-2][-1]), abs=5e-3)


def test_every_table_of_the_forward_pass_adds_up_to_the_last_digit():
    learned = learnt(3, (6, 4))
    for place in range(10):
        row = learned.lot.inputs[place]
        looks, prepared = page._looks(learned.model, row)
        for layer, look in enumerate(looks):
            factors = page._factors(learned, row, looks, prepared, layer)
            added = np.sum([one.product for one in factors], axis=0) + look.bias
            np.testing.assert_allclose(added, look.sums, rtol=1e-9, atol=1e-9)


def test_where_all_units_are_silent_none_is_told():
    learned = learnt(2, (3,))
    row = learned.lot.inputs[0]
    looks, prepared = page._looks(learned.model, row)
    silent = (replace(looks[0], outputs=np.zeros(3)), looks[1])
    factors = [page._factors(learned, row, silent, prepared, layer) for layer in range(2)]
    assert list(came_about(silent, factors, 0, ("green",))) == []


def test_a_network_without_hidden_layer_is_told_like_a_weighted_sum():
    learned = learnt(2, ())
    told = network.explain(learned, 0, learned.lot)
    (table,) = tables(told)
    assert [one[0] for one in table.header] == ["input", "value", "weight", "product"]
    assert read(table.rows[-1][-1]) == pytest.approx(told.output[0], rel=1e-3)
