"""Promises that every loss keeps; and what each one is, against formulas that are written out here another way."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose

from glassgrad.graph import Case, DataError, SettingError, ShapeError, pages
from glassgrad.nn import Loss, activation, loss, loss_names, losses
from glassgrad.readers import evaluate, gradients

from .trying import central_differences, drawn, value_and_gradient

every_loss = pytest.mark.parametrize("page", losses.values(), ids=losses)
every_case = pytest.mark.parametrize(
    ("page", "case"), [pytest.param(page, case, id=f"{page.name}-{i}") for page in losses.values() for i, case in enumerate(page.domain.cases)]
)


def softmax_row(row):
    powers = [mpmath.exp(mpmath.mpf(float(one))) for one in row]
    return [one / mpmath.fsum(powers) for one in powers]


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(float(z))))


def scalar_huber(error, delta):
    return error**2 / 2 if abs(error) <= delta else delta * (abs(error) - delta / 2)


def two_class_loss(z, y, smoothing):
    y = float(y) * (1 - smoothing) + smoothing / 2
    return -(y * mpmath.log(sigmoid(z)) + (1 - y) * mpmath.log(1 - sigmoid(z)))


def many_class_loss(row, y, smoothing):
    shares = softmax_row(row)
    wanted = [(1 - smoothing) * (k == int(y)) + smoothing / len(shares) for k in range(len(shares))]
    return -mpmath.fsum(w * mpmath.log(share) for w, share in zip(wanted, shares, strict=True))


def weighted_mean(losses_of_rows, classes, weights):
    weights = [1.0] * len(losses_of_rows) if weights is None else [weights[int(one)] for one in classes]
    return mpmath.fsum(w * one for w, one in zip(weights, losses_of_rows, strict=True)) / mpmath.fsum(weights)


# The oracle: one row after the other, in plain numbers; the scores in 60 digits straight from the definition, without any trick for stability.
BY_HAND = {
    "half_squared_error": lambda p, t: sum((a - b) ** 2 for a, b in zip(p.flat, t.flat, strict=True)) / 2,
    "squared_error": lambda p, t: sum((a - b) ** 2 for a, b in zip(p.flat, t.flat, strict=True)),
    "mean_squared_error": lambda p, t: sum((a - b) ** 2 for a, b in zip(p.flat, t.flat, strict=True)) / p.size,
    "mean_absolute_error": lambda p, t: sum(abs(a - b) for a, b in zip(p.flat, t.flat, strict=True)) / p.size,
    "huber": lambda p, t, delta=1.0: sum(scalar_huber(a - b, delta) for a, b in zip(p.flat, t.flat, strict=True)) / p.size,
    "binary_cross_entropy": lambda p, t, label_smoothing=0.0, class_weights=None: weighted_mean(
        [two_class_loss(z, y, label_smoothing) for z, y in zip(p.flat, t.flat, strict=True)], t.flat, class_weights
    ),
    "cross_entropy": lambda p, t, label_smoothing=0.0, class_weights=None: weighted_mean(
        [many_class_loss(row, y, label_smoothing) for row, y in zip(p, t, strict=True)], t, class_weights
    ),
}


@pytest.fixture(autouse=True)
def many_digits():
    # e^-20000 beside 1 needs some 8700 digits; the far points of the domains go that far.
    with mpmath.workdps(60):
        yield


def test_every_loss_has_an_oracle():
    assert set(BY_HAND) == set(losses) == set(loss_names())


@every_case
def test_a_loss_is_what_its_definition_says(page: Loss, case: Case):
    for seed in range(3):
        predicted, target = drawn(page.domain, case, seed)
        expected = float(BY_HAND[page.name](predicted, target, **case.settings))
        assert page.measure(predicted, target, **case.settings) == pytest.approx(expected, rel=1e-13, abs=1e-15)


@every_case
def test_the_gradient_of_a_loss_is_the_numeric_one(page: Loss, case: Case):
    predicted, target = drawn(page.domain, case, seed=11)
    _, slope = value_and_gradient(lambda p, t: page(p, t, **case.settings), predicted, target)
    numeric = central_differences(lambda moved: page.measure(moved, target, **case.settings), predicted)
    assert_allclose(slope, numeric, rtol=1e-6, atol=1e-9)


@every_case
def test_the_gradient_of_a_loss_can_be_differentiated_again(page: Loss, case: Case):
    predicted, target = drawn(page.domain, case, seed=5)
    p, t = pages.variable(shape=predicted.shape, name="p"), pages.variable(shape=target.shape, name="t")
    direction = np.linspace(-1, 1, predicted.size).reshape(predicted.shape)
    along = pages.sum(gradients(page(p, t, **case.settings), wrt=[p])[p] * direction)
    second = gradients(along, wrt=[p])[p]
    numeric = central_differences(lambda moved: float(evaluate(along, {p: moved, t: target})[along]), predicted)
    assert_allclose(evaluate(second, {p: predicted, t: target})[second], numeric, rtol=1e-6, atol=1e-8)


@every_loss
def test_the_example_holds(page: Loss):
    predicted, target = page.example.inputs
    assert page.measure(predicted, target, **page.example.settings) == pytest.approx(page.example.output, rel=1e-12)


@every_loss
def test_a_loss_is_finite_far_from_home(page: Loss):
    """Fault 118: scores of ±800 and ±1e4, errors of 2e4."""
    for far in page.domain.far:
        score, target = far
        predicted = np.array([[score, -score]]) if page.target_is_class else np.array([[score]])
        wanted = np.array([target]) if page.target_is_class else np.array([[target]])
        value, slope = value_and_gradient(page, predicted, wanted)
        assert np.isfinite(value), far
        assert np.isfinite(slope).all(), far
        assert value >= 0


@pytest.mark.parametrize("score", [800.0, -800.0, 1e4, -1e4])
@pytest.mark.parametrize("target", [0.0, 1.0])
@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
def test_loss_and_gradient_are_right_at_extreme_scores(name, score, target):
    """Fault 118: the true values, from the definition in 9000 digits."""
    many = name == "cross_entropy"
    predicted = np.array([[0.0, score]]) if many else np.array([[score]])
    wanted = np.array([target]) if many else np.array([[target]])
    with mpmath.workdps(9000):
        share = sigmoid(score)
        expected = float(-mpmath.log(share if target else 1 - share))
        by_score = float(share - target)
    value, slope = value_and_gradient(losses[name], predicted, wanted)
    assert value == pytest.approx(expected, rel=1e-12, abs=1e-300)
    assert_allclose(slope, [[-by_score, by_score]] if many else [[by_score]], rtol=1e-12, atol=1e-300)


@every_loss
def test_a_perfect_prediction_is_as_good_as_it_gets(page: Loss):
    target = np.array([1.0, 0.0]) if page.target_is_class else np.array([[1.0], [0.0]])
    perfect = np.array([[-50.0, 50.0], [50.0, -50.0]]) if page.target_is_class else target if page.predicts == "linear" else 100 * target - 50
    assert page.measure(perfect, target) == pytest.approx(0.0, abs=1e-20)


@every_loss
def test_a_target_of_the_wrong_shape_is_refused_with_the_right_one(page: Loss):
    """(rows,) against (rows, 1) would otherwise broadcast to rows × rows."""
    wrong = np.zeros((4, 2)) if page.target_is_class else np.zeros(4)
    right = "(4,)" if page.target_is_class else "(4, 2)"
    with pytest.raises(ShapeError) as refusal:
        page.measure(np.zeros((4, 2)), wrong)
    assert str(refusal.value) == f"{page.name} of predictions (4, 2) needs a target of shape {right}, not {wrong.shape}"


@every_loss
@pytest.mark.parametrize("shape", [(4,), (), (0, 2), (2, 0), (2, 2, 2)])
def test_predictions_that_are_no_table_are_refused(page: Loss, shape):
    with pytest.raises(ShapeError, match="rows × outputs"):
        page.measure(np.zeros(shape), np.zeros(shape))


@every_loss
def test_a_page_says_all_it_must(page: Loss):
    assert page.formula.startswith("L = ")
    assert page.latex.startswith("L = ")
    assert page.says
    assert page.source
    assert set(page.tasks) <= {"regression", "two classes", "many classes"}
    assert activation(page.predicts).name == page.predicts
    assert loss(page.name) is page


@every_loss
def test_targets_are_brought_into_shape(page: Loss):
    flat = np.array([0, 1, 1])
    shaped = page.shape_targets(flat)
    predicted = np.zeros((3, page.outputs(classes=2)))
    assert shaped.shape == page.target_shape(predicted.shape)
    assert np.isfinite(page.measure(predicted, shaped))
    assert page.shape_targets(shaped).shape == shaped.shape


@pytest.mark.parametrize(
    ("name", "targets", "said"),
    [
        ("cross_entropy", [0.0, 2.0], "the target of row 1 (counted from 0) is 2; cross_entropy needs the number of a class, 0 to 1"),
        ("cross_entropy", [-1.0, 0.0], "the target of row 0 (counted from 0) is -1; cross_entropy needs the number of a class, 0 to 1"),
        ("cross_entropy", [0.0, 0.5], "the target of row 1 (counted from 0) is 0.5; cross_entropy needs the number of a class, 0 to 1"),
        ("cross_entropy", [0.0, float("nan")], "the target of row 1 (counted from 0) is nan; cross_entropy needs the number of a class, 0 to 1"),
        (
            "binary_cross_entropy",
            [[0.0, 1.0], [1.0, 2.0]],
            "the target of row 1 (counted from 0) is 2; binary_cross_entropy needs 0 or 1, or a share between them",
        ),
        ("huber", [[0.0, 1.0], [1.0, float("inf")]], "the target of row 1 (counted from 0) is inf; huber needs a finite number"),
    ],
)
def test_a_target_that_cannot_be_met_is_refused_by_its_row(name, targets, said):
    """A class that is not there would otherwise count as no loss at all."""
    with pytest.raises(DataError) as refusal:
        losses[name].measure(np.zeros((2, 2)), targets)
    assert str(refusal.value) == said


def test_every_task_has_a_loss():
    assert {task for page in losses.values() for task in page.tasks} == {"regression", "two classes", "many classes"}


def test_a_loss_takes_its_name_from_the_caller():
    p, t = pages.variable(shape=(1, 1), name="p"), pages.variable(shape=(1, 1), name="t")
    assert losses["huber"](p, t, name="L").name == "L"


def test_equal_weights_change_nothing():
    scores, classes = np.random.default_rng(2).normal(size=(5, 3)), np.array([0, 1, 2, 1, 0])
    page = losses["cross_entropy"]
    assert page.measure(scores, classes, class_weights=(2.0, 2.0, 2.0)) == pytest.approx(page.measure(scores, classes), rel=1e-14)


def test_a_class_that_weighs_nothing_counts_for_nothing():
    scores, classes = np.random.default_rng(2).normal(size=(5, 3)), np.array([0, 1, 2, 1, 0])
    page = losses["cross_entropy"]
    without = page.measure(scores[classes != 2], classes[classes != 2])
    assert page.measure(scores, classes, class_weights=(1.0, 1.0, 0.0)) == pytest.approx(without, rel=1e-14)


@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
def test_a_batch_that_weighs_nothing_has_no_loss_and_no_gradient(name):
    """Faults 121 and 127: 0/0 would end the run."""
    page = losses[name]
    predicted, target = (np.array([[1.0, 2.0]]), np.array([0.0])) if page.target_is_class else (np.array([[1.0]]), np.array([[0.0]]))
    value, slope = value_and_gradient(lambda p, t: page(p, t, class_weights=(0.0, 1.0)), predicted, target)
    assert value == 0.0
    assert not slope.any()


def test_smoothing_asks_for_less_than_certainty():
    page = losses["binary_cross_entropy"]
    _, slope = value_and_gradient(lambda p, t: page(p, t, label_smoothing=0.2), np.array([[50.0]]), np.array([[1.0]]))
    assert slope[0, 0] == pytest.approx(0.1, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("huber", {"delta": 0.0}, "delta of huber is 0; expected a number that is more than 0"),
        ("huber", {"delta": "1"}, "delta of huber is '1'; expected a number"),
        ("huber", {"delta": float("inf")}, "delta of huber is inf; expected a number that is more than 0"),
        ("huber", {"delta": True}, "delta of huber is True; expected a number"),
        ("huber", {"dleta": 1.0}, "huber has no setting 'dleta'; its settings: delta"),
        ("squared_error", {"delta": 1.0}, "squared_error has no setting 'delta'; its settings: none"),
        ("cross_entropy", {"label_smoothing": 1.0}, "label_smoothing of cross_entropy is 1; expected a number that is at least 0 and less than 1"),
        ("cross_entropy", {"class_weights": (1.0,)}, "class_weights of cross_entropy has 1 numbers; expected 2, one for every class"),
        (
            "binary_cross_entropy",
            {"class_weights": (1.0, 1.0, 1.0)},
            "class_weights of binary_cross_entropy has 3 numbers; expected 2, for class 0 and class 1",
        ),
        ("cross_entropy", {"class_weights": (1.0, -1.0)}, "class_weights of cross_entropy for class 1 is -1; expected a number that is at least 0"),
        ("cross_entropy", {"class_weights": (0.0, 0)}, "class_weights of cross_entropy is (0.0, 0.0); at least one class must weigh more than 0"),
        ("cross_entropy", {"class_weights": "balanced"}, "class_weights of cross_entropy is 'balanced'; expected one number for every class, like (1.0, 2.0)"),
        ("cross_entropy", {"class_weights": 2.0}, "class_weights of cross_entropy is 2.0; expected one number for every class, like (1.0, 2.0)"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_range(name, settings, said):
    page = losses[name]
    with pytest.raises(SettingError) as refusal:
        page.measure(np.zeros((2, 2)), np.zeros(2) if page.target_is_class else np.zeros((2, 2)), **settings)
    assert str(refusal.value) == said


def test_cross_entropy_of_one_output_points_to_the_loss_for_two_classes():
    with pytest.raises(ShapeError, match="for two classes and one output there is binary_cross_entropy"):
        losses["cross_entropy"].measure(np.zeros((2, 1)), np.zeros(2))


def test_an_unknown_loss_is_named_with_the_nearest_one():
    with pytest.raises(SettingError, match="there is no loss 'hubber'; did you mean huber"):
        loss("hubber")


def test_jax_agrees_on_every_loss():
    jax = pytest.importorskip("jax")
    jnn = jax.nn
    with jax.enable_x64(True):
        of_jax = {
            "half_squared_error": lambda p, t: ((p - t) ** 2).sum() / 2,
            "squared_error": lambda p, t: ((p - t) ** 2).sum(),
            "mean_squared_error": lambda p, t: ((p - t) ** 2).mean(),
            "mean_absolute_error": lambda p, t: abs(p - t).mean(),
            "huber": lambda p, t: jax.numpy.where(abs(p - t) < 1, (p - t) ** 2 / 2, abs(p - t) - 0.5).mean(),
            "binary_cross_entropy": lambda p, t: -(t * jnn.log_sigmoid(p) + (1 - t) * jnn.log_sigmoid(-p)).mean(),
            "cross_entropy": lambda p, t: -jax.numpy.take_along_axis(jnn.log_softmax(p), t[:, None].astype(int), 1).mean(),
        }
        for page in losses.values():
            case = page.domain.cases[1]
            predicted, target = drawn(page.domain, case, seed=3)
            value, slope = value_and_gradient(page, predicted, target)
            expected, by_jax = jax.value_and_grad(of_jax[page.name])(predicted, target)
            assert value == pytest.approx(float(expected), rel=1e-12), page.name
            assert_allclose(slope, np.asarray(by_jax), rtol=1e-12, atol=1e-15, err_msg=page.name)


@pytest.mark.parametrize("page", losses.values(), ids=lambda page: page.name)
def test_the_convention_that_is_told_is_the_one_that_is_computed(page):
    assert page.convention() == page.formula
    for case in page.domain.cases:
        if any(name in ("class_weights", "label_smoothing") for name in case.settings):
            told = page.convention(**case.settings)
            assert told != page.formula
            assert ("ω" in told) == ("class_weights" in case.settings)
            assert ("T" in told) == ("label_smoothing" in case.settings)
