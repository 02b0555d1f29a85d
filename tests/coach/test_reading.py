"""Whole sheets, in the notations that people use for them, are read statement by statement; every side can be quoted as it was written."""

import pytest

from glassgrad.coach.reading import Derivative, Mention, read_sheet
from tests.coach.reading_trees import say_statement

THE_ISSUES_EXAMPLE = """\
x = 1, y = 5, w1 = 2, b1 = 0, w2 = 3, b2 = 1, alpha = 0.1
a1 = w1*x + b1 = 2
a2 = w2*a1 + b2 = 7
J = 1/2*(a2 - y)^2 = 2
dJ/da2 = a2 - y = 2
dJ/da1 = 2*2 = 4
dJ/dw1 = 4
w1_new = w1 - alpha*dJ/dw1 = 1.4
"""

FOUR_NEURONS = r"""
# Two inputs, two hidden neurons, two outputs
Given: i1 = 0.05, i2 = 0.10, w1 = .15, w2 = .20, b1 = .35; w5 = .40 and w6 = .45
target_o1 = 0.01, $\eta = 0.5$

net_h1 = w1*i1 + w2*i2 + b1*1 = 0.3775
out_{h1} = \frac{1}{1+e^{-net_{h1}}} = \frac{1}{1+e^{-0.3775}} = 0.593269992
E_{total} = \sum \frac12 (target - out)^2
E_{total} = E_{o1} + E_{o2} = 0.274811083 + 0.023560026 = 0.298371109
\frac{\partial E_{total}}{\partial w_{5}}
  = \frac{\partial E_{total}}{\partial out_{o1}} * \frac{\partial out_{o1}}{\partial net_{o1}} * \frac{\partial net_{o1}}{\partial w_{5}}
\frac{\partial E_{total}}{\partial out_{o1}} = 2 * \frac{1}{2}(target_{o1} - out_{o1})^{2 - 1} * -1 + 0 = 0.74136507
\frac{\partial out_{o1}}{\partial net_{o1}} = out_{o1}(1 - out_{o1}) = 0.186815602
\delta_{o1} = \frac{\partial E_{total}}{\partial net_{o1}}
delta_h1 = (δ_o1*w5 + δ_o2*w7) * out_h1*(1 - out_h1)
w_5^{+} = w_5 - \eta * \frac{\partial E_{total}}{\partial w_{5}} = 0.4 - 0.5 * 0.082167041 = 0.35891648
"""

A_TEXTBOOK = r"""
What is known:

- The input is $x = 1$
- Layer one has the weight: $w_1 = 2$, its bias $b_1 = 0$

1. **Step 1: first layer** $a_1 = w_1 \times x + b_1 = 2 \times 1 + 0 = 2$
2. **Step 2: the loss** $Loss = \frac{1}{2}(a_1 - y)^2 = \frac{1}{2}(4) = 2$

$$\partial J / \partial a_2 = (a_2 - y) = (7 - 5) = 2$$

$$\text{For the bias } b_2: \partial J / \partial b_2 = 2 \times 1 = 2$$

The rule: New Parameter = Old Parameter - ($\alpha \times$ Gradient)

Here α (learning rate) = 0.1

$$w_{2_new} = 3 - (0.1 \times 4) = 3 - 0.4 = \mathbf{2.6}$$

For b_1 :

$$b_{1_new} = 0 - (0.1 \times 6) = \mathbf{-0.6}$$

So all in all:

- w_1 : $2 \rightarrow 1.4$

Iteration 1:

Prediction: $\hat{y}_0 = 0$

Slopes: $\partial L / \partial w = -2$, $\partial L / \partial b = -2$

Iteration 2:

Update: $w_1 = 0 - 0.5 \times (-2) = 1$, $b_1 = 1$
"""

A_NEURON_IN_PYTHON = """\
```python
w = [2,-3,-3]  # three weights
x = [-1, -2]

# forwards
dot = w[0]*x[0] + w[1]*x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot))

# backwards
ddot = (1 - f) * f  # on the dot product
dx = [w[0] * ddot, w[1] * ddot]
```
"""

