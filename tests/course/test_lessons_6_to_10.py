"""The course's numbers in lessons 6 to 10, and each of its errors: the printed value and the true one, both seen in the story."""

import re

import numpy as np
import pytest

from glassgrad.course import measuring
from glassgrad.course.curvature import eigenvalues, second_derivatives
from glassgrad.course.fates import LONG, fate
from glassgrad.course.line_search import largest_rate_that_does_not_raise, later_windows
from glassgrad.course.long_chains import chain
from glassgrad.course.loss_conventions import mean_squared, squared, without_the_sum
from glassgrad.course.printed_slip import equal_quantities, quantities, suspects
from glassgrad.course.repeating import repeated
from glassgrad.course.rising_loss import with_slip
from glassgrad.course.scalar_examples import COURSE_NUMBERS, NEURON_WEIGHTS, TWO_LAYER_WEIGHTS, one_neuron, two_layers
from glassgrad.course.two_valleys import a_lowest_place, along
from glassgrad.course.worked_step import WorkedStep, descent, path
from glassgrad.explain import Aside, Caution, Heading, Story, Table
from glassgrad.explain.text import words_text
from tests.course.telling import told, told_in_words, words_of

NUMBERS = {"x": 3.0, "y": -1.9, "w1": 0.5, "b1": 1.0, "w2": -2.0, "b2": 4.5}
"""Other numbers for the two layers, no two of them alike."""


SMALL = {"largest_nodes": 300, "largest_parameters": 900}


def told_as_usual(number: int) -> Story:
    return told(number, **({"times": 0} if number == 8 else {}))


def lines(story: Story) -> list[str]:
    return [str(step) for step in story.steps]


def remarks(story: Story) -> str:
    return "\n".join(words_text(block.words) for block in story.blocks if isinstance(block, Aside | Caution))


def under(story: Story, heading: str) -> list[str]:
    """The remarks and the rows of the tables under a heading, up to the next one of its level."""
    found: list[str] = []
    inside, level = False, 0
    for block in story.blocks:
        if isinstance(block, Heading) and (not inside or block.level <= level):
            inside, level = heading in words_text(block.words), block.level
        elif inside and isinstance(block, Aside | Caution):
            found.append(words_text(block.words))
        elif inside and isinstance(block, Table):
            found += [" | ".join(map(words_text, row)) for row in block.rows]
    assert found, heading
    return found


def neuron(alpha: float = 0.5, loss=None, **numbers: float) -> WorkedStep:
    built = one_neuron(loss) if loss else one_neuron()
    return descent(built, NEURON_WEIGHTS).start({"x": 1.0, "y": 2.0, "w": 0.0, "b": 0.0} | numbers, alpha)


def layers(alpha: float = 0.1, **numbers: float) -> WorkedStep:
    return descent(two_layers(), TWO_LAYER_WEIGHTS).start(COURSE_NUMBERS | numbers, alpha)


