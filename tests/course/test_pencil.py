"""The course's worked examples, to 1e-12; and its errata, each with what is printed and what is right."""

import pytest
from scipy.optimize import brentq

from glassgrad.graph import Node, pages
from glassgrad.readers import evaluate, gradients, parse, simplify


def exactly(value: float) -> object:
    return pytest.approx(value, rel=1e-12, abs=1e-12)


def at(node: Node, values: dict[str, float]) -> float:
    return float(evaluate(node, values)[node])


def slopes(node: Node, values: dict[str, float]) -> dict[str, float]:
    g = gradients(node)
    found = evaluate(g.values(), values)
    return {leaf.name: float(found[g[leaf]]) for leaf in g}


def step(loss: Node, values: dict[str, float], rate: float, weights: tuple[str, ...]) -> dict[str, float]:
    found = slopes(loss, values)
    return {name: value - rate * found[name] if name in weights else value for name, value in values.items()}


# ── 6. calculus ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("text", "x", "slope"), [("x**2", 3.0, 6.0), ("x**2", 0.0, 0.0), ("(x + 2)**2", 1.0, 6.0), ("(x + 2)**2", -2.0, 0.0)])
def test_the_power_rule_and_the_chain_rule(text: str, x: float, slope: float) -> None:
    assert slopes(parse(text), {"x": x}) == {"x": exactly(slope)}


def test_a_partial_derivative_holds_the_other_still() -> None:
    f = parse("w * 2 + b")
    assert slopes(f, {"w": 0.3, "b": -7.0}) == {"w": exactly(2.0), "b": exactly(1.0)}


# ── 7. one neuron: x = 1, y = 2, w = b = 0, α = 0.5 ────────────────────────────────────────────────────────────────────────────────

FIRST = {"x": 1.0, "y": 2.0, "w": 0.0, "b": 0.0}
HALF = "0.5 * (w * x + b - y)**2"


def test_the_first_example_reaches_its_target_in_one_step() -> None:
    loss = parse(HALF)
    assert at(loss, FIRST) == exactly(2.0)
    found = slopes(loss, FIRST)
    assert (found["w"], found["b"]) == (exactly(-2.0), exactly(-2.0))
    after = step(loss, FIRST, 0.5, ("w", "b"))
    assert (after["w"], after["b"]) == (exactly(1.0), exactly(1.0))
    assert at(loss, after) == exactly(0.0)


@pytest.mark.parametrize(("w", "b"), [(1.0, 1.0), (2.0, 0.0), (0.0, 2.0), (100.0, -98.0), (-0.5, 2.5)])
def test_every_w_plus_b_of_two_is_a_minimum_a_trough_and_not_a_bowl(w: float, b: float) -> None:
    values = {**FIRST, "w": w, "b": b}
    found = slopes(parse(HALF), values)
    assert at(parse(HALF), values) == exactly(0.0)
    assert (found["w"], found["b"]) == (exactly(0.0), exactly(0.0))


def test_without_the_half_the_same_step_oscillates_for_ever_at_a_loss_of_four() -> None:
    loss, values = parse("(w * x + b - y)**2"), FIRST
    for _ in range(10):
        assert at(loss, values) == exactly(4.0)
        values = step(loss, values, 0.5, ("w", "b"))
    assert (values["w"], values["b"]) == (exactly(0.0), exactly(0.0))


def test_b_moves_too_so_the_loss_against_w_is_another_parabola_after_the_step() -> None:
    loss = parse(HALF)
    after = step(loss, FIRST, 0.1, ("w", "b"))
    before_at_2, after_at_2 = at(loss, {**FIRST, "w": 2.0}), at(loss, {**after, "w": 2.0})
    assert before_at_2 == exactly(0.0)
    assert after_at_2 == exactly(0.02)


# ── 8. y = (a + b)·(b − c) ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_b_feeds_two_nodes_and_its_two_paths_are_summed() -> None:
    y = parse("(a + b) * (b - c)")
    values = {"a": 1.0, "b": 2.0, "c": 3.0}
    assert at(y, values) == exactly(-3.0)
    assert slopes(y, values) == {"a": exactly(-1.0), "b": exactly(2.0), "c": exactly(-3.0)}
    roads = gradients(y).paths[next(leaf for leaf in gradients(y) if leaf.name == "b")]
    assert sorted(at(road.contribution, values) for road in roads) == [exactly(-1.0), exactly(3.0)]


# ── 9. two layers by hand: x = 1, y = 5, w1 = 2, b1 = 0, w2 = 3, b2 = 1 ──────────────────────────────────────────────────────────────

SECOND = {"x": 1.0, "y": 5.0, "w1": 2.0, "b1": 0.0, "w2": 3.0, "b2": 1.0}
WEIGHTS = ("w1", "b1", "w2", "b2")


def two_layers() -> tuple[Node, Node, Node]:
    x, y, w1, b1, w2, b2 = (pages.variable(shape=(), name=name) for name in SECOND)
    a1 = (w1 * x + b1).named("a1")
    a2 = (w2 * a1 + b2).named("a2")
    return a1, a2, (0.5 * (a2 - y) ** 2).named("J")


def test_the_forward_pass_by_hand() -> None:
    a1, a2, loss = two_layers()
    values = evaluate(loss, SECOND)
    assert (values[a1], values[a2], values[loss]) == (exactly(2.0), exactly(7.0), exactly(2.0))