MATRICES = r"""
W1 = np.array([[0.1, 0.2],
               [0.3, 0.4]])
z1 = W1 @ x + b1
a2 = sigmoid(z2), z2 = np.dot(W2, a1) + b2
dz2 = a2 - y
dW1 = np.dot(dz1, x.T)
dW2 = \frac{1}{m} dz2 a1^T
dz1 = W2.T @ dz2 * (1 - \tanh^2(z1))
W1 := W1 - alpha*dW1
W2 -= 0.1 * dW2
"""


def statements(text):
    sheet = read_sheet(text)
    assert sheet.unread == ()
    return [say_statement(one) for one in sheet.statements]


def test_the_example_of_the_issue():
    assert statements(THE_ISSUES_EXAMPLE)[6:] == [
        "α = 0.10000000000000001",
        "a1 = ((w1 * x) + b1) = 2",
        "a2 = ((w2 * a1) + b2) = 7",
        "J = ((1 / 2) * ((a2 - y) ** 2)) = 2",
        "∂J/∂a2 = (a2 - y) = 2",
        "∂J/∂a1 = (2 * 2) = 4",
        "∂J/∂w1 = 4",
        "w1⁺ = (w1 - (α * ∂J/∂w1)) = 1.3999999999999999",
    ]


def test_a_network_of_four_neurons_with_a_name_for_each():
    found = statements(FOUR_NEURONS)
    assert [one.split(" ")[0] for one in found[:9]] == ["i1", "i2", "w1", "w2", "b1", "w5", "w6", "target_o1", "η"]
    assert found[9] == "net_h1 = (((w1 * i1) + (w2 * i2)) + (b1 * 1)) = 0.3775"
    assert found[10].startswith("out_h1 = (1 / (1 + exp(neg(net_h1)))) = (1 / (1 + exp(neg(0.3775)))) = 0.59")
    assert found[11] == "E_total = sum(((1 / 2) · ((target - out) ** 2)))"
    assert found[13] == "∂E_total/∂w5 = ((∂E_total/∂out_o1 * ∂out_o1/∂net_o1) * ∂net_o1/∂w5)"
    assert found[14].startswith("∂E_total/∂out_o1 = ((((2 * (1 / 2)) · ((target_o1 - out_o1) ** (2 - 1))) * neg(1)) + 0) = 0.74")
    assert found[15].startswith("∂out_o1/∂net_o1 = (out_o1 · (1 - out_o1)) = 0.18")
    assert found[16] == "δ_o1 = ∂E_total/∂net_o1"
    assert found[17] == "δ_h1 = ((((δ_o1 * w5) + (δ_o2 * w7)) * out_h1) * (1 - out_h1))"
    assert found[18].startswith("w5⁺ = (w5 - (η * ∂E_total/∂w5)) = (0.40000000000000002 - (0.5 * 0.082")


def test_a_page_of_a_textbook():
    assert statements(A_TEXTBOOK) == [
        "x = 1",
        "w1 = 2",
        "b1 = 0",
        "a1 = ((w1 · x) + b1) = ((2 · 1) + 0) = 2",
        "Loss = ((1 / 2) · ((a1 - y) ** 2)) = ((1 / 2) · 4) = 2",
        "∂J/∂a2 = (a2 - y) = (7 - 5) = 2",
        "∂J/∂b2 = (2 · 1) = 2",
        "Parameter⁺ = (Parameter - (α · Gradient))",
        "α = 0.10000000000000001",
        "w2⁺ = (3 - (0.10000000000000001 · 4)) = (3 - 0.40000000000000002) = 2.6000000000000001",
        "b1⁺ = (0 - (0.10000000000000001 · 6)) = neg(0.59999999999999998)",
        "w1⁺ = 1.3999999999999999",
        "ŷ0 = 0",
        "∂L/∂w = neg(2)",
        "∂L/∂b = neg(2)",
        "w1 = (0 - (0.5 · neg(2))) = 1",
        "b1 = 1",
    ]


