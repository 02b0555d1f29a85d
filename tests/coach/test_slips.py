"""Slips: every page tells what it is and applies somewhere, and gives the numbers that a learner gets who makes it."""

import inspect
from functools import cache
from math import exp, tanh

import numpy as np
import pytest

from glassgrad.coach.quantities import Named, Quantity
from glassgrad.coach.slips import Change, Slip, Task, slip, slip_names, slips
from glassgrad.coach.symbols import quantity_symbol
from glassgrad.coach.values import value
from glassgrad.graph import SettingError, pages
from glassgrad.writing.formula import write

from .samples import BATCH, SAMPLES, Sample, long_sum, quantity

BY_FORMULA = [name for name, page in slips.items() if not page.by_numbers]
ORDINARY = 40
# A ReLU that is off lets nothing back, so that many slips show only with other numbers.
HIDE_NOTHING = tuple(name for name in SAMPLES if name != "relu")


@cache
def sample(name: str) -> Sample:
    return SAMPLES[name]()


@cache
def task(name: str, asked: Quantity) -> Task:
    return sample(name).task(asked)


def changes(page: Slip, name: str, asked: str) -> list[Change]:
    return list(page.changes(task(name, quantity(asked))))


@cache
def right_numbers(name: str) -> dict:
    known = sample(name).known
    return known | {asked: value(sample(name).work, asked, known) for asked in sample(name).asked}


def number(name: str, asked: Quantity, change: Change | None = None):
    """What the learner gets by the sample's numbers, if all others are right; the right number where nothing was changed."""
    others = {one: found for one, found in right_numbers(name).items() if one != asked}
    return value(sample(name).work, asked, others, {asked: change.formula} if change else None)


def text(words) -> str:
    return "".join(one if isinstance(one, str) else one.text for one in words)


def every_change(page: Slip, shown=tuple(SAMPLES)):
    return [(name, asked, change) for name in shown for asked in sample(name).asked for change in page.changes(task(name, asked))]


# ── every page ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", slips)
def test_a_page_says_in_sentences_what_it_is_and_how_to_avoid_it(name):
    page = slips[name]
    assert page.name == name
    assert page.title == page.title.strip(" .")
    assert len(page.title) <= 55
    for sentence in (page.says, page.advice):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not sentence.endswith("..")
        assert len(sentence) <= 150
    assert 0 < page.plausible <= 1
    assert inspect.getmodule(page.tries).__doc__.strip().endswith(".")


@pytest.mark.parametrize("name", BY_FORMULA)
def test_a_page_applies_to_a_sample_and_never_says_nothing(name):
    found = every_change(slips[name])
    assert found, f"{name} changes no line of any sample"
    for _, _, change in found:
        told = text(change.words)
        assert told.strip(" .") == told
        assert not {"  ", "#"} & {told[place : place + width] for place in range(len(told)) for width in (1, 2)}
        assert 0 < change.likely <= 1
        assert (change.where is None) == (change.instead is None)


@pytest.mark.parametrize("name", BY_FORMULA)
def test_no_change_comes_to_the_right_number_or_to_none(name):
    for where, asked, change in every_change(slips[name], HIDE_NOTHING):
        right, wrong = number(where, asked), number(where, asked, change)
        if np.shape(right) == np.shape(wrong):
            assert not np.allclose(wrong, right, rtol=1e-12, atol=0), f"{where}: {text(change.words)} gives the right {right}"


@pytest.mark.parametrize("name", BY_FORMULA)
def test_changed_formulas_can_be_written(name):
    for where, _, change in every_change(slips[name]):
        symbols = {leaf: quantity_symbol(one) for one, leaf in sample(where).work.leaves.items()}
        written = write(change.formula, symbols)
        assert written.latex
        assert "#" not in written.text


