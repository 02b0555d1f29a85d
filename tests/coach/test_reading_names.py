"""However a quantity, a derivative or an updated parameter is written, it is the same one."""

import pytest

from glassgrad.coach.reading import Derivative, Mention, Named, Updated, read_sheet
from tests.coach.reading_trees import say


def quantity(text, before=""):
    """The quantity on the left side of the last statement."""
    sheet = read_sheet(f"{before}\n{text} = 3" if before else f"{text} = 3")
    assert sheet.unread == ()
    tree = sheet.statements[-1].sides[0].tree
    assert isinstance(tree, Mention)
    return tree.quantity


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("w1", ["w1", "w_1", "w_{1}", "w₁", r"\mathbf{w}_1", r"\mathbf{w}_{1}", "$w_1$", r"w_{\text{1}}", "`w1`", "**w1**"]),
        ("net_o1", ["net_o1", "net_{o1}", r"\text{net}_{o1}", r"\mathrm{net}_{o1}", r"net\_o1", "net_{o_1}"]),
        ("α", ["alpha", r"\alpha", "α", r"$\alpha$"]),
        ("δ_o1", ["delta_o1", r"\delta_{o1}", "δ_o1", r"\delta_{\text{o1}}"]),
        ("ε", ["epsilon", r"\varepsilon", r"\epsilon", "ϵ", "ε"]),
        ("ŷ", ["ŷ", r"\hat{y}", r"\hat y", "y_hat", "yhat", "y\u0302", r"\widehat{y}"]),
        ("ŷ1", [r"\hat{y}_1", r"\hat{y_1}", "ŷ₁", "y_hat1", "yhat_1", "ŷ_{1}", "y_hat_1"]),
        ("a^(1)", ["a^{(1)}", "a^{[1]}", "a^(1)", "a^[1]", "a⁽¹⁾"]),
        ("w^(1)_20", ["w^{(1)}_{20}", "w_{20}^{(1)}", "w^{[1]}_{20}", "w_{20}^(1)"]),
        ("E_total", ["E_total", "E_{total}", r"E_{\text{total}}"]),
        ("w1_2", ["w_{1,2}", "w_1_2", "w1_2"]),
        ("learning_rate", ["learning rate", "learning_rate", r"\text{learning rate}", "Learning rate"]),
        ("Loss", ["Loss", r"\text{Loss}", r"\operatorname{Loss}"]),
        ("L", [r"\mathcal{L}", "L"]),
        ("Δw1", [r"\Delta w_1", "Δw1", r"\Delta w_{1}"]),
        ("θ", ["theta", r"\theta", r"\vartheta", "θ"]),
    ],
)
def test_every_spelling_is_one_name(name, spellings):
    for spelling in spellings:
        assert quantity(spelling) == Named(name), spelling


def test_names_that_differ_stay_apart():
    names = [quantity(one) for one in ("w1", "W1", "w_11", "w_{1,1}", "a1", "a^{(1)}", "out_h1", "out_h2", "σ", "s")]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("expected", "spellings"),
    [
        (Derivative("J", ("a2",)), ["dJ/da2", "∂J/∂a2", r"\frac{\partial J}{\partial a_2}", r"\frac{dJ}{da_2}", r"\partial J / \partial a_2", "∂J/∂a₂"]),
        (Derivative("J", ("a2",)), ["partial J / partial a2", r"\partial_{a_2} J", "∂_a2 J", "∇_a2 J", r"\nabla_{a_{2}} J", r"\dfrac{d J}{d a_2}"]),
        (Derivative("J", ("w",)), ["J'(w)", "dJ_dw", "dJdw", "dJ/dw", r"\frac{d}{dw} J", "d/dw J", r"\frac{\mathrm{d}J}{\mathrm{d}w}", "∂/∂w J"]),
        (Derivative("E_total", ("net_o1",)), ["∂E_total/∂net_o1", "dE_total/dnet_o1", r"\frac{\partial E_{total}}{\partial net_{o1}}"]),
        (Derivative("", ("w",)), ["dw", "grad_w"]),
        (Derivative("f", ("x", "x")), ["d²f/dx²", r"\frac{d^2 f}{dx^2}", r"\frac{\partial^2 f}{\partial x^2}", "∂²f/∂x∂x", "d^2f/dx^2"]),
        (Derivative("f", ("a", "b")), [r"\frac{\partial^2 f}{\partial a \partial b}", "∂²f/∂a∂b"]),
        (Derivative("L", ("ŷ",)), ["dL/dŷ", "∂L/∂ŷ", r"\frac{\partial L}{\partial \hat{y}}", "dL/dy_hat"]),
        (Derivative("J", ("W^(1)",)), [r"\frac{\partial J}{\partial W^{(1)}}", "dJ/dW^{(1)}", r"\nabla_{W^{(1)}} J"]),
        (Derivative("J", ("θ1",)), [r"\frac{\partial J}{\partial\theta_1}", r"dJ/d\theta_1", "dJ/dtheta1"]),
        (Derivative("y", ("d",)), ["dy/dd", "∂y/∂d", r"\frac{dy}{dd}"]),
    ],
)
def test_every_notation_is_one_derivative(expected, spellings):
    for spelling in spellings:
        assert quantity(spelling, "J = 1, w = 2, d = 4") == expected, spelling


