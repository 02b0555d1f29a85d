"""Nothing that is written in a sheet can do more than be handed back: no crash, no endless work, nothing that disguises itself."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.coach.reading import read_sheet
from glassgrad.coach.reading.limits import LONGEST_SHEET, MOST_STATEMENTS
from glassgrad.graph import ExpressionError

LONG = LONGEST_SHEET

LINES = {
    "brackets": "x = " + "(" * LONG,
    "braces": "x = " + "\\frac{" * LONG,
    "environments": "x = " + "\\begin{bmatrix}" * LONG,
    "equals signs": "=" * LONG,
    "statements": "x = 1, " * LONG,
    "dollars": "$" * LONG,
    "stars": "**a " * LONG,
    "underscores": "_a_ " * LONG,
    "digits": "x = " + "1" * LONG,
    "accents": "x" + "\u0302" * (LONG - 10) + " = 1",
    "bullets": "- " * (LONG // 2 - 5) + "x = 1",
    "numbering": "1. " * (LONG // 3 - 5) + "x = 1",
    "words": "word " * LONG,
    "commas": "x = " + "1," * LONG,
    "blanks": "x =" + " " * (LONG - 5) + "1",
    "bars": "| " * LONG,
    "primes": "x = x" + "'" * LONG,
    "nothing": "\0" * LONG,
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_longest_line_is_dealt_with_within_a_second(line):
    start = time.process_time()
    sheet = read_sheet(line[:LONG])
    assert time.process_time() - start < 1
    assert sheet.statements == ()


SHORTER = {
    "a word": "d" * 19_000 + " = x",
    "names in a word": "d1" * 9_000 + " = x",
    "subscripts": "x = x_{" + "a_" * 9_000 + "}",
    "signs": "x = " + "-" * 15_000 + "1",
    "powers": "x = " + "2^" * 9_000 + "1",
    "sums": "x = " + "Σ_i " * 4_000 + "x_i",
    "nested brackets": "x = " + "(" * 5_000 + "1" + ")" * 5_000,
    "nested lists": "x = " + "[" * 5_000 + "1" + "]" * 5_000,
    "fractions": "x = " + "\\frac{1}{" * 1_500 + "1" + "}" * 1_500,
    "terms": "x = " + "1+" * 9_000 + "1",
    "products": "x = " + "(a)(b)" * 3_000,
    "hats": "x = " + "\\hat" * 4_000,
    "prose": "x = 1 " + "(see it) " * 2_000 + "+ 1",
    "new": "new " * 4_000 + "= 1",
}


@pytest.mark.parametrize("line", SHORTER.values(), ids=SHORTER)
def test_a_long_statement_is_handed_back_within_a_second(line):
    start = time.process_time()
    sheet = read_sheet(line)
    assert time.process_time() - start < 1
    assert len(sheet.statements) <= 1
    assert len(sheet.unread) <= 1


def test_a_statement_of_two_thousand_operations_is_read_and_one_more_is_not():
    assert len(read_sheet("x = " + "1+" * 2_000 + "1").statements) == 1
    (unread,) = read_sheet("x = " + "1+" * 2_001 + "1").unread
    assert "2,000 operations" in unread.why


def test_a_hundred_brackets_are_read_and_one_more_is_not():
    assert len(read_sheet("x = " + "(" * 100 + "1" + ")" * 100).statements) == 1
    (unread,) = read_sheet("x = " + "(" * 101 + "1" + ")" * 101).unread
    assert "100 brackets" in unread.why


def test_sheets_beyond_the_limits_are_refused_with_the_way_out():
    with pytest.raises(ExpressionError, match=r"200,001 characters; at most 200,000 are read\. Check it in parts"):
        read_sheet("x" * (LONGEST_SHEET + 1))
    with pytest.raises(ExpressionError, match=r"more than 5,000 statements\. Check it in parts"):
        read_sheet("x = 1\n" * (MOST_STATEMENTS + 1))
    with pytest.raises(ExpressionError, match="a sheet is a text, not bytes"):
        read_sheet(b"x = 1")


@pytest.mark.parametrize(
    "text", ["x = __import__('os').system('true')", "x = eval(1)", "x = open('a')", "x = a.b.c", "x = (lambda: 1)()", "x = [i for i in y]"]
)
def test_programs_are_handed_back(text):
    sheet = read_sheet(text)
    assert sheet.statements == ()
    assert len(sheet.unread) == 1


def test_lone_surrogates_and_control_characters_survive():
    text = "x = 1\n\ud800 = 2\ny = \0\nz = 3 \u202e\na\r\n= 4"
    sheet = read_sheet(text)
    assert sheet.text == text
    assert [text[one.span.start] for one in sheet.statements] == ["x", "a"]
    assert all(one.why.isprintable() for one in sheet.unread)
    assert len(sheet.unread) == 3


PIECES = (
    *(r"= = = ≈ := <- → += == < + - * / ^ ** · ( ) [ ] { } | , ; : . _ ' & \\ $ $$ \[ \] \frac \frac{1}{2} \sqrt Σ ∂ ∇".split(" ")),
    *(r"d dJ dw1 dJ/dw ∂J/∂w x y w1 w_{1} a^{(1)} f(x) f'(x) J(w) e^ exp( σ \ln log tanh' np. np.dot( sum( \sum_{i=1}^{m}".split(" ")),
    *(r"1 2 0.5 0,5 10^-3 × ½ ² ᵀ ₁ .T \hat{y} \hat \text{ \mathbf{ \begin{bmatrix} \end{bmatrix} \begin{cases} \quad \left".split(" ")),
    *(r"new old is and learning rate partial weight so the which times gradient (see) # ` ✓ ! % … \boxed{ \Delta х ＝ ⁽¹⁾ ⁺".split(" ")),
    *("\0", "\u202e", "\ud800", "\n", "\n\n", "  "),
)


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=25))
def test_whatever_is_put_together_is_read_or_handed_back_with_its_place(pieces):
    text = "".join(piece + blank for piece, blank in pieces)
    sheet = read_sheet(text)
    for statement in sheet.statements:
        assert len(statement.sides) == len(statement.relations) + 1
        assert set(statement.relations) <= {"=", "≈"}
        for side in statement.sides:
            assert statement.span.start <= side.span.start < side.span.end <= statement.span.end <= len(text)
    for unread in sheet.unread:
        assert unread.text in text
        assert unread.why.isprintable()
        assert unread.why
