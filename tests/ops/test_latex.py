"""The LaTeX of every operation on single numbers reads back to the number that the operation computes."""

from string import Template

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Case, Kind, Op, pages

from . import checkers
from .drawing import few_examples, inputs_of
from .latex_reader import read_latex

ON_NUMBERS = sorted((page for page in pages if page.kind is Kind.ELEMENTWISE), key=lambda page: page.name)


def in_latex(page: Op, letters: tuple[str, ...]) -> str:
    return Template(page.notation.latex).substitute(dict(zip(page.slots, letters, strict=True)), settings="")


@pytest.mark.parametrize("page", ON_NUMBERS, ids=lambda page: page.name)
@few_examples
@given(data=st.data())
def test_latex_reads_back_to_the_number_that_is_computed(page: Op, data: st.DataObject) -> None:
    case = Case(shapes=((),) * len(page.slots))
    inputs = data.draw(inputs_of(page, case))
    letters = ("u", "v", "w")[: len(inputs)]
    read = read_latex(in_latex(page, letters), {letter: float(number) for letter, number in zip(letters, inputs, strict=True)})
    np.testing.assert_allclose(checkers.compute(page, case, inputs), read, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("page", sorted(pages, key=lambda page: page.name), ids=lambda page: page.name)
def test_braces_and_brackets_of_latex_are_closed(page: Op) -> None:
    latex = page.notation.latex
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")


@pytest.mark.parametrize(
    ("latex", "number"),
    [
        (r"u - v - w", -4.0),
        (r"-u^{2}", -1.0),
        (r"\frac{u + w}{v} \cdot 3", 6.0),
        (r"2 \cdot \left|u - w\right|", 4.0),
        (r"\max\left(u, \min\left(v, w\right)\right)", 2.0),
        (r"\left(u < v\right) + \left(w \le v\right)", 1.0),
        (r"\begin{cases} u & \text{if } v > w \\ w & \text{otherwise} \end{cases}", 3.0),
        (r"\sqrt{v \cdot v} - e^{u - 1}", 1.0),
    ],
)
def test_the_reader_of_latex_reads_right(latex: str, number: float) -> None:
    assert read_latex(latex, {"u": 1.0, "v": 2.0, "w": 3.0}) == number


@pytest.mark.parametrize("latex", ["u +", r"\frac{u}", r"\left(u", "u v", r"\sin u", r"\operatorname{nothing}\left(u\right)", r"\frac{u}{v"])
def test_the_reader_of_latex_refuses_what_is_not_right(latex: str) -> None:
    with pytest.raises(ValueError, match=r"expected|cannot read|could not convert"):
        read_latex(latex, {"u": 1.0, "v": 2.0})