def by_hand(alpha: float, *, x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> dict[str, float]:
    """The two-layer step with a pencil: derivatives written out in NumPy's numbers, no graph."""
    a1 = w1 * x + b1
    error = w2 * a1 + b2 - y
    new = {"w1": w1 - alpha * error * w2 * x, "b1": b1 - alpha * error * w2, "w2": w2 - alpha * error * a1, "b2": b2 - alpha * error}
    return new | {"J": 0.5 * (new["w2"] * (new["w1"] * x + new["b1"]) + new["b2"] - y) ** 2}


# ── 6 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_6_the_three_rules_give_the_numbers_of_the_course():
    told = lines(told_as_usual(6))
    for line in ("df/dx = 2·x = 2·3 = 6", "df/dx = 2·x = 2·0 = 0", "∂f/∂w = 2", "∂f/∂b = 1"):
        assert any(one.startswith(line) for one in told), line
    assert any("2·(x + 2)" in one and one.endswith("= 6") for one in told)


def test_6_every_derivative_is_checked_by_moving():
    assert sum(bool(re.search(r"\([xwb] \+ [^\W\d]\)", line)) for line in lines(told_as_usual(6))) == 5


@pytest.mark.parametrize(("power", "words"), [(2, "lowest point around"), (3, "proves no minimum"), (4, "lowest point around"), (5, "proves no minimum")])
def test_6_a_slope_of_0_is_a_minimum_only_where_both_sides_are_higher(power, words):
    assert words in remarks(words_of(6, power=power))


def test_6_the_tangent_leaves_the_curve_with_the_square_of_the_distance():
    rows = under(words_of(6, x=3), "The curve and its tangent")
    assert "3.1 | 9.61 | 9.6 | 0.01" in rows
    assert "3.01 | 9.0601 | 9.06 | 0.0001" in rows


@pytest.mark.parametrize(("factor", "words"), [(2, "counts 2 times as much"), (1, "count the same"), (-1, "count the same"), (0, "changes nothing")])
def test_6_how_much_a_weight_counts_is_said_of_its_input(factor, words):
    assert words in remarks(words_of(6, factor=factor))


# ── 7 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_7_the_first_two_iterations_are_those_of_the_course():
    told = lines(told_as_usual(7))
    expected = ["L = 0.5·(ŷ − y)^2 = 0.5·(0 − 2)^2 = 2", "∂L/∂w = ∂L/∂ŷ·x = (−2)·1 = −2", "∂L/∂b = ∂L/∂ŷ = −2"]
    expected += ["w ← w − α·∂L/∂w = 0 − 0.5·(−2) = 1", "b ← b − α·∂L/∂b = 0 − 0.5·(−2) = 1", "L = 0.5·(ŷ − y)^2 = 0.5·(2 − 2)^2 = 0"]
    assert [line for line in told if line in expected] == expected


def test_7_three_conventions_and_what_each_does():
    rows = under(told_as_usual(7), "which loss")
    assert "½·(ŷ − y)² | 2 | −2 | 1 | 0 | 0 | arrives in one step" in rows
    assert "(ŷ − y)² | 4 | −4 | 0.5 | 4 | 4 | jumps to and fro for ever" in rows
    assert any(row.startswith("(1/m)·Σ(ŷ − y)² | 4 | −4 | 0.5 | 4 | 4") for row in rows)
    assert rows[0].startswith("The course prints: The loss is (1/m)·(y − ŷ)² in one place, without a sum")


def test_7_with_the_whole_square_the_loss_is_4_for_ever():
    assert [one.loss for one in path(neuron(loss=squared), LONG)] == [4.0] * (LONG + 1)


def test_7_a_mean_of_rows_alike_is_the_loss_of_one_and_without_its_sum_it_is_too_small():
    assert neuron(loss=mean_squared).loss == neuron(loss=squared).loss == 4 * neuron(loss=without_the_sum).loss


def test_7_every_point_of_the_trough_is_a_minimum():
    told = under(told_as_usual(7), "a trough, not a bowl")
    assert "perfect" in told[0]
    assert "every w and b with w·x + b = y" in told[1]
    rows = [row.split(" | ") for row in told if row.count(" | ") == 3]
    assert len(rows) == 5
    assert len({row[0] for row in rows}) == 5
    for w, b, predicted, loss in rows:
        assert float(w.replace("−", "-")) + float(b.replace("−", "-")) == 2
        assert (predicted, loss) == ("2", "0")


@pytest.mark.parametrize("x", [0.0, 1.0, -2.5])
def test_7_the_curvatures_are_those_of_the_formula(x):
    step = neuron(x=x)
    np.testing.assert_allclose(second_derivatives(step), [[x * x, x], [x, 1]], atol=1e-12)
    np.testing.assert_allclose(eigenvalues(step), [x * x + 1, 0], atol=1e-12)


def test_7_the_path_leaves_the_parabola_because_b_moves():
    told = under(told_as_usual(7), "not one parabola")
    assert "runs down one parabola" in told[0]
    assert "the loss would be 0.5 on the old parabola, but really it is 0" in told[2]


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (0.005, "converges from one side, but slowly"),
        (0.25, "converges from one side"),
        (0.5, "arrives in one step"),
        (0.75, "overshoots, yet converges"),
        (0.999, "overshoots, yet converges, but slowly"),
        (1.0, "jumps to and fro for ever"),
        (1.01, "flies off"),
        (10.0, "flies off"),
    ],
)
def test_7_what_a_learning_rate_does_is_seen(alpha, words):
    assert fate(neuron(alpha), "ŷ") == words