def test_the_backward_pass_by_hand() -> None:
    a1, a2, loss = two_layers()
    g = gradients(loss, [a2, "b2", "w2", a1, "w1", "b1"])
    values = evaluate(g.values(), SECOND)
    assert {node.name: float(values[g[node]]) for node in g} == {
        "a2": exactly(2.0),
        "b2": exactly(2.0),
        "w2": exactly(4.0),
        "a1": exactly(6.0),
        "w1": exactly(6.0),
        "b1": exactly(6.0),
    }


def test_the_update_by_hand() -> None:
    _, _, loss = two_layers()
    after = step(loss, SECOND, 0.1, WEIGHTS)
    assert {name: after[name] for name in WEIGHTS} == {"w2": exactly(2.6), "b2": exactly(0.8), "w1": exactly(1.4), "b1": exactly(-0.6)}


def test_the_gradient_of_the_loss_reads_as_the_error() -> None:
    _, a2, loss = two_layers()
    error = simplify(gradients(loss, [a2])[a2])
    assert [node.name for node in error.inputs] == ["a2", "y"]
    assert at(error, SECOND) == exactly(2.0)


# ── errata ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_erratum_the_gradient_of_a1_is_six_and_not_four() -> None:
    a1, _, loss = two_layers()
    printed = {"a1": 4.0, "w1": 4.0, "b1": 4.0}
    g = gradients(loss, [a1, "w1", "b1"])
    values = evaluate(g.values(), SECOND)
    for node in g:
        assert values[g[node]] != pytest.approx(printed[node.name])
        assert values[g[node]] == exactly(6.0)
    # It multiplied ∂J/∂a2 = 2 by 2 where w2 = 3 belongs.
    assert printed["a1"] == exactly(2.0 * 2.0)
    assert float(values[g["w1"]]) == exactly(2.0 * SECOND["w2"])


def test_erratum_nobody_notices_because_five_quantities_are_two() -> None:
    a1, a2, loss = two_layers()
    g = gradients(loss, [a2, "b2"])
    values = evaluate([loss, *g.values()], SECOND)
    assert {float(values["w1"]), float(values[a1]), float(values[g[a2]]), float(values[g["b2"]]), float(values[loss])} == {2.0}


def test_erratum_the_correct_step_raises_the_loss() -> None:
    _, _, loss = two_layers()
    after = at(loss, step(loss, SECOND, 0.1, WEIGHTS))
    assert after > at(loss, SECOND)
    assert after == exactly(2.2472)


def test_erratum_the_largest_learning_rate_that_does_not_raise_it_is_about_0_0967() -> None:
    _, _, loss = two_layers()
    largest = brentq(lambda rate: at(loss, step(loss, SECOND, rate, WEIGHTS)) - 2.0, 0.05, 0.15, xtol=1e-14)
    assert largest == pytest.approx(0.0967, abs=5e-5)
    assert at(loss, step(loss, SECOND, 0.99 * largest, WEIGHTS)) < 2.0 < at(loss, step(loss, SECOND, 1.01 * largest, WEIGHTS))


def test_erratum_a_falling_loss_verifies_no_gradient() -> None:
    _, _, loss = two_layers()
    wrong = {"w1": 4.0, "b1": 4.0, "w2": 4.0, "b2": 2.0}
    after = {name: value - 0.1 * wrong.get(name, 0.0) for name, value in SECOND.items()}
    assert at(loss, after) == exactly(0.5832)
    assert at(loss, after) < at(loss, SECOND) < at(loss, step(loss, SECOND, 0.1, WEIGHTS))


def test_erratum_layer_two_first_is_right_only_with_the_gradients_taken_before() -> None:
    _, _, loss = two_layers()
    right = step(loss, SECOND, 0.1, WEIGHTS)
    second_layer_first = step(loss, SECOND, 0.1, ("w2", "b2"))
    by_turns = step(loss, second_layer_first, 0.1, ("w1", "b1"))
    # ∂J/∂w1 is 6 with the old w2 and b2; with the new ones it is (2.6·2 + 0.8 − 5)·2.6.
    assert (right["w1"], by_turns["w1"]) == (exactly(1.4), exactly(2.0 - 0.1 * 2.6))
    assert by_turns["b1"] == exactly(-0.26)


def test_erratum_an_input_of_one_hides_a_forgotten_x() -> None:
    _, _, loss = two_layers()
    assert slopes(loss, SECOND)["w1"] == slopes(loss, SECOND)["b1"]
    elsewhere = {**SECOND, "x": 3.0}
    assert slopes(loss, elsewhere)["w1"] == exactly(3.0 * slopes(loss, elsewhere)["b1"])


def test_erratum_two_linear_layers_are_already_not_convex() -> None:
    _, _, loss = two_layers()
    one, other = ({**SECOND, "w1": sign * 2.0, "w2": sign * 2.0, "b2": 1.0} for sign in (1, -1))
    halfway = {**SECOND, "w1": 0.0, "w2": 0.0, "b2": 1.0}
    assert at(loss, one) == at(loss, other) == exactly(0.0)
    assert at(loss, halfway) == exactly(8.0)


def test_erratum_three_conventions_of_the_loss_give_three_steps() -> None:
    half, whole = parse("0.5 * (p - y)**2"), parse("(p - y)**2")
    values = {"p": 7.0, "y": 5.0}
    assert (slopes(half, values)["p"], slopes(whole, values)["p"]) == (exactly(2.0), exactly(4.0))
    mean = pages.mean((pages.variable(shape=(2,), name="p") - pages.constant(value=[5.0, 5.0])) ** 2)
    g = gradients(mean)["p"]
    assert evaluate(g, p=[7.0, 5.0])[g].tolist() == [exactly(2.0), exactly(0.0)]