def test_a_name_with_a_d_is_a_derivative_only_where_the_rest_is_a_quantity():
    assert quantity("dw1", "w1 = 2") == Derivative("", ("w1",))
    assert quantity("dw1") == Named("dw1")
    assert quantity("data", "a = 1, t = 2") == Named("data")
    assert quantity("dot", "x = 1") == Named("dot")
    assert quantity("ddot", "dot = 1") == Derivative("", ("dot",))


def test_d_may_be_a_quantity():
    sheet = read_sheet("d = a + b\ny = d*e\ndy/dd = e\n∂y/∂a = dy/dd · dd/da")
    assert sheet.unread == ()
    first, last = sheet.statements[0].sides[0].tree, sheet.statements[-1].sides[1].tree
    assert first.quantity == Named("d")
    assert [part.quantity for part in last.parts] == [Derivative("y", ("d",)), Derivative("d", ("a",))]


@pytest.mark.parametrize(
    "spelling",
    [
        *("w1_new", "w_{1}^{new}", "w_{1,new}", "w_{1_new}", r"w_{1,\text{new}}", "w1'", "w_1^{+}", "w1^+", "w1+", "w₁⁺", "new w1", "w1(new)"),
        *("w_1^{(t+1)}", "updated w1", "the new value of w1", "new_w1", r"\mathbf{w}_1^{\text{new}}", "New weight w1", "w1_updated", "w_1'"),
    ],
)
def test_every_mark_of_an_updated_parameter(spelling):
    assert quantity(spelling) == Updated("w1")


def test_the_old_value_is_the_parameter_itself():
    assert quantity("w_{old}") == quantity("w_old") == quantity("old w") == Named("w")
    sheet = read_sheet(r"w^{(t+1)} = w^{(t)} - 2; θ_{t+1} = θ_t - 1")
    assert [one.sides[1].tree.parts[0].quantity for one in sheet.statements] == [Named("w"), Named("θ")]


@pytest.mark.parametrize(
    "text", ["w = w - 0.5*g", "w := w - 0.5*g", "w ← w − 0.5·g", "w <- w - 0.5*g", "w -= 0.5*g", "w = 2, w := 1.4", "w -> 1.4", "w ← 2 − 0.1·dJ/dw"]
)
def test_assignments_that_update(text):
    sheet = read_sheet(text)
    assert sheet.unread == ()
    assert sheet.statements[-1].sides[0].tree.quantity == Updated("w")


def test_assignments_that_define():
    assert read_sheet("a := w*x + b").statements[0].sides[0].tree.quantity == Named("a")
    assert read_sheet("x ← 1").statements[0].sides[0].tree.quantity == Named("x")


def test_from_an_old_to_a_new_value():
    both = [one.sides[0].tree.quantity for one in read_sheet("w1: 2 → 1.4").statements]
    assert both == [Named("w1"), Updated("w1")]
    known = [one.sides[0].tree.quantity for one in read_sheet("w1 = 2\n- w_1 : $2 \\rightarrow 1.4$").statements]
    assert known == [Named("w1"), Updated("w1")]
    another = [one.sides[0].tree.quantity for one in read_sheet("w1 = 2\nw1: 3 → 1.4").statements]
    assert another == [Named("w1"), Named("w1"), Updated("w1")]


def test_letters_that_look_like_others_are_refused_with_their_name():
    (unread,) = read_sheet("х = 3").unread
    assert "CYRILLIC SMALL LETTER HA" in unread.why
    (unread,) = read_sheet("ａ1 = 3").unread
    assert "a1" in unread.why


def test_raised_terms_are_powers_and_neighbours_are_not_updates():
    sheet = read_sheet("q = n*x^(n-1) + x^(n+1) + x^{n+1}; x_{i+1} = 2")
    assert sheet.unread == ()
    assert say(sheet.statements[0].sides[1].tree) == "(((n * (x ** (n - 1))) + (x ** (n + 1))) + (x ** (n + 1)))"
    assert sheet.statements[1].sides[0].tree.quantity == Named("x_i+1")
