"""Explanations in the table's own units: thresholds, values and means as the table has them, words as words, gaps as gaps."""

from functools import cache

import numpy as np
import pytest

from glassgrad.data import Task, default_target, learn_preparation, read_table
from glassgrad.families.comparing import compare
from glassgrad.families.family import Situation
from glassgrad.families.own_units import OwnUnit, units_of
from glassgrad.families.scikit_trees import scikit_tree
from glassgrad.families.tree_words import asked
from glassgrad.families.trees import Tree, path
from tests.families import shipped

SIZES = ("S", "M", "L")


@cache
def mixed():
    """Words, yes or no, numbers with gaps and a column that does not vary; the target follows from three of them."""
    generator = np.random.default_rng(2)
    size, loud = generator.integers(3, size=80), generator.integers(2, size=80)
    temp = np.round(20 + 5 * generator.normal(size=80), 1)
    gone = generator.random(80) < 0.2
    table = {
        "size": [SIZES[one] for one in size],
        "temp": [None if gap else float(one) for one, gap in zip(temp, gone, strict=True)],
        "loud": [bool(one) for one in loud],
        "same": [7.5] * 80,
        "y": [("b", "a")[int(one)] for one in (size == 0) + gone + loud > 1],
    }
    return read_table(table)


@cache
def learnt():
    return compare(mixed(), target="y", families=("decision_tree", "gaussian_naive_bayes", "logistic_regression"), folds=2, jobs=1)


def told(seen, name, row):
    return " ".join(str(seen.explain(row, families=name)).split())


def test_every_prepared_input_is_read_back_as_the_table_has_it():
    table = mixed()
    preparation = learn_preparation(table, target="y", task=Task.TWO_CLASSES, rows=np.arange(80))
    units = {one.name: one for one in units_of(preparation)}
    assert [one.place for one in units.values()] == list(range(len(preparation.features)))
    assert list(units) == ["size is L", "size is M", "size is S", "temp", "temp is missing", "loud is true", "same (counted as 0)"]
    for row, prepared in enumerate(preparation.apply(table).values):
        assert units["size is M"].here(prepared) == table["size"].values[row]
        assert units["size is M"].said(prepared) == ("yes" if table["size"].values[row] == "M" else "no")
        assert units["loud is true"].here(prepared) == table["loud"].words[int(table["loud"].values[row])]
        gap = bool(table["temp"].absent[row])
        assert units["temp is missing"].here(prepared) == ("nothing" if gap else "a value")
        assert units["temp"].said(prepared).endswith(" (filled in)") == gap
        assert gap or units["temp"].value(prepared[3]) == table["temp"].values[row]


@pytest.mark.parametrize(("mean", "deviation"), [(1e6, 1.0), (-3.1, 1e-7), (0.0, 1e300), (1e308, 1e307), (5e-324, 5e-324)])
def test_numbers_of_any_size_are_read_back_without_the_rounding_of_scaling(mean, deviation):
    unit = OwnUnit(0, "x", mean, deviation, scaled=True)
    assert unit.value(0.0) == pytest.approx(mean, rel=1e-11)
    assert unit.value(2.0) == pytest.approx(mean + 2 * deviation, rel=1e-11)


@pytest.mark.xdist_group("families on iris")
def test_the_path_through_a_tree_asks_in_the_units_of_the_table():
    fitted, held_out = shipped.learned("decision_tree", "iris")
    table, names = shipped.rows_of("iris"), fitted.situation.features
    tree = scikit_tree(fitted.model)
    for place, row in enumerate(held_out.inputs):
        for node in path(tree, row)[:-1]:
            question, here, answer = asked(tree, node, row, fitted.situation.inputs)
            name, limit = question.removesuffix("?").split(" ≤ ")
            value = table[name].values[held_out.places[place]]
            assert name == names[tree.features[node]]
            assert float(here) == value
            assert answer == ("yes" if value <= float(limit) else "no")
            assert 0 < float(limit) < 8