@pytest.mark.parametrize("x", [1.0, 3.0, -0.5])
def test_7_two_over_the_curvature_parts_those_that_converge_from_those_that_do_not(x):
    limit = 2 / (x * x + 1)
    below, above = (path(neuron(limit * share, x=x), 800)[-1].loss for share in (0.98, 1.02))
    assert below < 1e-9
    assert above > 1e9
    assert fate(neuron(limit, x=x), "ŷ") == "jumps to and fro for ever"


def test_7_where_the_loss_is_0_there_is_nothing_to_do():
    assert fate(neuron(w=1.0, b=1.0), "ŷ") == "there is nothing to do: the loss is 0"
    assert "there is nothing to learn" in remarks(words_of(7, w=1, b=1))


def test_7_the_five_step_process_has_six_steps():
    told = under(told_as_usual(7), "how many steps")
    assert "“5-step process”, and under it a list of 6 steps" in told[0]
    assert len([row for row in told if re.match(r"\d \| ", row)]) == 6


def test_7_an_input_of_0_is_told_without_a_parabola():
    assert "does not depend on w at all" in remarks(words_of(7, x=0))


# ── 8 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_8_the_two_paths_of_b_are_added():
    story = told_as_usual(8)
    assert "∂y/∂b = ∂y/∂d + ∂y/∂e = (−1) + 3 = 2" in lines(story)
    assert under(story, "Two paths")[1:4] == ["d | −1", "e | 3", "together | 2"]


def test_8_the_letters_of_the_result_are_corrected():
    told = under(told_as_usual(8), "letters")
    assert "y in the formula, and f" in told[0]
    assert "one letter: y" in told[1]


def test_8_at_full_size_the_counts_are_those_of_the_course():
    row = next(row for row in under(told_as_usual(8), "What gradients cost") if row.startswith("10,000 |"))
    assert row.split(" | ")[:4] == ["10,000", "100,000", "110,000", "1,000,000,000"]


@pytest.mark.parametrize(("nodes", "parameters"), [(10, 1), (10, 3), (30, 7), (301, 1000), (50, 5000)])
def test_8_a_chain_has_the_nodes_and_about_the_parameters_asked_for(nodes, parameters):
    one = chain(nodes, parameters)
    assert one.cost.nodes[0] == nodes
    assert parameters * 0.5 < one.parameters <= parameters


def test_8_the_backward_pass_costs_the_same_however_many_the_parameters():
    few, many = (chain(1000, parameters) for parameters in (1000, 50_000))
    assert few.cost.nodes == many.cost.nodes
    assert sum(many.cost.nodes) < 5 * many.cost.nodes[0]


def test_8_moving_a_parameter_gives_the_gradient_of_the_backward_pass():
    one = chain(40, 60)
    found, unmoved = one.all_gradients(), one.value()
    for place in range(one.parameters):
        assert one.slope_by_moving(place, unmoved) == pytest.approx(one.gradient_of(place, found), rel=1e-4)


def test_8_times_are_told_with_what_was_measured():
    rows = "\n".join(under(told_in_words(8, largest_nodes=100, largest_parameters=100), "What gradients cost"))
    assert "Every forward pass was really made." in rows
    assert "100 | " in rows


