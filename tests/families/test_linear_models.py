"""Linear regression and linear support vector machines: sums worked out by hand, and the rows that decided the weights."""

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.explain import Story
from glassgrad.families.family import Lot, Situation
from glassgrad.families.margins import sums_of, support_vectors
from glassgrad.families.pages.linear_regression import linear_regression
from glassgrad.families.pages.linear_svm import linear_svm
from glassgrad.families.pages.logistic_regression import logistic_regression

NAMES = ("red", "green", "blue")


def numbers(unit=1.0, middle=0.0, rows=60):
    generator = np.random.default_rng(3)
    inputs = generator.normal(size=(rows, 3))
    targets = middle + unit * (inputs @ [2.0, -1.0, 0.5] + 0.3 * generator.normal(size=rows))
    return Lot(inputs, targets, np.arange(rows)), Situation(task=Task.REGRESSION, features=("a", "b", "c"), rows=rows)


def classes(kind, rows=90):
    generator = np.random.default_rng(4)
    targets = np.arange(rows) % kind
    angle = 2 * np.pi * targets / kind
    inputs = 2 * np.column_stack([np.cos(angle), np.sin(angle)]) + 0.6 * generator.normal(size=(rows, 2))
    task = Task.TWO_CLASSES if kind == 2 else Task.MANY_CLASSES
    return Lot(inputs, targets, np.arange(rows)), Situation(task=task, features=("a", "b"), classes=NAMES[:kind], rows=rows)


def test_a_line_through_points_on_a_line_is_found_and_its_parts_are_slope_times_value_and_height():
    lot = Lot(np.array([[-1.0], [0.0], [1.0], [2.0]]), np.array([-1.0, 1.0, 3.0, 5.0]), np.arange(4))
    learned = linear_regression.learn(lot, Situation(task=Task.REGRESSION, features=("x",), rows=4))
    told = linear_regression.explain(learned, 3, lot)
    np.testing.assert_allclose([part.value[0] for part in told.parts], [4.0, 1.0], atol=1e-12)
    assert told.answer == pytest.approx(5.0, abs=1e-12)


def test_a_score_of_two_classes_is_named_after_the_one_it_speaks_for():
    learned = linear_svm.learn(*classes(2))
    for place in range(10):
        told = linear_svm.explain(learned, place, learned.lot)
        assert told.outputs == ("green",)
        assert (told.answer == "green") == (told.output[0] > 0)


@pytest.mark.parametrize("kind", [2, 3])
def test_learning_from_the_support_vectors_alone_gives_the_same_machine(kind):
    lot, situation = classes(kind)
    learned = linear_svm.learn(lot, situation)
    assert len(sums_of(learned.model).biases) == (1 if kind == 2 else kind)
    inside = support_vectors(learned)
    assert 0 < inside.sum() < len(inside)
    again = linear_svm.learn(Lot(lot.inputs[inside], lot.targets[inside], lot.places[inside]), situation)
    np.testing.assert_allclose(again.model.coef_, learned.model.coef_, atol=1e-6)
    np.testing.assert_allclose(again.model.intercept_, learned.model.intercept_, atol=1e-6)


def test_rows_that_a_number_hits_within_what_is_tolerated_have_no_say():
    learned = linear_svm.learn(*numbers())
    missed = np.abs(learned.model.predict(learned.lot.inputs) - learned.lot.targets)
    np.testing.assert_array_equal(support_vectors(learned), missed > 0.1 * learned.lot.targets.std())
    gradient = _pull(learned)
    np.testing.assert_allclose(gradient, 0, atol=1e-5)


def _pull(learned):
    """Half the slope of ½·‖w‖² + Σ max(0, |error| − 0.1)² along the weights and the bias, in scaled units; 0 where it is least."""
    lot, machine = learned.lot, learned.model.regressor
    scaled = (lot.targets - lot.targets.mean()) / lot.targets.std()
    errors = lot.inputs @ machine.coef_ + machine.intercept_[0] - scaled
    beyond = np.sign(errors) * np.maximum(0, np.abs(errors) - 0.1)
    return np.array([*(machine.coef_ / 2 + beyond @ lot.inputs), machine.intercept_[0] / 2 + beyond.sum()])


@pytest.mark.parametrize("family", [linear_regression, linear_svm], ids=lambda one: one.name)
def test_other_units_of_the_target_give_the_same_predictions_in_those_units(family):
    plain, other = family.learn(*numbers()), family.learn(*numbers(unit=1_000.0, middle=5e6))
    inputs = plain.lot.inputs
    np.testing.assert_allclose((other.model.predict(inputs) - 5e6) / 1_000, plain.model.predict(inputs), atol=1e-6)


def test_what_a_linear_machine_keeps_does_not_grow_with_the_rows():
    few, many = (linear_svm.learn(*classes(3, rows)) for rows in (90, 180))
    assert linear_svm.stores(few.model) == linear_svm.stores(many.model)


def table_rows(table):
    """The lines of a table as texts."""
    return [["".join(part if isinstance(part, str) else part.text for part in cell) for cell in row] for row in table.rows]


def read(text):
    return float(text.removeprefix("≈ ").replace("−", "-"))


@pytest.mark.parametrize(("family", "kind"), [(linear_regression, 0), (linear_svm, 0), (linear_svm, 2), (logistic_regression, 2)])
def test_every_value_stands_beside_its_weight_and_their_product(family, kind):
    learned = family.learn(*(classes(kind) if kind else numbers()))
    told = family.explain(learned, 3, learned.lot)
    table, (weights,) = told.blocks[1], sums_of(learned.model).weights
    assert [one[0] for one in table.header] == ["input", "value", "weight", "product"]
    lines = table_rows(table)
    for place, (name, value, weight, product) in enumerate(lines[: len(weights)]):
        assert name == learned.situation.features[place]
        assert read(value) == pytest.approx(learned.lot.inputs[3, place], rel=5e-3)
        assert read(weight) == pytest.approx(weights[place], rel=5e-3)
        assert read(product) == pytest.approx(weights[place] * learned.lot.inputs[3, place], rel=5e-4)
    assert read(lines[-1][-1]) == pytest.approx(told.output[0], rel=5e-4)
    assert "× weight" not in str(Story(("",), told.blocks))


@pytest.mark.parametrize("family", [linear_svm, logistic_regression])
def test_of_several_classes_products_and_weights_have_a_table_each(family):
    learned = family.learn(*classes(3))
    told = family.explain(learned, 3, learned.lot)
    products, weights = told.blocks[1:3]
    assert [one[0] for one in products.header] == ["input", "value", *NAMES]
    assert [one[0] for one in weights.header] == ["input", *NAMES]
    for place, (line, by) in enumerate(zip(table_rows(products), table_rows(weights), strict=False)):
        np.testing.assert_allclose([read(one) for one in by[1:]], sums_of(learned.model).weights[:, place], rtol=5e-3)
        np.testing.assert_allclose([read(one) for one in line[2:]], told.parts[place].value, rtol=5e-4)