@pytest.mark.parametrize("name", BY_FORMULA)
def test_a_page_names_a_bounded_number_of_changes_and_none_twice(name):
    page = slips[name]
    for where in SAMPLES:
        for asked in sample(where).asked:
            found = page.changes(task(where, asked))
            assert len(found) <= (ORDINARY if page.most == ORDINARY else page.most)
            if where in HIDE_NOTHING:
                numbers = [np.asarray(number(where, asked, change)) for change in found]
                assert len({(one.shape, tuple(one.ravel().round(12))) for one in numbers}) == len(found)


@pytest.mark.parametrize("name", BY_FORMULA)
def test_a_page_leaves_to_others_what_they_have_a_better_name_for(name):
    page = slips[name]
    for where in SAMPLES:
        for asked in sample(where).asked:
            trials = task(where, asked).trials
            own = {trials.key(one.formula) for one in page.changes(task(where, asked))}
            theirs = {trials.key(one.formula) for other in page.yields_to for one in other.changes(task(where, asked))}
            assert own.isdisjoint(theirs)


def test_slips_with_numbers_change_no_formula():
    assert [name for name, page in slips.items() if page.by_numbers] == ["arithmetic", "rounded_early", "decimal_point", "digits_swapped"]
    assert all(not every_change(page) for page in slips.values() if page.by_numbers)


def test_only_another_constant_in_the_loss_and_the_number_of_rows_are_conventions():
    assert {name for name, page in slips.items() if page.convention} == {"loss_factor", "summed_not_averaged"}


def test_an_unknown_slip_is_refused_with_the_nearest_name():
    assert slip("transposed") is slips["transposed"]
    assert slip_names() == tuple(slips)
    with pytest.raises(SettingError, match="transposed"):
        slip("transpose")


# ── with a pencil ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# What a learner gets, in plain Python and NumPy.


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


# two linear steps
X1, Y1, W1, B1, W2, B2, RATE = 1.5, 4.0, 0.9, 0.3, -1.2, 0.7, 0.05
A1 = W1 * X1 + B1
A2 = W2 * A1 + B2
BY_A2 = A2 - Y1
BY_A1 = BY_A2 * W2
BY_W2, BY_W1 = BY_A2 * A1, BY_A1 * X1
NEW_W2 = W2 - RATE * BY_W2

# one hidden neuron
Z = -0.62 * 1.3 + 0.21
BY_OUT = {name: 1.4 * f(Z) - 0.13 - 0.45 for name, f in {"tanh": tanh, "sigmoid": sigmoid, "relu": lambda z: max(z, 0.0)}.items()}
BACK = {name: 1.4 * found for name, found in BY_OUT.items()}
TANH, SIGMOID = tanh(Z), sigmoid(Z)

# Mazur
I1, I2, T1, T2 = 0.31, -0.73, 0.12, 0.94
N1, N2 = 0.17 * I1 - 0.26 * I2 + 0.35, 0.43 * I1 + 0.58 * I2 + 0.35
H1, H2 = sigmoid(N1), sigmoid(N2)
M1, M2 = -0.37 * H1 + 0.62 * H2 - 0.64, 0.79 * H1 - 0.88 * H2 - 0.64
O1, O2 = sigmoid(M1), sigmoid(M2)
BY_M1, BY_M2 = (O1 - T1) * O1 * (1 - O1), (O2 - T2) * O2 * (1 - O2)
BY_H1 = BY_M1 * -0.37 + BY_M2 * 0.79

# classes
WC, XC, BC = np.array([[0.2, -0.4], [0.7, 0.1], [-0.3, 0.5]]), np.array([0.5, -1.0]), np.array([0.1, 0.0, -0.2])
SCORES = WC @ XC + BC
SHARES = softmax(SCORES)
WANTED = np.array([0.1, 0.7, 0.2])
BARE_SCORES = WC @ XC

# batch
X, WEIGHTS1, BIAS1, WEIGHTS2, BIAS2, TARGETS = (np.array(BATCH[name]) for name in ("X", "W1", "b1", "W2", "b2", "Y"))
SUMS = X @ WEIGHTS1 + BIAS1
HIDDEN = np.tanh(SUMS)
OUT = HIDDEN @ WEIGHTS2 + BIAS2
BY_OUTS = 2 * (OUT - TARGETS) / 3
BY_SUMS = (BY_OUTS @ WEIGHTS2.T) * (1 - HIDDEN**2)

