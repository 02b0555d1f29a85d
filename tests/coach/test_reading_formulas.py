"""Formulas as people write them, in plain text, Unicode and LaTeX, become trees: signs, powers, fractions, sums, functions, arrays, numbers."""

import pytest

from glassgrad.coach.reading import Literal, read_sheet
from tests.coach.reading_trees import said, say


def formula(text, given=""):
    """The tree of what stands on the right of `q =`; `given` are statements that stand before it."""
    sheet = read_sheet(f"{given}\nq = {text}")
    assert sheet.unread == ()
    return say(sheet.statements[-1].sides[1].tree)


def literal(text):
    tree = read_sheet(f"q = {text}").statements[0].sides[1].tree
    assert isinstance(tree, Literal)
    return tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b - c", "((a + b) - c)"),
        ("a*b/c*d", "(((a * b) / c) * d)"),
        ("a·b × c ⋅ d", "(((a · b) · c) · d)"),
        (r"a \cdot b \times c", "((a · b) · c)"),
        ("a ⊙ b ∘ c", "((a ⊙ b) ⊙ c)"),
        (r"a \odot b @ c", "((a ⊙ b) @ c)"),
        ("a ÷ b − c", "((a / b) - c)"),
        ("a^2 + b**2 + c² + d³", "((((a ** 2) + (b ** 2)) + (c ** 2)) + (d ** 3))"),
        ("2^3^2", "(2 ** (3 ** 2))"),
        ("-2^2", "neg((2 ** 2))"),
        ("2^{-1} + 2⁻¹", "((2 ** neg(1)) + (2 ** neg(1)))"),
        ("2 * -1 + 0", "((2 * neg(1)) + 0)"),
        ("x^{n-1}", "(x ** (n - 1))"),
        ("--a", "neg(neg(a))"),
        (r"\frac{1}{2}(a - y)^2", "((1 / 2) · ((a - y) ** 2))"),
        (r"\frac12 a + \tfrac1m + \dfrac{a+1}{b}", "((((1 / 2) · a) + (1 / m)) + ((a + 1) / b))"),
        ("½(a2 − y)² + ¼ + ¾", "((((1 / 2) · ((a2 - y) ** 2)) + (1 / 4)) + (3 / 4))"),
        ("1/2(4)", "((1 / 2) · 4)"),
        ("1/2m", "(1 / (2 · m))"),
        ("1/2 m", "((1 / 2) · m)"),
        ("1/(2m)", "(1 / (2 · m))"),
        ("2x + 3(a-b)(c+d)", "((2 · x) + ((3 · (a - b)) · (c + d)))"),
        ("w_2 a_1 + w_{11}x_1", "((w2 · a1) + (w11 · x1))"),
        ("2(3)(4)", "((2 · 3) · 4)"),
        ("|a - b| + \\left| c \\right|", "(abs((a - b)) + abs(c))"),
        (r"\left( a + b \right) \bigl[ c + d \bigr]", "((a + b) · (c + d))"),
        ("-[a + b]", "neg((a + b))"),
        ("{a + b}^{2}", "((a + b) ** 2)"),
        (r"\sqrt{4} + sqrt(a) + √4 + √(a+b)", "(((sqrt(4) + sqrt(a)) + sqrt(4)) + sqrt((a + b)))"),
        ("W^T x + x.T + wᵀx + x^{\\top}", "((((T(W) · x) + T(x)) + (T(w) · x)) + T(x))"),
        ("W1[2,0] + w[0]", "(W1[2, 0] + w[0])"),
        ("∂J/∂a · ∂a/∂w", "(∂J/∂a · ∂a/∂w)"),
        (r"\frac{\partial J}{\partial a}\frac{\partial a}{\partial w}", "(∂J/∂a · ∂a/∂w)"),
        ("(dJ/da)(da/dw)", "(∂J/∂a · ∂a/∂w)"),
        ("w - η ∂J/∂w", "(w - (η · ∂J/∂w))"),
        ("2\\,x\\;y", "((2 · x) · y)"),
    ],
)
def test_signs_and_brackets(text, expected):
    assert formula(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(-z) + e^{-z} + e^x + e^(a+b)", "(((exp(neg(z)) + exp(neg(z))) + exp(x)) + exp((a + b)))"),
        ("1 / (1 + math.exp(-z))", "(1 / (1 + exp(neg(z))))"),
        (r"\ln a + \log(b) + ln 2 + log x", "(((log(a) + log(b)) + log(2)) + log(x))"),
        (r"y \ln 2x + \ln x^2", "((y · log((2 · x))) + log((x ** 2)))"),
        ("σ(z) + \\sigma(z) + sigmoid(z) + \\sigma z", "(((sigmoid(z) + sigmoid(z)) + sigmoid(z)) + sigmoid(z))"),
        ("np.tanh(z) + torch.relu(z) + ReLU(z) + torch.nn.functional.softmax(z)", "(((tanh(z) + relu(z)) + relu(z)) + softmax(z))"),
        ("max(0, z) + \\max(0, z)", "(max(0, z) + max(0, z))"),
        ("tanh'(z) + σ'(z1) + g'(z)", "((tanh'(z) + sigmoid'(z1)) + g'(z))"),
        (r"1 - \tanh^2(z) + tanh²(z)", "((1 - (tanh(z) ** 2)) + (tanh(z) ** 2))"),
        ("np.dot(a, b) + matmul(a, b)", "((a @ b) + (a @ b))"),
        ("mse(y, t) + MSE(y, t) + mean_squared_error(y, t)", "((mean_squared_error(y, t) + mean_squared_error(y, t)) + mean_squared_error(y, t))"),
        ("bce(p, y) + CE(p, y) + half_squared_error(p, y)", "((binary_cross_entropy(p, y) + cross_entropy(p, y)) + half_squared_error(p, y))"),
        (r"\operatorname{softmax}(z) + \text{ReLU}(z)", "(softmax(z) + relu(z))"),
        (r"-[y \ln(a) + (1-y)\ln(1-a)]", "neg(((y · log(a)) + ((1 - y) · log((1 - a)))))"),
    ],
)
def test_functions(text, expected):
    assert formula(text) == expected