def test_8_what_was_not_measured_is_multiplied_out_and_said_to_be(monkeypatch):
    monkeypatch.setattr(measuring, "ENOUGH", 0.0)
    told = under(told_in_words(8, largest_nodes=100, largest_parameters=1000), "What gradients cost")
    assert any("For P = 10, 100 and 1,000 only some of the forward passes were made" in one for one in told)
    row = next(one for one in told if one.startswith("1,000 | ") and "≈" in one).split(" | ")
    assert row[2] == str(measuring.FEWEST)


# ── 9 ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_9_forward_backward_and_update_are_right():
    told = lines(told_as_usual(9))
    for line in (
        "a1 = w1·x + b1 = 2·1 + 0 = 2",
        "a2 = w2·a1 + b2 = 3·2 + 1 = 7",
        "J = 0.5·(a2 − y)^2 = 0.5·(7 − 5)^2 = 2",
        "∂J/∂a2 = a2 − y = 7 − 5 = 2",
        "∂J/∂w2 = ∂J/∂a2·a1 = 2·2 = 4",
        "∂J/∂b2 = ∂J/∂a2 = 2",
        "∂J/∂a1 = ∂J/∂a2·w2 = 2·3 = 6",
        "∂J/∂w1 = ∂J/∂a1·x = 6·1 = 6",
        "∂J/∂b1 = ∂J/∂a1 = 6",
        "w1 ← w1 − α·∂J/∂w1 = 2 − 0.1·6 = 1.4",
        "b1 ← b1 − α·∂J/∂b1 = 0 − 0.1·6 = −0.6",
        "w2 ← w2 − α·∂J/∂w2 = 3 − 0.1·4 = 2.6",
        "b2 ← b2 − α·∂J/∂b2 = 1 − 0.1·2 = 0.8",
    ):
        assert line in told, line


def test_9_the_printed_gradient_stands_beside_the_true_one():
    told = under(told_as_usual(9), "∂J/∂a1")
    assert "∂J/∂a1 = 2·2 = 4" in told[0]
    assert "∂J/∂a1 = ∂J/∂a2·w2 = 2·3 = 6" in told[1]
    assert "multiplied by 2, where w2 is 3" in told[2]


def test_9_the_printed_mistake_is_told_with_its_own_numbers_whatever_the_lesson_is_given():
    told = under(words_of(9, **NUMBERS), "∂J/∂a1")
    assert "∂J/∂a1 = 2·2 = 4" in told[0]
    assert "∂J/∂a1 = ∂J/∂a2·w2 = 2·3 = 6" in told[1]


def test_9_five_quantities_hid_the_slip():
    assert suspects(layers()) == ["w1", "a1", "J", "∂J/∂a2", "∂J/∂b2"]
    told = "\n".join(under(told_as_usual(9), "∂J/∂a1"))
    assert "nobody can tell which slip it was" in told
    assert "2 | w1, a1, J, ∂J/∂a2, ∂J/∂b2" in told
    assert "a forgotten ·x is not seen" in told


def test_9_with_numbers_that_are_not_alike_the_slip_betrays_itself():
    assert equal_quantities(quantities(layers(**NUMBERS))) == []
    told = "\n".join(under(words_of(9, **NUMBERS), "∂J/∂a1"))
    assert "no two of them do" in told
    assert "betrays where it comes from" in told
    assert "the slip is seen" in told


def test_9_the_right_step_raises_the_loss_and_the_wrong_one_lowers_it():
    step = layers()
    assert step.next.loss == pytest.approx(2.2472, abs=1e-12)
    assert with_slip(step).loss == pytest.approx(0.5832, abs=1e-12)
    told = under(told_as_usual(9), "does the step reduce the loss")
    assert "from 2 to 2.2472" in told[1]
    assert "right | 1.4 | −0.6 | 2.6 | 0.8 | 2 | 2.2472" in told
    assert "with the slip | 1.6 | −0.4 | 2.6 | 0.8 | 2 | ≈ 0.5832" in told
    assert "a falling loss verifies no gradient" in "\n".join(told)


