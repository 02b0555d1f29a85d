"""What is prose is passed over in silence; what looks like mathematics and is unclear is handed back with its place and a reason, never guessed."""

import pytest

from glassgrad.coach.reading import read_sheet
from tests.coach.reading_trees import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So for weight w1: dJ/dw1 = 4", "∂J/∂w1 = 4"),
        ("The gradient is dJ/da1 = 4.", "∂J/∂a1 = 4"),
        ("Step 1: Layer 1 Output $a_1 = 2$", "a1 = 2"),
        ("Step 1 a_1 = 2", "a1 = 2"),
        ("In layer 2 we get a J = 2.", "J = 2"),
        ("- x = 1", "x = 1"),
        ("* x = 1", "x = 1"),
        ("1. x = 1", "x = 1"),
        ("2) x = 1", "x = 1"),
        ("(a) x = 3, (b) y = 4", "x = 3; y = 4"),
        ("### x = 1", "x = 1"),
        ("> x = 1", "x = 1"),
        ("**Loss:** J = 2", "J = 2"),
        ("So *J = 2* then", "J = 2"),
        ("`J = 2`", "J = 2"),
        ("J = 2 = 2 (see above)", "J = 2 = 2"),
        ("J ≈ 0.75 (rounded)", "J ≈ 0.75"),
        ("J = 4 which is right", "J = 4"),
        ("J = 4, which is = 2·2", "J = 4; unread"),
        ("J = 2·2 which is = 4", "J = (2 · 2) = 4"),
        ("J = 4 because 2·2 = 4", "J = 4; (2 · 2) = 4"),
        ("J = 4 ✓", "J = 4"),
        ("J = 4 (= 2·2)", "J = 4 = (2 · 2)"),
        ("J = 4 (since a = 2)", "J = 4; a = 2"),
        ("a1 = w*x + b (weighted sum) = 2", "a1 = ((w * x) + b) = 2"),
        ("α (the learning rate) = 0.5", "α = 0.5"),
        ("Given: x = 1 and y = 5", "x = 1; y = 5"),
        ("Input x=1; target y=5; learning rate 0.5", "x = 1; y = 5; learning_rate = 0.5"),
        ("learning rate: 0.5", "learning_rate = 0.5"),
        ("The learning rate is 0.5 and α is 0.25.", "learning_rate = 0.5"),
        ("x is 1", "x = 1"),
        ("dJ/dw: 4", "∂J/∂w = 4"),
        ("x=1 y=5 w=2", "x = 1; y = 5; w = 2"),
        ("a = 2   b = 6", "a = 2; b = 6"),
        (r"a = 2 \quad b = 6, \qquad c = 1", "a = 2; b = 6; c = 1"),
        ("x = 1. y = 2. z = 3.5.", "x = 1; y = 2; z = 3.5"),
        ("z = 3 ⇒ y = 0.5", "z = 3; y = 0.5"),
        ("z = 3 → y = 0.5", "z = 3; y = 0.5"),
        ("J = 2 → correct", "J = 2"),
        ("a = 2 > 0", "a = 2"),
        (r"\boxed{J = 2}", "J = 2"),
        ("$a = 2$ $b = 3$", "a = 2; b = 3"),
        ("$J$ = $2$ dollars", "J = 2"),
        (r"$$\text{For the bias } b_2: \partial J / \partial b_2 = 2$$", "∂J/∂b2 = 2"),
        ("w = [1, 2]  # weights", "w = [1, 2]"),
        ("y = σ(z) where z = 3", "y = sigmoid(z); z = 3"),
    ],
)
def test_prose_around_formulas(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The loss went down by 2.",
        "Too large = overshooting, too small = slow learning.",
        "Input → hidden layer → output",
        "as x → 0",
        "w = weight, b = bias",
        "L = loss function",
        "a > 3",
        "2 < 3, a != b",
        "Title\n=====",
        "| --- | --- |",
        "The derivative for w1 is 4",
        "See page: 3",
        "Iteration 2:",
        "- Combine: 2(x + 2)",
    ],
)
def test_prose_is_passed_over(text):
    assert said(text) == ""