# rows of four
XR, YR = np.array([1.0, 2.0, -1.0, 0.5]), np.array([1.5, 0.0, 1.0, -2.0])
PR = 0.7 * XR + 0.1

# logistic
CHANCES = 1 / (1 + np.exp(-(X @ [0.4, -0.5] + 0.25)))
HOPED = np.array([0.9, 0.3, 0.6])
SURPRISE = -np.sum(HOPED * np.log(CHANCES) + (1 - HOPED) * np.log(1 - CHANCES))

CUBE = (2 * 1.7 + 1) ** 3

PENCIL = [
    ("pre_activation_for_activation", "tanh", "z2", 1.4 * Z - 0.13),
    ("pre_activation_for_activation", "tanh", "a1", Z),
    ("pre_activation_for_activation", "mazur", "dw5", BY_M1 * N1),
    ("pre_activation_for_activation", "unnamed", "a", Z),
    ("pre_activation_for_activation", "mazur", "m1", -0.37 * N1 + 0.62 * N2 - 0.64),
    ("another_activation", "tanh", "a1", SIGMOID),
    ("another_activation", "sigmoid", "a1", TANH),
    ("another_activation", "relu", "a1", SIGMOID),
    ("another_activation", "unnamed", "a", TANH),
    ("activation_for_pre_activation", "scores", "dz", softmax(softmax(BARE_SCORES)) - WANTED),
    ("bias_forgotten", "linear", "a1", W1 * X1),
    ("bias_forgotten", "mazur", "n1", N1 - 0.35),
    ("bias_forgotten", "batch", "Z1", X @ WEIGHTS1),
    ("summand_left_out", "mazur", "n1", 0.17 * I1 + 0.35),
    ("summand_left_out", "batch", "Z1", X[:, :1] @ WEIGHTS1[:1] + BIAS1),
    ("summand_left_out", "row", "J", np.mean(np.append((PR - YR)[:3], 0) ** 2)),
    ("function_left_out", "classes", "J", -np.sum(WANTED * SHARES)),
    ("not_normalised", "classes", "p", np.exp(SCORES)),
    ("function_twice", "classes", "p", softmax(SHARES)),
    ("function_twice", "classes", "J", -np.sum(WANTED * np.log(softmax(SHARES)))),
    ("function_twice", "scores", "J", -np.sum(WANTED * np.log(softmax(softmax(BARE_SCORES))))),
    ("function_twice", "mazur", "h1", sigmoid(H1)),
    ("loss_factor", "linear", "J", BY_A2**2),
    ("loss_factor", "linear", "da2", 2 * BY_A2),
    ("loss_factor", "mazur", "E1", (T1 - O1) ** 2),
    ("loss_factor", "batch", "J", np.sum((OUT - TARGETS) ** 2) / 2),
    ("loss_factor", "batch", "J", np.sum((OUT - TARGETS) ** 2) / 6),
    ("loss_factor", "row", "dp", PR - YR),
    ("loss_factor", "logistic", "J", SURPRISE / 6),
    ("loss_factor", "logistic", "dp", (CHANCES - HOPED) / (CHANCES * (1 - CHANCES)) / 2),
    ("summed_not_averaged", "logistic", "J", SURPRISE),
    ("summed_not_averaged", "logistic", "dw", X.T @ (CHANCES - HOPED) / 9),
    ("forgotten_input", "logistic", "dw", np.full(2, np.sum(CHANCES - HOPED) / 3)),
    ("summed_not_averaged", "batch", "J", np.sum((OUT - TARGETS) ** 2)),
    ("summed_not_averaged", "batch", "dZ2", 2 * (OUT - TARGETS)),
    ("summed_not_averaged", "batch", "dW1", X.T @ BY_SUMS / 3),
    ("summed_not_averaged", "batch", "db1", BY_SUMS.mean(axis=0)),
    ("summed_not_averaged", "columns", "J", np.sum((np.array([[0.2, 0.7], [-0.4, 0.1]]) @ X.T - [[0.1, 0.4, -0.3], [0.2, -0.5, 0.9]]) ** 2) / 6),
    ("broadcast", "row", "J", np.mean((PR[:, None] - YR[None, :]) ** 2)),
    ("broadcast", "batch", "J", np.mean((OUT - TARGETS.ravel()) ** 2)),
    ("broadcast", "row", "dp", np.array([2 * np.sum(p - YR) / 16 for p in PR])),
    ("square_forgotten", "linear", "J", BY_A2 / 2),
    ("square_forgotten", "linear", "J", BY_A2 * 2 / 2),
    ("square_forgotten", "forked", "u", 3 * (2 * 1.7 + 1)),
    ("forgotten_input", "linear", "dw1", BY_A1),
    ("forgotten_input", "linear", "dw2", BY_A2),
    ("forgotten_input", "mazur", "dw1", BY_H1 * H1 * (1 - H1)),
    ("forgotten_input", "classes", "dW", np.repeat((SHARES - WANTED)[:, None], 2, axis=1)),
    ("forgotten_activation_derivative", "tanh", "dz1", BACK["tanh"]),
    ("forgotten_activation_derivative", "sigmoid", "dw1", BACK["sigmoid"] * 1.3),
    ("forgotten_activation_derivative", "relu", "dz1", BACK["relu"]),
    ("forgotten_activation_derivative", "classes", "dz", -WANTED / SHARES),
    ("wrong_activation_derivative", "tanh", "dz1", BACK["tanh"] * (1 - Z**2)),
    ("wrong_activation_derivative", "tanh", "dz1", BACK["tanh"] * (1 - TANH)),
    ("wrong_activation_derivative", "tanh", "dz1", BACK["tanh"] * TANH**2),
    ("wrong_activation_derivative", "tanh", "dz1", BACK["tanh"] * TANH * (1 - TANH)),
    ("wrong_activation_derivative", "sigmoid", "dz1", BACK["sigmoid"] * SIGMOID),
    ("wrong_activation_derivative", "sigmoid", "dz1", BACK["sigmoid"] * (1 - SIGMOID)),
    ("wrong_activation_derivative", "sigmoid", "dz1", BACK["sigmoid"] * (1 - SIGMOID**2)),
    ("wrong_activation_derivative", "sigmoid", "dz1", BACK["sigmoid"] * Z * (1 - Z)),
    ("wrong_activation_derivative", "classes", "dz", -WANTED / SHARES * SHARES * (1 - SHARES)),
    ("wrong_activation_derivative", "relu", "dz1", BACK["relu"]),
    ("wrong_power_rule", "linear", "da2", BY_A2**2 / 2),
    ("wrong_power_rule", "linear", "da2", BY_A2**2),
    ("forgotten_factor", "linear", "da1", BY_A2),
    ("forgotten_factor", "linear", "da1", W2),
    ("forgotten_factor", "linear", "db1", 1.0),
    ("forgotten_factor", "mazur", "dh1", BY_M1 + BY_M2 * 0.79),
    ("forgotten_factor", "forked", "dc", CUBE * (1.7 + 3.1)),
    ("path_left_out", "mazur", "dh1", BY_M1 * -0.37),
    ("path_left_out", "mazur", "dh1", BY_M2 * 0.79),
    ("path_left_out", "forked", "db", CUBE * (1.7 + 3.1)),
    ("path_left_out", "forked", "db", CUBE * (3.1 - 0.4)),
    ("transposed", "batch", "Z1", X @ WEIGHTS1.T + BIAS1),
    ("transposed", "batch", "dW1", (X.T @ BY_SUMS).T),
    ("transposed", "columns", "Z", np.array([[0.2, -0.4], [0.7, 0.1]]) @ X.T),
    ("updated_weight_used", "linear", "da1", BY_A2 * NEW_W2),
    ("updated_weight_used", "batch", "dA1", BY_OUTS @ (WEIGHTS2 - 0.1 * HIDDEN.T @ BY_OUTS).T),
    ("stepped_uphill", "linear", "w1'", W1 + RATE * BY_W1),
    ("learning_rate_forgotten", "linear", "w1'", W1 - BY_W1),
    ("learning_rate_misplaced", "linear", "w1'", RATE * W1 - BY_W1),
    ("learning_rate_misplaced", "linear", "w1'", RATE * (W1 - BY_W1)),
    ("learning_rate_misplaced", "linear", "w1'", W1 - BY_W1 / RATE),
    ("weight_forgotten", "linear", "w1'", RATE * BY_W1),
    ("weight_forgotten", "linear", "w1'", -RATE * BY_W1),
    ("old_weight_used", "second_step", "p", 0.725 * 1.5 + 0.34),
    ("previous_gradient_added", "second_step", "dw", (0.87 * 1.5 + 0.34 - 2.0) * 1.5 - 1.25),
    ("previous_gradient_added", "second_step", "w'", 0.87 - 0.1 * ((0.87 * 1.5 + 0.34 - 2.0) * 1.5 - 1.25)),
    ("wrong_sign", "linear", "da2", Y1 - A2),
    ("wrong_sign", "linear", "a2", W2 * A1 - B2),
    ("wrong_sign", "mazur", "h1", 1 / (1 + exp(N1))),
    ("another_value", "linear", "da1", BY_A2 * W1),
    ("another_value", "linear", "w1'", W1 - RATE * BY_W2),
    ("another_value", "mazur", "dw1", BY_H1 * H1 * (1 - H1) * I2),
    ("added_instead_of_multiplied", "linear", "dw2", BY_A2 + A1),
    ("added_instead_of_multiplied", "linear", "a1", W1 * X1 * B1),
]