@pytest.mark.parametrize("numbers", [COURSE_NUMBERS, NUMBERS], ids=["of the course", "others"])
@pytest.mark.parametrize("alpha", [0.001, 0.1, 3.0])
def test_9_a_step_is_what_a_pencil_makes_of_it(numbers, alpha):
    step = layers(alpha, **numbers)
    expected = by_hand(alpha, **numbers)
    assert {name: step.new(name) for name in TWO_LAYER_WEIGHTS} == pytest.approx({name: expected[name] for name in TWO_LAYER_WEIGHTS}, rel=1e-12)
    assert step.next.loss == pytest.approx(expected["J"], rel=1e-12)


def test_9_the_largest_rate_that_does_not_raise_the_loss():
    limit = largest_rate_that_does_not_raise(layers())
    # J(α) is a polynomial of degree 4, so five points know it; its roots come from NumPy.
    rates = np.linspace(0, 0.2, 5)
    quartic = np.polynomial.Polynomial.fit(rates, [by_hand(rate, **COURSE_NUMBERS)["J"] - 2.0 for rate in rates], 4)
    roots = [root.real for root in quartic.roots() if abs(root.imag) < 1e-9 and root.real > 1e-6]
    assert limit == pytest.approx(min(roots), rel=1e-9)
    assert limit == pytest.approx(0.0967, abs=5e-5)
    assert "≈ 0.09672" in remarks(told_as_usual(9))


def test_9_where_all_gradients_are_0_no_rate_raises_the_loss():
    assert largest_rate_that_does_not_raise(layers(y=7.0)) is None
    assert "no step of any length changes the loss" in remarks(words_of(9, y=7))


def test_9_with_the_new_w2_one_gets_another_gradient():
    told = under(told_as_usual(9), "which layer first")
    assert "2·2.6 = 5.2 instead of 6" in told[2]
    assert "1.48 instead of 1.4" in told[2]


@pytest.mark.parametrize("numbers", [{}, NUMBERS, {"w1": 0.0, "b1": 0.0}, {"w2": 0.0}, {"b2": 5.0}])
def test_9_between_two_lowest_places_the_loss_is_higher(numbers):
    place = a_lowest_place(layers(**numbers))
    one, other, between = (along(place, share).loss for share in (1.0, -1.0, 0.0))
    assert one == pytest.approx(0, abs=1e-12)
    assert other == pytest.approx(0, abs=1e-12)
    assert between > 0.1


def test_9_the_hill_of_the_course_is_18_high():
    assert "0 | 0 | 0 | 0 | −1 | −1 | 18" in under(told_as_usual(9), "one valley")


# ── 10 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def the_loop() -> Story:
    return told(10)


def test_10_the_loop_goes_on_although_the_loss_rises_once_and_ends_by_the_stated_rule(the_loop):
    told = repeated(layers(), patience=10, tolerance=0.01, most=300)
    assert told.verdict is not None
    assert told.verdict.kind == "converged"
    assert told.steps[1].loss > told.steps[0].loss
    assert told.steps[-1].loss < 1e-20
    rows = under(the_loop, "the example of lesson 9")
    assert "2 | 2.88 | 2.2472 | 2 | 1" in rows
    assert any("the last 10 passes brought no loss lower than 0" in row and "stopped falling" in row for row in rows)
    assert any("in pass 2 it does not fall" in row for row in rows)


def test_10_a_loop_without_patience_would_have_stopped_at_once():
    told = repeated(layers(), patience=1, tolerance=0.01, most=300)
    assert len(told.steps) == 2
    assert told.watches[-1].best == 2


def test_10_a_loop_that_flies_off_is_told(the_loop):
    assert repeated(layers(alpha=10.0), patience=100, tolerance=0.01, most=300).verdict is None
    assert "left what the machine can hold" in remarks(words_of(10, alpha=10, patience=100, hidden=2, passes=110))