@pytest.mark.parametrize(
    ("text", "quoted", "reason"),
    [
        ("x = 1\ny = 2 +", "y = 2 +", "missing at the end"),
        ("x = * 3", "x = * 3", "missing before '*'"),
        ("x = (1 + 2", "x = (1 + 2", "never closed"),
        ("x = 1 + 2)", "x = 1 + 2)", "not opened"),
        ("= 4", "= 4", "nothing on one side"),
        ("x = 50%", "x = 50%", "divide by 100"),
        ("x = 2½", "x = 2½", "sum or a product"),
        ("x = 5!", "x = 5", "factorial"),
        ("a == 3", "a == 3", "one equals sign"),
        ("x ＝ 3", "x ＝ 3", "only looks like"),
        ("a = 2 x = 6", "a = 2 x = 6", "new statement"),
        ("x1, x2 = 0.5, 0.1", "x2 = 0.5", "several values"),
        ("x1, x2 = y", "x2 = y", "several quantities"),
        ("x1 and x2 = 3", "x2 = 3", "several quantities"),
        ("x = 1, 2", "x = 1", "several values"),
        ("x = 2 and 3", "x = 2", "several values"),
        ("x = 2 or 3", "x = 2", "'or'"),
        ("x = 4 times w", "x = 4", "'times'"),
        ("x = 10,000; y = 0.5", "x = 10", "decimal comma"),
        ("x = 0,5; y = 0.5", "x = 0", "decimal comma"),
        ("gradient of w1 = 4", "w1 = 4", "'gradient'"),
        ("twice a = 4", "a = 4", "'twice'"),
        ("x = 2 foo + 3", "x = 2", "'foo'"),
        ("x = 2 - see above", "x = 2 - see", "'see'"),
        ("x = big foo*2", "x = big", "'foo'"),
        ("x = a.sum()", "x = a.sum()", "no sense"),
        ("b = np.sum(z, axis=1)", "b = np.sum(z, axis=1)", "axis=1"),
        (r"y = \int_0^1 x", r"y = \int_0^1 x", "no meaning"),
        (r"\frac{\partial J \partial a}{\partial w} = 3", r"\frac{\partial J \partial a}{\partial w} = 3", "derivative"),
        ("x = y = = 3", "x = y = = 3", "nothing on one side"),
        ("x = 1e999", "x = 1e999", "too large"),
        ("x = [[1, 2], [3]]; y = [1 2; 3]", "y = [1 2; 3]", "equally long"),
        ("x = a''", "x = a''", "prime"),
        ("x = ()", "x = ()", "nothing between"),
        (r"\log_2 x = 3", r"\log_2 x = 3", "subscript"),
    ],
)
def test_what_is_unclear_is_handed_back(text, quoted, reason):
    sheet = read_sheet(text)
    assert [one.text for one in sheet.unread] == [quoted]
    assert reason in sheet.unread[0].why
    line = text.split("\n")[sheet.unread[0].line - 1]
    assert line[sheet.unread[0].column - 1 :].startswith(quoted)


def test_the_words_of_a_reason_never_contain_invisible_characters():
    for odd in "\u202e\0\u200f\x1b\ud800\ufeff":
        for unread in read_sheet(f"x = 3{odd}+ 1\n{odd} = 3").unread:
            assert odd not in unread.why


def test_statements_around_an_unclear_one_are_read():
    assert said("x = 1\ny = (2\nz = 3") == "x = 1; z = 3; unread"


def test_rows_of_a_table():
    assert said("| dJ/dw1 | 4 |\n| dJ/dw2 | 2 |") == "∂J/∂w1 = 4; ∂J/∂w2 = 2"
    table = "| Parameter | Old | Gradient | New |\n|---|---|---|---|\n| w1 | 2 | 4 | 1.6 |\n| $b_1$ | 0 | 4 | -0.4 |"
    assert said(table).startswith("w1 = 2; ∂/∂w1 = 4; w1⁺ = 1.6")
    assert said("| Quantity | Value |\n| --- | --- |\n| a1 | 2 |\n| Remark | none |") == "a1 = 2"


def test_tables_without_known_heads_are_passed_over():
    assert said("| w1 | 2 | 4 |") == ""


def test_givens_within_brackets():
    assert said("We start with (w = 2, b = 1).") == said("{w = 2, b = 1}") == said("[w = 2, b = 1]") == "w = 2; b = 1"