@pytest.mark.parametrize(("name", "where", "asked", "wrong"), PENCIL, ids=[f"{name}-{where}-{asked}-{n}" for n, (name, where, asked, _) in enumerate(PENCIL)])
def test_the_number_of_a_learner_who_makes_the_slip_is_among_its_changes(name, where, asked, wrong):
    found = [number(where, quantity(asked), change) for change in changes(slips[name], where, asked)]
    assert any(np.shape(one) == np.shape(wrong) and np.allclose(one, wrong, rtol=1e-12, atol=1e-14) for one in found), f"{wrong} is not in {found}"


def test_every_page_has_a_number_worked_out_by_hand():
    assert {name for name, *_ in PENCIL} == set(BY_FORMULA)


def test_the_courses_slip_is_a_value_of_another_quantity():
    """∂J/∂a1 = 2·2 = 4: the 2 may be w1, a1 or ∂J/∂a2, where w2 = 3 belongs."""
    course = {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1, "a1": 2, "a2": 7, "da2": 2}
    known, asked = {quantity(name): np.float64(one) for name, one in course.items()}, quantity("da1")
    work, found = sample("linear").work, changes(slips["another_value"], "linear", "da1")
    used = {one.instead for one in found if one.where == Named("w2") and one.instead in known and value(work, asked, known, {asked: one.formula}) == 4}
    assert used == {Named("w1"), Named("a1"), quantity("da2")}