def test_a_tree_asks_for_words_and_gaps_as_one_says_them():
    text = told(learnt(), "decision_tree", 0)
    table = mixed()
    assert f"size is S? {table['size'].values[0]}: {'yes' if table['size'].values[0] == 'S' else 'no'}" in text
    assert "0.5" not in text.split("before any question")[1].split("at the leaf")[0].replace("0.5000", "")
    assert "=S" not in text


@pytest.mark.parametrize(("strict", "limit"), [(False, 0.5), (False, 1e-35), (True, 1.0)])
def test_a_mark_is_asked_for_yes_or_no_wherever_a_library_puts_the_threshold(strict, limit):
    tree = Tree(np.array([0, -1, -1]), np.array([limit, 0, 0]), np.array([1, 0, 0]), np.array([2, 0, 0]), np.zeros((3, 1)), strict=strict)
    unit = OwnUnit(0, "size is S", marks=((0, "S"), (1, "M")), otherwise="another word")
    assert asked(tree, 0, np.array([1.0, 0.0]), [unit]) == ("size is S?", "S", "yes")
    assert asked(tree, 0, np.array([0.0, 1.0]), [unit]) == ("size is S?", "M", "no")


def test_a_value_and_a_threshold_side_by_side_are_told_with_as_many_digits_as_they_need():
    unit = OwnUnit(0, "s3", mean=0.002, deviation=0.0476, scaled=True)
    for beside in (-0.74527657, -0.7452766, np.nextafter(-0.7452766, 0), -0.7452767):
        tree = Tree(np.array([0, -1, -1]), np.array([-0.7452766, 0, 0]), np.array([1, 0, 0]), np.array([2, 0, 0]), np.zeros((3, 1)))
        question, here, answer = asked(tree, 0, np.array([beside]), [unit])
        value, limit = (float(one.replace("−", "-")) for one in (here, question.removesuffix("?").split(" ≤ ")[1]))
        assert (value <= limit) == (answer == "yes") == (beside <= -0.7452766)


@pytest.mark.xdist_group("families on iris")
def test_the_bell_curves_have_the_means_and_spreads_of_the_tables_numbers():
    fitted, held_out = shipped.learned("gaussian_naive_bayes", "iris")
    explained = fitted.family.explain(fitted, 0, held_out)
    beside, column = explained.blocks[2], shipped.rows_of("iris")["petal length (cm)"].values
    of_class = fitted.lot.places[fitted.lot.targets == fitted.situation.classes.index(explained.answer)]
    line = next(row for row in beside.rows if row[0][0].startswith("petal length (cm): "))
    assert float(line[0][0].split(": ")[1]) == column[held_out.places[0]]
    mean, spread = map(float, line[1][0].text.split(" ± "))
    assert (mean, spread) == (pytest.approx(column[of_class].mean(), rel=5e-3), pytest.approx(column[of_class].std(), rel=5e-3))


def test_bell_curves_of_words_say_yes_and_no():
    assert "Yes counts as 1, no as 0." in told(learnt(), "gaussian_naive_bayes", 0)


def test_a_gap_that_was_filled_is_said_to_be():
    row = int(np.flatnonzero(mixed()["temp"].absent)[0])
    text = told(learnt(), "logistic_regression", row)
    assert "gaps filled in" in text
    assert text.count("(filled in)") == 1
    assert "temp is missing yes 1 " in text


def test_inputs_of_which_nothing_is_known_are_told_as_they_are():
    (unit,) = Situation(task=Task.REGRESSION, features=("x",)).inputs
    assert (unit.name, unit.said(np.array([-0.5])), unit.value(-0.5)) == ("x", "−0.5", -0.5)


@pytest.mark.parametrize("name", [pytest.param(name, marks=shipped.by_one_worker(name)) for name in shipped.NAMES])
def test_no_line_of_an_explanation_is_wider_than_a_terminal(name):
    seen = shipped.shipped(name)
    told = str(seen.explain(int(seen.problem.folds[0].held_out.places[1])))
    assert default_target(name) in told
    assert max(map(len, told.splitlines())) <= 96