def test_headings_of_iterations_are_counted():
    assert [one.part for one in read_sheet(A_TEXTBOOK).statements][-6:] == [0, 0, 0, 0, 1, 1]
    assert [one.part for one in read_sheet("Step 2: a = 1\nEpoch 2\nb = 1\nbackward pass 2\nc = 1\n## Epoch 3\nd = 1").statements] == [0, 1, 1, 2]


def test_a_neuron_in_python():
    assert statements(A_NEURON_IN_PYTHON) == [
        "w = [2, neg(3), neg(3)]",
        "x = [neg(1), neg(2)]",
        "dot = (((w[0] * x[0]) + (w[1] * x[1])) + w[2])",
        "f = (1 / (1 + exp(neg(dot))))",
        "∂/∂dot = ((1 - f) * f)",
        "∂/∂x = [(w[0] * ∂/∂dot), (w[1] * ∂/∂dot)]",
    ]


def test_matrices_and_gradients_by_the_names_of_programs():
    assert statements(MATRICES) == [
        "W1 = [[0.10000000000000001, 0.20000000000000001], [0.29999999999999999, 0.40000000000000002]]",
        "z1 = ((W1 @ x) + b1)",
        "a2 = sigmoid(z2)",
        "z2 = ((W2 @ a1) + b2)",
        "∂/∂z2 = (a2 - y)",
        "∂/∂W1 = (∂/∂z1 @ T(x))",
        "∂/∂W2 = (((1 / m) · ∂/∂z2) · T(a1))",
        "∂/∂z1 = ((T(W2) @ ∂/∂z2) * (1 - (tanh(z1) ** 2)))",
        "W1⁺ = (W1 - (α * ∂/∂W1))",
        "W2⁺ = (W2 - (0.10000000000000001 * ∂/∂W2))",
    ]


@pytest.mark.parametrize("text", [THE_ISSUES_EXAMPLE, FOUR_NEURONS, A_TEXTBOOK, A_NEURON_IN_PYTHON, MATRICES])
def test_every_side_is_quoted_as_it_was_written_and_stands_where_it_is_said_to(text):
    for statement in read_sheet(text).statements:
        line = text.split("\n")[statement.line - 1]
        assert line[statement.column - 1 :].startswith(text[statement.span.start : statement.span.end].split("\n")[0])
        for side in statement.sides:
            quoted = text[side.span.start : side.span.end]
            assert quoted == quoted.strip() != ""
            assert not quoted.startswith(("$", "=", "&", "**"))
            assert not quoted.endswith(("$", "=", ".", ",", "**"))
            assert statement.span.start <= side.span.start < side.span.end <= statement.span.end


def test_a_side_ends_where_the_prose_begins():
    text = "So **dJ/dw = $2 \\cdot x$** (by the chain rule) = 4 (see above)."
    (statement,) = read_sheet(text).statements
    assert [text[side.span.start : side.span.end] for side in statement.sides] == ["dJ/dw", "2 \\cdot x", "4"]


def test_a_chain_goes_on_in_the_next_line():
    assert statements("a = b + c\n  = 2 + 3\n\n  ≈ 5") == ["a = (b + c) = (2 + 3) ≈ 5"]
    assert statements("a = b\n  + c\n  = 5") == ["a = (b + c) = 5"]
    assert statements("$$\n\\begin{aligned}\nz &= w x \\\\\n &= 6 \\\\\ny &= 2\n\\end{aligned}\n$$") == ["z = (w · x) = 6", "y = 2"]


def test_the_first_spelling_of_every_name_is_kept():
    sheet = read_sheet("alpha = 1, \\alpha = 1, \\frac{\\partial J}{\\partial w_{1}} = 2, w1 = 3, y_hat = 4")
    assert sheet.spellings == {"α": "alpha", "J": "J", "w1": "w_{1}", "ŷ": "y_hat"}


def test_no_text_has_no_statements():
    assert read_sheet("").statements == read_sheet(" \n\n").statements == read_sheet("Only words, nothing else.").statements == ()


def test_what_a_derivative_is_of_may_be_left_open():
    (_, statement) = read_sheet("w1 = 2\ndw1 = 4").statements
    assert isinstance(statement.sides[0].tree, Mention)
    assert statement.sides[0].tree.quantity == Derivative("", ("w1",))