def test_e_is_a_quantity_where_the_sheet_has_one():
    assert said("e = b - c\ny = e^2") == "e = (b - c); y = (e ** 2)"
    assert said("y = e^2") == "y = exp(2)"
    assert said("f = e^{-x}\ne = 3\ny = e^x") == "f = exp(neg(x)); e = 3; y = (e ** x)"


def test_sigma_is_a_quantity_where_the_sheet_has_one():
    assert said("σ = 0.5\ny = σ x + \\sigma^2") == "σ = 0.5; y = ((σ · x) + (σ ** 2))"


def test_what_a_function_is_by_definition_says_nothing_new():
    assert said("σ(z) = 1/(1 + e^{-z})\nσ'(z) = σ(z)(1 - σ(z))\nReLU(z) = max(0, z)\na = σ(0.5) = 0.62") == "a = sigmoid(0.5) = 0.62"


def test_functions_of_the_sheet():
    assert said("f(x) = x^2\nf'(x) = 2x\nf(3) = 9\nf'(3) = 6\nf''(x) = 2\ny = f + f(a)") == (
        "f = (x ** 2); ∂f/∂x = (2 · x); f@(3) = 9; ∂f/∂x@(3) = 6; ∂f/∂x∂x = 2; y = (f + f@(a))"
    )
    assert said("f(x, y) = x*y\nf(1, 2) = 2\nf(x) = x\nf(3) = 3") == "f = (x * y); f@(1, 2) = 2; f = x; f@(3) = 3"
    assert said("J(w) = (w-3)^2\nJ'(1) = -4") == "J = ((w - 3) ** 2); ∂J/∂w@(1) = neg(4)"
    assert said("f(x) = x\nf(1, 2) = 3") == "f = x; unread"
    assert said("y = g(3)") == said("y = g^{[1]}(z)") == "unread"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\sum_{i=1}^{m} (\\hat y_i - y_i)^2", "sum(((ŷ - y) ** 2))"),
        ("1/m Σ_i (ŷ_i - y_i)^2 + 1", "(((1 / m) · sum(((ŷ - y) ** 2))) + 1)"),
        ("\\frac{1}{2m}\\sum\\limits_{i=1}^m (ŷ^{(i)} - y^{(i)})²", "((1 / (2 · m)) · sum(((ŷ - y) ** 2)))"),
        ("1/2 Σ (ŷ - y)²", "((1 / 2) · sum(((ŷ - y) ** 2)))"),
        ("Σ y·ŷ - 1", "(sum((y · ŷ)) - 1)"),
        ("-Σᵢ yᵢ log(ŷᵢ)", "neg(sum((y · log(ŷ))))"),
        ("sum((ŷ - y)**2)", "sum(((ŷ - y) ** 2))"),
        ("\\sum_i z_i", "sum(z_i)"),
        ("y_i + \\sum_i y_i + y_i", "((y_i + sum(y)) + y_i)"),
        ("\\sum_{i,k} y_{ik}", "sum(y)"),
    ],
)
def test_sums_reach_to_the_next_plus_or_minus_and_their_letter_is_left_out(text, expected):
    assert formula(text, "y = [1, 2], ŷ = [2, 3], m = 2") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[0.5, 2]", "[0.5, 2]"),
        ("(0.5, 2)", "[0.5, 2]"),
        ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
        ("np.array([[1, 2], [3, 4]])", "[[1, 2], [3, 4]]"),
        ("[1 2; 3 -4]", "[[1, 2], [3, neg(4)]]"),
        ("[1; 2]", "[1, 2]"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[[1, 2], [3, 4]]"),
        (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "[1, 2]"),
        (r"\left[\begin{array}{cc} a & b^2 \\ -1 & 4 \\ \end{array}\right]", "[[a, (b ** 2)], [neg(1), 4]]"),
        ("[w[0] * g, 2*g]", "[(w[0] * g), (2 * g)]"),
        ("[0.5]", "[0.5]"),
        ("[[0.5], [1]]", "[[0.5], [1]]"),
        ("2*[1, 2] + a", "((2 * [1, 2]) + a)"),
        ("[1, 2]^T", "T([1, 2])"),
    ],
)
def test_arrays(text, expected):
    assert formula(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4", 4.0, 1.0),
        ("0.7513", 0.7513, 0.0001),
        (".15", 0.15, 0.01),
        ("0.10", 0.1, 0.01),
        ("1e-3", 0.001, 0.001),
        ("1.5e3", 1500.0, 100.0),
        ("3 × 10⁻⁴", 0.0003, 0.0001),
        ("1.5·10^-3", 0.0015, 0.0001),
        (r"1.50 \times 10^{-3}", 0.0015, 0.00001),
        ("2*10^3", 2000.0, 1000.0),
        (r"\mathbf{2.6}", 2.6, 0.1),
        ("0.593269992", 0.593269992, 1e-9),
    ],
)
def test_numbers_know_their_last_written_place(text, value, unit):
    found = literal(text)
    assert (found.value, found.unit) == (value, unit)


