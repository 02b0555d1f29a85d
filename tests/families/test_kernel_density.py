"""Kernel densities: hills added up by hand, Bayes' rule written out, and what the pictures are made from."""

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist
from scipy.special import logsumexp

from glassgrad.data import Task
from glassgrad.families.densities import class_densities
from glassgrad.families.density_classifier import KernelDensityClassifier
from glassgrad.families.family import Lot, Situation
from glassgrad.families.pages.kernel_density import kernel_density
from glassgrad.graph import SettingError

NAMES = ("red", "green", "blue")


def lot(rows=150, features=4):
    generator = np.random.default_rng(8)
    targets = np.repeat([0, 1, 2], [rows // 2, rows // 3, rows - rows // 2 - rows // 3])
    return Lot(generator.normal(size=(rows, features)) + targets[:, np.newaxis], targets, np.arange(rows)), Situation(
        task=Task.MANY_CLASSES, features=("a", "b", "c", "d")[:features], classes=NAMES, rows=rows
    )


def test_two_hills_on_a_line_are_two_normal_densities_and_bayes_rule_makes_them_probabilities():
    inputs = np.array([[-1.0], [0.0], [3.0]])
    model = KernelDensityClassifier().fit(inputs, np.array([0, 0, 1]))
    narrow, wide = 2 ** (-1 / 5), 1.0
    first = (stats.norm.pdf(0.5, -1, narrow) + stats.norm.pdf(0.5, 0, narrow)) / 2
    second = stats.norm.pdf(0.5, 3, wide)
    row = np.array([[0.5]])
    np.testing.assert_allclose(model.log_densities(row)[0], np.log([first, second]), atol=1e-12)
    np.testing.assert_allclose(model.predict_proba(row)[0], np.array([2 * first, second]) / (2 * first + second), atol=1e-12)


@pytest.mark.parametrize("far", [1, 3, 30, 300])
def test_far_from_all_rows_the_densities_keep_all_their_digits(far):
    given, _ = lot(rows=600)
    model = KernelDensityClassifier().fit(given.inputs, given.targets)
    asked = far * given.inputs[::50]
    for place, (one, width) in enumerate(zip(model.classes_, model.bandwidths_, strict=True)):
        rows = given.inputs[given.targets == one]
        hills = -cdist(asked, rows, "sqeuclidean") / (2 * width**2)
        expected = logsumexp(hills, axis=1) - np.log(len(rows)) - 2 * np.log(2 * np.pi * width**2)
        np.testing.assert_allclose(model.log_densities(asked)[:, place], expected, rtol=1e-12)


def test_the_hills_of_one_class_add_up_to_its_probability():
    given, situation = lot()
    learned = kernel_density.learn(given, situation)
    told = kernel_density.explain(learned, 60, given)
    by_class = [sum(part.value.sum() for part in told.parts if part.what.endswith(name)) for name in NAMES]
    np.testing.assert_allclose(by_class, learned.model.predict_proba(given.inputs[60:61])[0], atol=1e-12)
    assert sum(by_class) == pytest.approx(1, abs=1e-12)
    assert max(told.parts, key=lambda part: part.value.max()).what == f"row 60, {NAMES[given.targets[60]]}"


def test_along_one_input_the_ground_of_a_class_is_scipys_density_times_its_share():
    given, situation = lot()
    seen = class_densities(given, situation, "b")
    assert seen.inputs == ("b",)
    assert seen.heights.shape == (3, 400)
    for place, name in enumerate(seen.classes):
        values = given.inputs[given.targets == NAMES.index(name), 1]
        width = values.std() * len(values) ** -0.2
        expected = stats.gaussian_kde(values, bw_method=width / values.std(ddof=1))(seen.axes[0])
        np.testing.assert_allclose(seen.heights[place], expected * seen.shares[place], rtol=1e-9)


@pytest.mark.parametrize("inputs", [("a",), ("a", "c")], ids=len)
def test_all_ground_together_is_one(inputs):
    seen = class_densities(*lot(), inputs)
    steps = [axis[1] - axis[0] for axis in seen.axes]
    assert seen.heights.sum() * np.prod(steps) == pytest.approx(1, abs=1e-4)
    assert seen.heights.min() >= 0


def test_a_class_whose_rows_are_all_alike_has_a_hill_of_the_width_of_all_rows():
    inputs = np.array([[1.0], [1.0], [0.0], [4.0]])
    situation = Situation(task=Task.TWO_CLASSES, features=("a",), classes=NAMES[:2], rows=4)
    seen = class_densities(Lot(inputs, np.array([0, 0, 1, 1]), np.arange(4)), situation, ["a"], steps=5)
    np.testing.assert_allclose(seen.bandwidths[:, 0], [inputs.std() * 2**-0.2, 2 * 2**-0.2], rtol=1e-12)


@pytest.mark.parametrize(
    ("inputs", "steps", "words"),
    [
        ((), None, "one or two different inputs; given are 0: none"),
        (("a", "b", "c"), None, 'given are 3: "a", "b", "c"'),
        (("a", "a"), None, "one or two different inputs"),
        (("e",), None, 'there is no prepared input "e"'),
        (("a",), 1, "steps is 1; expected a whole number of at least 2"),
    ],
)
def test_what_cannot_be_shown_is_said_with_the_way_out(inputs, steps, words):
    with pytest.raises(SettingError, match=words):
        class_densities(*lot(), inputs, steps=steps)


def test_a_number_has_no_classes_to_show():
    given, _ = lot()
    with pytest.raises(SettingError, match="choose a target with classes"):
        class_densities(given, Situation(task=Task.REGRESSION, features=("a",), rows=3), "a")
