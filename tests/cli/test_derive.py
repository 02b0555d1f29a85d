"""`glassgrad derive`: rules, second derivatives, and what is refused."""

import pytest


def test_the_rules_of_a_quotient_are_named(command):
    result = command("derive", "(x^2+1)/(x-3)", "x=5")
    assert (result.code, result.err) == (0, "")
    assert "quotient rule: (u / v)′ = (u′·v − u·v′) / v²" in result.out
    assert "df/dx = (x^2 − 6·x − 1) / (x − 3)^2" in result.out


def test_second_derivatives_are_told_when_asked_for(command):
    assert "d²f/dx² = 6·x = 6·2 = 12" in command("derive", "x^3", "x=2", "--order", "2").out
    assert "²" not in command("derive", "x^3", "x=2").out


def test_a_table_of_all_second_derivatives_comes_last(command):
    assert "Hessian matrix" in command("derive", "x^2*y^3", "--order", "2").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("x*y", "--order", "3"), "from order 3 on choose one"),
        (("x", "--order", "9"), "expected a whole number from 1 to 4"),
        (("x", "--order", "two"), "--order"),
        (("sum(x)", "x=[1,2]", "--order", "2"), "x has the shape 2"),
        (("x*y", "x=1"), "no value given for y"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_way_out(command, words, says):
    result = command("derive", *words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_where_shapes_do_not_fit_it_is_said_where_they_come_from(command):
    result = command("derive", "sum(A @ x)")
    assert (result.code, result.out) == (2, "")
    assert "shapes come from values, like A=[[1,2],[3,4]]" in result.err