def test_a_power_of_ten_behind_a_division_is_a_factor():
    assert formula("6/3·10^2") == "((6 / 3) · (10 ** 2))"


def test_decimal_commas():
    text = "a = 0,5; b = 1,25, c = [0,1, 0,2]\nW = [[0,15; 0,20]; [0,25; 0,30]]\nd = max(0; a), e1 = (0,5; 0,5)"
    sheet = read_sheet(text)
    assert (sheet.decimal_comma, sheet.unread) == (True, ())
    assert said(text) == (
        "a = 0.5; b = 1.25; c = [0.10000000000000001, 0.20000000000000001]; "
        "W = [[0.14999999999999999, 0.20000000000000001], [0.25, 0.29999999999999999]]; d = max(0, a); e1 = [0.5, 0.5]"
    )
    assert sheet.statements[1].sides[1].tree.unit == 0.01


@pytest.mark.parametrize(
    "text", ["x = [1,2]", "x = (1,2)", "x = 0.5, y = [1,2]", "y = [0,1]", "x = 1,y = 5", "W1[0,1] = 3", "w_{1,2} = 3", "x = 1, y = 2, z = 3"]
)
def test_commas_that_are_no_decimal_commas(text):
    sheet = read_sheet(text)
    assert (sheet.decimal_comma, sheet.unread) == (False, ())


def test_letters_side_by_side_are_multiplied_where_each_is_a_quantity_and_the_whole_is_none():
    assert formula("wx + b", "w = 1, x = 2") == "((w · x) + b)"
    assert formula("w1x1 + w2x2", "w1 = 1, x1 = 1, w2 = 1, x2 = 2") == "((w1 · x1) + (w2 · x2))"
    assert formula("w_1x_1 + b") == "((w1 · x1) + b)"
    assert formula("wx + b", "w = 1, x = 2, wx = 3") == "(wx + b)"
    assert formula("wx + b", "w = 1") == "(wx + b)"


def test_a_raised_number_in_brackets_is_a_layer_only_where_layers_are_written():
    assert formula("x^(2)") == "(x ** 2)"
    assert formula("2*a^(1)", "a^(1) = 3") == "(2 * a^(1))"
    assert formula("a^{(1)} + a^{[2]}") == "(a^(1) + a^(2))"


def test_square_brackets_with_whole_numbers_are_an_index_behind_what_has_entries():
    assert formula("softmax(z)[0] + W[0][1] + [1, 2][0]") == "((softmax(z)[0] + W[0][1]) + [1, 2][0])"
    assert formula("2[3 + a]") == "(2 · (3 + a))"
    (unread,) = read_sheet("q = (a + b)[2]").unread
    assert "index or a factor" in unread.why


def test_commands_of_latex_that_are_not_known_are_no_names():
    (unread,) = read_sheet(r"x = 2 \foo").unread
    assert "foo" in unread.why
    assert said(r"J = 2 \tag{1}") == said(r"\textcolor{red}{J} {=} \color{blue}{2}") == "J = 2"
    assert "unread" in said(r"x \stackrel{?}{=} 3")


def test_two_names_that_begin_with_d_are_a_quotient():
    assert said("d1 = 3, d2 = 4, q = d1/d2") == "d1 = 3; d2 = 4; q = (d1 / d2)"


@pytest.mark.parametrize("written", ["Σ (y_i - p_i)^2", "sum_i (y_i - p_i)^2", r"\sum_i (y_i - p_i)^2", "Σ_j (y_j - p_j)²"])
def test_a_sum_counts_with_the_usual_letter_where_it_does_not_say(written):
    assert formula(written, "y = (1, 0), p = (1, 2)") == "sum(((y - p) ** 2))"


def test_a_second_derivative_may_be_typed_without_raised_numbers():
    assert formula("d2f/dx2 + 1", "f = x^3, x = 2") == "(∂f/∂x∂x + 1)"
    assert formula("d2f/dx2 + 1", "f = x^3, x = 2, d2f = 1, dx2 = 3") == "((d2f / dx2) + 1)"