def test_10_backpropagation_computes_and_the_optimizer_adjusts(the_loop):
    told = under(the_loop, "who adjusts the weights")
    assert "Backpropagation means adjusting the weights" in told[0]
    assert "computes gradients" in told[1]
    assert "w1 | 2 | 2 | 6 | 1.4" in told


def test_10_real_data_end_by_the_same_rule(the_loop):
    told = under(the_loop, "real data")
    assert any("the last 10 epochs brought no loss lower than" in one and "stopped falling" in one for one in told)


@pytest.mark.parametrize("hidden", [2, 3, 8])
def test_10_zeros_are_fine_for_one_neuron_and_fatal_for_a_hidden_layer(hidden):
    told = under(words_of(10, hidden=hidden, passes=2), "where to start")
    assert "comes to a loss of 0" in told[2]
    zeros, alike, random = (row.split(" | ") for row in told[4:7])
    assert zeros == ["all weights 0", "1", "1", "1"]
    assert alike[3] == "1"
    assert random[3] == str(hidden)
    assert random[2] == "< 10⁻¹²"
    assert float(alike[2].removeprefix("≈ ")) > 0.5


def test_10_what_is_kept_besides_the_weights(the_loop):
    told = under(the_loop, "What is kept")
    assert "67 numbers" in "\n".join(told)
    assert any("minus 5.8" in row for row in told)
    assert any("setosa, versicolor, virginica" in row for row in told)


def test_10_universal_approximation_is_said_with_its_conditions(the_loop):
    said = "\n".join(under(the_loop, "What the loop can reach"))
    for word in ("continuous function", "closed and bounded", "enough units", "no polynomial", "not that the loop finds them"):
        assert word in said


def test_10_an_impatient_loop_is_not_said_to_have_nothing_to_wait_for():
    told = words_of(10, patience=1, hidden=1)
    assert "this loop stops in pass 2, with a lowest loss of 2. With more patience it goes on to 0" in remarks(told)
    assert "of no use" not in remarks(told)


def test_10_patience_is_of_no_use_where_the_descent_flies_off():
    assert "patience is of no use here" in remarks(words_of(10, alpha=0.3, patience=100, hidden=1, passes=50))


def test_10_one_pass_says_nothing_of_a_fall():
    said = remarks(words_of(10, passes=1, hidden=1))
    assert "no other loss to compare with" in said
    assert "falls at every pass" not in said


@pytest.mark.parametrize(("alpha", "tolerance", "patience"), [(0.0001, 0.01, 10), (0.0001, 0.5, 3), (0.1, 0.5, 10)])
def test_10_the_best_that_counted_is_the_best_by_more_than_the_tolerance(alpha, tolerance, patience):
    story = words_of(10, alpha=alpha, tolerance=tolerance, patience=patience, hidden=1, passes=60)
    told = repeated(layers(alpha=alpha), patience=patience, tolerance=tolerance, most=60)
    best = float("inf")
    for loss, watch in zip(told.losses, told.watches, strict=True):
        best = loss if loss < best * (1 - tolerance) else best
        assert watch.best == best
    assert any(words_text(title) == "best J that counted" for block in story.blocks if isinstance(block, Table) for title in block.header)


def test_10_a_loop_that_ends_while_the_loss_still_falls_says_so():
    said = remarks(words_of(10, alpha=0.0001, tolerance=0.5, patience=3, hidden=1, passes=60))
    assert "falls at every pass, but by too little to count" in said
    assert "by more than 50% of it" in said


def test_10_says_which_loss_and_which_rows(the_loop):
    said = remarks(the_loop)
    for words in ("J = ½·(a2 − y)²", "The loss is the cross entropy: L = ", "(−1, 1) → 1", "mean squared error (without ½)"):
        assert words in said


