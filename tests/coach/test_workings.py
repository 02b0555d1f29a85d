"""Workings: the formulas of a calculation as one writes them by hand come to what the gradients of the whole come to."""

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.coach.quantities import Derivative, Named, Updated
from glassgrad.coach.symbols import quantity_symbol
from glassgrad.coach.values import value
from glassgrad.coach.workings import Workings
from glassgrad.graph import MissingValueError, ShapeError, pages
from glassgrad.writing.formula import write


def workings(shapes, build, **more):
    """Workings with leaves of these shapes; `build` makes the formulas from a function name → leaf."""
    leaves = {Named(name): pages.variable(shape=shape) for name, shape in shapes.items()}
    return Workings(leaves, build(lambda name: leaves[Named(name)]), **more)


def two_layers():
    return workings(
        dict.fromkeys(("x", "y", "w1", "b1", "w2", "b2", "α", "a1", "a2", "J"), ()),
        lambda of: {
            "a1": pages.sigmoid(of("w1") * of("x") + of("b1")),
            "a2": of("w2") * of("a1") + of("b2"),
            "J": 0.5 * (of("a2") - of("y")) ** 2,
        },
        loss="J",
        rate="α",
    )


GIVEN = {Named(name): np.float64(number) for name, number in {"x": 0.7, "y": 5, "w1": 2, "b1": 0.1, "w2": 3, "b2": 1, "α": 0.1}.items()}


def formula(work, quantity):
    return write(work.piece(quantity).formula, {leaf: quantity_symbol(one) for one, leaf in work.leaves.items()}).text


def test_derivatives_read_as_they_are_written_by_hand():
    work = two_layers()
    assert formula(work, Derivative("J", ("a2",))) == "a2 − y"
    assert formula(work, Derivative("J", ("w2",))) == "∂J/∂a2·a1"
    assert formula(work, Derivative("J", ("a1",))) == "∂J/∂a2·w2"
    assert formula(work, Derivative("J", ("inside a1",))) == "∂J/∂a1·a1·(1 − a1)"
    assert formula(work, Updated("w1")) == "w1 − α·∂J/∂w1"


def test_what_stands_inside_an_activation_is_a_quantity():
    work = two_layers()
    assert value(work, Named("inside a1"), GIVEN) == pytest.approx(2 * 0.7 + 0.1)


@pytest.mark.parametrize("name", ["x", "y", "w1", "b1", "w2", "b2"])
def test_derivatives_come_to_those_of_the_whole_formula(name):
    whole = gg.parse("0.5*(w2*sigmoid(w1*x + b1) + b2 - y)^2")
    numbers = {one.name: float(number) for one, number in GIVEN.items() if one.name != "α"}
    slope = gg.gradients(whole)[name]
    assert value(two_layers(), Derivative("J", (name,)), GIVEN) == pytest.approx(float(gg.evaluate(slope, numbers)[slope]), rel=1e-12)


def test_second_derivatives():
    work = workings({"x": (), "f": ()}, lambda of: {"f": of("x") ** 3})
    assert value(work, Derivative("f", ("x", "x")), {Named("x"): np.float64(2)}) == pytest.approx(12)


def test_paths_are_kept_apart():
    work = workings(dict.fromkeys(("a", "b", "c", "d", "e", "y"), ()), lambda of: {"d": of("a") + of("b"), "e": of("b") - of("c"), "y": of("d") * of("e")})
    piece = work.piece(Derivative("y", ("b",)))
    assert [term.through for term in piece.terms] == ["d", "e"]
    assert value(work, Derivative("y", ("b",)), {Named("a"): 1.0, Named("b"): 2.0, Named("c"): 3.0}) == pytest.approx(2)


def test_what_is_known_is_not_worked_out():
    work = two_layers()
    assert value(work, Derivative("J", ("w2",)), {**GIVEN, Derivative("J", ("a2",)): np.float64(10), Named("a1"): np.float64(2)}) == 20


def test_a_changed_formula_changes_what_depends_on_it():
    work = two_layers()
    changed = {Named("a2"): work.leaf(Named("w2")) * work.leaf(Named("a1"))}
    assert value(work, Named("a2"), GIVEN, changed) == pytest.approx(value(work, Named("a2"), GIVEN) - 1)
    assert value(work, Derivative("J", ("a2",)), GIVEN, changed) == pytest.approx(value(work, Derivative("J", ("a2",)), GIVEN) - 1)


def test_matrices():
    work = workings(
        {"W": (2, 3), "x": (3,), "b": (2,), "y": (2,), "z": (2,), "a": (2,), "J": ()},
        lambda of: {"z": of("W") @ of("x") + of("b"), "a": pages.tanh(of("z")), "J": 0.5 * pages.sum((of("a") - of("y")) ** 2)},
    )
    draw = np.random.default_rng(3)
    given = {Named(name): draw.normal(size=work.leaf(Named(name)).shape) for name in ("W", "x", "b", "y")}
    z = given[Named("W")] @ given[Named("x")] + given[Named("b")]
    delta = (np.tanh(z) - given[Named("y")]) * (1 - np.tanh(z) ** 2)
    np.testing.assert_allclose(value(work, Derivative("J", ("W",)), given), np.outer(delta, given[Named("x")]), rtol=1e-12)
    np.testing.assert_allclose(value(work, Derivative("a", ("z",)), given), 1 - np.tanh(z) ** 2, rtol=1e-12)
    with pytest.raises(ShapeError, match="table of slopes"):
        work.piece(Derivative("z", ("W",)))


def test_a_gradient_that_feeds_back_is_followed():
    """Two steps under two names: the second loss depends on the first weight through the first gradient, too."""
    names = ("w0", "x", "y", "α", "J0", "w1", "J1")
    leaves = {Named(name): pages.variable(shape=()) for name in names}
    gradient = Derivative("J0", ("w0",))
    leaves[gradient] = pages.variable(shape=())

    def of(name):
        return leaves[Named(name)]

    formulas = {
        "J0": 0.5 * (of("w0") * of("x") - of("y")) ** 2,
        "w1": of("w0") - of("α") * leaves[gradient],
        "J1": 0.5 * (of("w1") * of("x") - of("y")) ** 2,
    }
    given = {Named("w0"): 0.5, Named("x"): 2.0, Named("y"): 3.0, Named("α"): 0.1}
    found = value(Workings(leaves, formulas), Derivative("J1", ("w0",)), given)
    w1 = 0.5 - 0.1 * (0.5 * 2 - 3) * 2
    assert found == pytest.approx((w1 * 2 - 3) * 2 * (1 - 0.1 * 4), rel=1e-12)


def test_a_missing_number_and_a_circle_are_named():
    with pytest.raises(MissingValueError, match="no value is given"):
        value(two_layers(), Named("J"), {})
    circle = workings({"a": (), "b": ()}, lambda of: {"a": of("b") + 1, "b": of("a") + 1})
    with pytest.raises(MissingValueError, match="circle"):
        value(circle, Named("a"), {})