# ── what is not a slip, and what is said ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_activation_of_another_sum_is_no_slip_of_this_kind():
    found = [one for one in changes(slips["pre_activation_for_activation"], "mazur", "m1") if one.where is not None]
    assert {(change.where, change.instead) for change in found} == {(Named("h1"), Named("n1")), (Named("h2"), Named("n2"))}


def test_a_relus_slope_at_its_output_is_right():
    for name in ("activation_for_pre_activation", "wrong_activation_derivative"):
        for change in changes(slips[name], "relu", "dz1"):
            assert "in place of the weighted sum" not in text(change.words)


def test_a_loss_factor_is_looked_for_where_the_loss_is_only():
    found = {asked for where, asked, _ in every_change(slips["loss_factor"]) if where == "mazur"}
    assert found == {quantity(one) for one in ("E1", "E2", "J", "do1", "do2")}
    assert not any(where == "forked" for where, _, _ in every_change(slips["loss_factor"]))


def test_the_sum_of_all_rows_is_looked_for_in_batches_only():
    assert {where for where, _, _ in every_change(slips["summed_not_averaged"])} == {"batch", "columns", "row", "logistic"}


@pytest.mark.parametrize(
    ("name", "where", "asked", "said"),
    [
        ("forgotten_factor", "linear", "da1", "you left out the factor w2"),
        ("forgotten_input", "linear", "dw1", "you left out the input x"),
        ("bias_forgotten", "linear", "a2", "you left out the bias b2"),
        ("path_left_out", "mazur", "dh1", "you left out the path through m2"),
        ("pre_activation_for_activation", "mazur", "m1", "you used n1 and n2, from before the activation, where h1 and h2 belong"),
        ("pre_activation_for_activation", "unnamed", "a", "you stopped at the weighted sum in a; the activation function comes after it"),
        ("another_activation", "unnamed", "a", "you took tanh(w·x + b), not sigmoid(w·x + b)"),
        ("another_value", "unnamed", "dw", "you used a where the derivative of J by the weighted sum in a belongs"),
        ("wrong_activation_derivative", "relu", "dz1", "for the slope of relu(z1) you took 0 where it is 1, and 1 where it is 0"),
        ("wrong_activation_derivative", "tanh", "dz1", "for the slope of tanh(z1) you took a1^2: one part of its rule alone"),
        ("path_left_out", "forked", "da", "you left out the path straight into J"),
        ("path_left_out", "forked", "db", "b is used 2 times in J, and you left out one of these paths"),
        ("stepped_uphill", "linear", "w1'", "you added α·∂J/∂w1 instead of subtracting it"),
        ("loss_factor", "linear", "J", "this is what comes out with 1 in front of the loss, and here it is 1/2"),
        ("transposed", "batch", "Z1", "you used W1.T where W1 belongs: W1 is (inputs, units) = 2×2"),
        ("transposed", "columns", "Z", "you used W.T where W belongs: W is (units, inputs) = 2×2"),
        ("transposed", "columns", "dX", "you used W where W.T belongs: W is (units, inputs) = 2×2"),
        ("another_value", "linear", "da1", "you used w1 where w2 belongs"),
        ("updated_weight_used", "linear", "da1", "you used w2 as it is after the update; the old value belongs here"),
        ("previous_gradient_added", "second_step", "dw", "you added ∂J/∂w of the step before"),
        ("square_forgotten", "linear", "J", "you doubled a2 − y instead of squaring it"),
        ("wrong_sign", "linear", "da2", "the whole has the wrong sign"),
    ],
)
def test_what_was_done_is_said_in_the_letters_of_the_sheet(name, where, asked, said):
    assert said in [text(change.words) for change in changes(slips[name], where, asked)]


@pytest.mark.parametrize("name", BY_FORMULA)
def test_a_page_makes_a_bounded_number_of_nodes_on_a_long_line(name):
    """Putting every quantity in every place of a sum of 60 products makes 18,000."""
    many = long_sum(60)
    for asked in many.asked:
        one = many.task(asked)
        for other in slips[name].yields_to:
            other.changes(one)
        begin = pages.variable(shape=()).serial
        slips[name].changes(one)
        assert pages.variable(shape=()).serial - begin < 6_000


def test_a_left_out_product_is_found_in_a_sum_of_twenty():
    told = [text(change.words) for change in slips["summand_left_out"].changes(long_sum(20).task(Named("z")))]
    assert [f"you left out w{n}·x{n} in the sum" in told for n in range(1, 21)] == [True] * 20


def test_the_numbers_of_the_samples_are_numbers():
    for name in SAMPLES:
        assert all(np.isfinite(number(name, asked)).all() for asked in sample(name).asked)