def test_9_beyond_the_safe_rates_there_may_be_others_that_do_not_raise_the_loss():
    step = layers()
    ((low, high),) = later_windows(step, largest_rate_that_does_not_raise(step))
    # a2(α) − y = 2·(24α² − 23α + 1): minus the start where 24α² − 23α + 2 = 0, the start again where 24α = 23.
    assert low == pytest.approx(max(np.roots([24, -23, 2])), rel=1e-9)
    assert high == pytest.approx(23 / 24, rel=1e-9)
    said = remarks(words_of(9, alpha=0.9))
    assert "≈ 0.09672: every smaller α is safe" in said
    assert "from α ≈ 0.8616 to ≈ 0.9583 it does not" in said


@pytest.mark.parametrize("numbers", [{"w2": 0.0}, {"w1": 3.0, "b2": -3.0}, {"x": 0.0}, {}, NUMBERS])
def test_9_what_a_wrong_gradient_betrays_is_what_the_table_shows(numbers):
    step = layers(**numbers)
    told = under(words_of(9, **numbers), "∂J/∂a1")
    found = {name: quantities(step)[name] * step.gradient("a2") for name in suspects(layers()) if name != "∂J/∂b2"}
    distinct = len({round(value, 9) for value in found.values()}) == len(found)
    hidden = any(value == step.gradient("a1") for value in found.values())
    assert any("betrays where it comes from" in one for one in told) == (distinct and not hidden)


@pytest.mark.parametrize("numbers", [{"x": 0.0}, {"y": 7.0}, {"w2": 0.0}, {"w1": 0.0}, {}])
def test_9_no_number_is_said_to_be_another_that_prints_the_same(numbers):
    for said in under(words_of(9, **numbers), "which layer first"):
        assert not re.search(r"(?<!\S)(\S+) instead of \1(?!\d|\.\d)", said)


def test_9_too_long_is_said_of_the_printed_step_only():
    assert "the printed step is too long" in remarks(words_of(9, alpha=0.05))


def test_9_the_valleys_say_when_they_take_other_numbers():
    assert "w1 = 0, b1 = 1, w2 = 1 were taken instead" in remarks(words_of(9, w2=0))
    assert "were taken instead" not in remarks(told_as_usual(9))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"a": 2, "b": -2, "c": -2}, "nothing comes back along either path"),
        ({"a": -2}, "leaves out the path through d gets 0 instead; the one through e adds nothing"),
        ({"c": 2}, "leaves out the path through e gets 0 instead; the one through d adds nothing"),
        ({}, "gets −1 or 3 instead"),
    ],
)
def test_8_a_forgotten_path_gives_a_wrong_number_only_where_something_comes_back(numbers, words):
    assert words in remarks(words_of(8, **SMALL, times=0, **numbers))


def test_8_a_small_ratio_keeps_its_digits():
    rows = under(words_of(8, times=0, largest_nodes=1000, largest_parameters=100), "What gradients cost")
    ratios = [row.split(" | ")[-1] for row in rows if row.count(" | ") == 6]
    assert len(ratios) == 3
    assert "0" not in ratios


def test_7_a_start_without_a_loss_has_no_path_on_a_parabola():
    told = " ".join(under(words_of(7, y=0), "not one parabola"))
    assert "The loss is 0 from the start" in told
    assert "really" not in told


def test_7_left_out_steps_leave_dots():
    rows = under(words_of(7, alpha=0.05, steps=100), "The descent")
    places = [row.split(" | ")[0] for row in rows if " | " in row]
    assert places == [*map(str, range(11)), "…", "100"]


@pytest.mark.parametrize(("x", "seen"), [(1, True), (3, False)])
def test_7_an_input_of_1_is_said_to_hide_a_forgotten_factor(x, seen):
    assert ("a forgotten ·x would not be seen" in remarks(words_of(7, x=x))) == seen


def test_6_how_many_times_smaller_is_said_without_powers_of_ten():
    said = remarks(words_of(6, power=3, x=0))
    assert "about 1,000 times smaller" in said
    assert "e+" not in said
