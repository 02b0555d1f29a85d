"""What a piece of a sheet becomes: products by their shapes, activations that are written out, strokes behind functions."""

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.coach.building import Builder
from glassgrad.coach.losses_by_word import CONVENTIONS, conventions
from glassgrad.coach.products import product
from glassgrad.coach.reading import read_sheet
from glassgrad.coach.recognising import recognised
from glassgrad.coach.slopes import composed
from glassgrad.coach.splitting import activation_pages
from glassgrad.graph import ExpressionError, ShapeError, pages


def variable(*shape):
    return pages.variable(shape=shape)


def tree(text):
    return read_sheet(f"q = {text}").statements[0].sides[1].tree


@pytest.mark.parametrize(
    ("sign", "left", "right", "shape"),
    [
        ("*", (), (3,), (3,)),
        ("·", (3,), (3,), ()),
        ("*", (3,), (3,), (3,)),
        ("⊙", (2, 2), (2, 2), (2, 2)),
        ("·", (2, 2), (2, 2), (2, 2)),
        ("*", (2, 3), (3,), (2,)),
        ("@", (2, 3), (3, 4), (2, 4)),
        ("·", (2, 3), (2, 3), (2, 3)),
    ],
)
def test_a_product_is_seen_from_the_shapes(sign, left, right, shape):
    assert product(sign, variable(*left), variable(*right)).shape == shape


def test_a_vector_times_a_transposed_one_is_every_product():
    delta, x = variable(2), variable(3)
    found = product("·", delta, x, right_is_row=True)
    assert gg.evaluate(found, {delta: [1, 2], x: [3, 4, 5]})[found].tolist() == [[3, 4, 5], [6, 8, 10]]


def test_a_dot_between_two_square_matrices_is_a_matrix_product_and_a_star_is_not():
    a, b = variable(2, 2), variable(2, 2)
    numbers = {a: [[1, 2], [3, 4]], b: [[5, 6], [7, 8]]}
    dot, star = product("·", a, b), product("*", a, b)
    assert gg.evaluate(dot, numbers)[dot].tolist() == [[19, 22], [43, 50]]
    assert gg.evaluate(star, numbers)[star].tolist() == [[5, 12], [21, 32]]


def test_what_does_not_fit_is_told_in_rows_and_columns():
    with pytest.raises(ShapeError, match="3 columns, the right one 2 rows"):
        product("@", variable(2, 3), variable(2))
    with pytest.raises(ShapeError, match="a column and a plain vector"):
        product("⊙", variable(3, 1), variable(3))


@pytest.mark.parametrize("op", sorted((op for op in activation_pages() if op.recipe and len(op.slots) == 1), key=lambda op: op.name), ids=lambda op: op.name)
def test_an_activation_written_out_is_the_page(op):
    x = variable(3)
    written = op.recipe(x, **op.defaults)
    found = recognised(written)
    at = np.array([-1.3, 0.2, 2.1])
    np.testing.assert_allclose(gg.evaluate(found, {x: at})[found], gg.evaluate(node := op(x), {x: at})[node], rtol=1e-12)


def test_a_sigmoid_of_a_formula_is_recognised_in_any_order():
    for text in ("1/(1+exp(-(w*x+b)))", "1/(exp(-(w*x+b))+1)"):
        assert str(recognised(gg.parse(text))) == "sigmoid(w·x + b)"
    assert str(recognised(gg.parse("(exp(x)-exp(-x))/(exp(x)+exp(-x))"))) == "tanh(x)"
    assert str(recognised(gg.parse("1/(2+exp(-x))"))) == "1 / (2 + exp(−x))"


def test_a_stroke_is_the_derivative_of_the_function():
    found = Builder(lambda quantity: None).build(tree("tanh'(0.5) + sigma'(0)"))
    assert float(gg.evaluate(found)[found]) == pytest.approx(1 - np.tanh(0.5) ** 2 + 0.25, rel=1e-12)
    with pytest.raises(ExpressionError, match="one stroke"):
        Builder(lambda quantity: None).build(tree("tanh''(0.5)"))


def test_an_array_may_hold_formulas():
    found = Builder(lambda quantity: None).build(tree("[[1, 2*3], [4 - 1, 0.5]]"))
    assert gg.evaluate(found)[found].tolist() == [[1, 6], [3, 0.5]]
    with pytest.raises(ShapeError, match="differ in length"):
        Builder(lambda quantity: None).build(tree("[[1, 2], [3]]"))


@pytest.mark.parametrize("word", CONVENTIONS)
def test_every_loss_by_a_word_has_conventions_that_differ(word):
    predicted, target = np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    p, y = variable(2, 2), variable(2, 2)
    numbers = [float(gg.evaluate(node, {p: predicted, y: target})[node]) for node in conventions(word, [p, y]).values()]
    assert len({round(number, 12) for number in numbers}) == len(numbers)
    assert conventions("no_such_loss", [p, y]) == {}


def test_the_usual_conventions_are_those_of_their_names():
    p, y = variable(3), variable(3)
    at = {p: [1.0, 2.0, 4.0], y: [1.0, 1.0, 1.0]}
    first = {word: float(gg.evaluate(node := next(iter(conventions(word, [p, y]).values())), at)[node]) for word in ("mean_squared_error", "squared_error")}
    assert first == {"mean_squared_error": pytest.approx(10 / 3), "squared_error": pytest.approx(10)}


def test_composed_formulas_end_where_they_are_told_to():
    from glassgrad.coach.quantities import Named
    from glassgrad.coach.workings import Workings

    leaves = {Named(name): variable() for name in "xzy"}
    work = Workings(leaves, {"z": leaves[Named("x")] * 2, "y": leaves[Named("z")] ** 2})
    whole = composed(work, Named("y"), set())
    assert float(gg.evaluate(whole, {leaves[Named("x")]: 3.0})[whole]) == 36
    short = composed(work, Named("y"), {Named("z")})
    assert float(gg.evaluate(short, {leaves[Named("z")]: 3.0})[short]) == 9
