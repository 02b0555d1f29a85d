"""A hand calculation, gone through: verdicts line by line, rounding, what follows from what, several steps, several notations."""

import json

import numpy as np
import pytest

from glassgrad.coach.check import check_sheet
from glassgrad.coach.report import ALL_RIGHT, SOMETHING_WRONG, UNREADABLE
from glassgrad.coach.verdicts import Verdict

from .networks import MAZUR, NETWORKS, right_numbers, sheet

ISSUE = """\
x = 1, y = 5, w1 = 2, b1 = 0, w2 = 3, b2 = 1, alpha = 0.1
a1 = w1*x + b1 = 2
a2 = w2*a1 + b2 = 7
J = 1/2*(a2 - y)^2 = 2
dJ/da2 = a2 - y = 2
dJ/da1 = 2*2 = 4
dJ/dw1 = 4
w1_new = w1 - alpha*dJ/dw1 = 1.4
"""


def verdicts(text):
    """Target as written → verdict, in words."""
    return {finding.text.partition("=")[0].strip(): finding.verdict.value for finding in check_sheet(text).findings}


def finding(text, target):
    (found,) = [one for one in check_sheet(text).findings if one.text.startswith(f"{target} =")]
    return found


def test_the_example_of_the_course_has_one_wrong_line():
    report = check_sheet(ISSUE)
    found = {one.line.number: one for one in report.findings if one.line.number > 1}
    assert [found[line].verdict.value for line in range(2, 9)] == ["right"] * 4 + ["wrong", "follows correctly from a wrong line", "right"]
    assert found[6].right == 6
    assert found[7].follows == 6
    assert found[7].right == 6
    assert report.code == SOMETHING_WRONG


def test_the_right_update_does_not_follow_from_the_wrong_gradient():
    (note,) = finding(ISSUE, "w1_new").notes
    assert "does not follow from line 7" in note[0]
    assert note[1].text == "1.6"


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("digits", [3, 4, 6, 9])
def test_right_sheets_are_right_however_many_digits_are_written(name, digits):
    report = check_sheet(sheet(NETWORKS[name], right_numbers(name), digits))
    assert {one.verdict for one in report.findings} <= {Verdict.GIVEN, Verdict.RIGHT, Verdict.ROUNDED}
    assert report.code == ALL_RIGHT
    assert sum(one.verdict is not Verdict.GIVEN for one in report.findings) == len(NETWORKS[name].asked)


def test_numbers_carried_on_in_rounded_form_are_recognised():
    """Everything from the third digit on is worked out from what is written; no line is accused."""
    numbers = right_numbers("mazur") | {"out_h1": 0.59, "net_o1": 0.4 * 0.59 + 0.45 * 0.597 + 0.6}
    text = sheet(MAZUR, numbers, 9)
    found = {one.text.partition(" =")[0]: one for one in check_sheet(text).findings}
    assert found["net_o1"].verdict is Verdict.ROUNDED
    assert found["out_h1"].verdict is Verdict.RIGHT


# ── conventions ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("loss", "by_a"), [(0.04, 0.4), (0.02, 0.2)])
def test_a_loss_by_a_word_has_the_convention_that_its_number_shows(loss, by_a):
    assert check_sheet(f"a = 1.2, y = 1\nJ = MSE(a, y) = {loss}\ndJ/da = {by_a}").code == ALL_RIGHT


def test_a_gradient_by_another_convention_than_the_loss_is_told_apart_from_an_error():
    found = finding("a = 1.2, y = 1\nJ = 1/2*(a - y)^2 = 0.02\ndJ/da = 0.4", "dJ/da")
    assert found.verdict is Verdict.CONVENTION
    assert found.suspects[0].slip.name == "loss_factor"
    found = finding("a = 1.2, y = 1\nJ = MSE(a, y) = 0.02\ndJ/da = 0.4", "dJ/da")
    assert found.verdict is Verdict.CONVENTION


def test_an_unusual_convention_is_named():
    (note,) = finding("a = [1.2, 0.8], y = [1, 1]\nJ = MSE(a, y) = 0.08", "J").notes
    assert "Σ(ŷ − y)²" in "".join(map(str, note))


# ── notation ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

LATEX = r"""
Given: $x = 1$, $y = 5$, $w_1 = 2$, $b_1 = 0$, $w_2 = 3$, $b_2 = 1$ and $\alpha = 0.1$.
$$a_1 = w_1 x + b_1 = 2 \qquad a_2 = w_2 a_1 + b_2 = 7$$
\begin{align}
J &= \frac{1}{2}(a_2 - y)^2 = 2 \\
\frac{\partial J}{\partial a_2} &= a_2 - y = 2 \\
\frac{\partial J}{\partial a_1} &= \frac{\partial J}{\partial a_2} \cdot w_2 = 2 \cdot 3 = 6 \\
w_1^{new} &= w_1 - \alpha \frac{\partial J}{\partial w_1} = 1.4
\end{align}
"""
COMMAS = """
x = 1,5; w = 0,4; b = −0,2
z = w·x + b = 0,4
a = σ(z) = 0,5987
∂a/∂w = a·(1 − a)·x = 0,3604
"""
STEPS = """
x = 1, y = 2, w = 0, b = 0, alpha = 0.5
Iteration 1
ŷ = w*x + b = 0
L = 1/2*(ŷ - y)^2 = 2
dL/dw = -2
dL/db = -2
w = w - alpha*dL/dw = 1
b = b - alpha*dL/db = 1
Iteration 2
ŷ = 1*1 + 1 = 2
L = 1/2*(2 - 2)^2 = 0
dL/dw = 0
"""
COUNTED = """
x = 1, y = 2, w_0 = 0, b_0 = 0, alpha = 0.5
ŷ = w*x + b
L = 1/2*(ŷ - y)^2
ŷ_0 = 0
L_0 = 1/2*(0 - 2)^2 = 2
dL/dw = -2, dL/db = -2
w_1 = 0 - 0.5*(-2) = 1, b_1 = 0 - 0.5*(-2) = 1
ŷ_1 = 1*1 + 1 = 2
L_1 = 1/2*(2 - 2)^2 = 0
"""
MATRICES = """
W1 = [[0.1, 0.2], [0.3, 0.4]], x = [1, 2], b1 = [0.5, -0.5], y = [1, 0], lr = 0.1
z1 = W1 x + b1 = [1.0, 0.6]
a1 = tanh(z1) = [0.7616, 0.5370]
J = 1/2 sum((a1 - y)^2) = 0.1726
dJ/da1 = a1 - y = [-0.2384, 0.5370]
dJ/dz1 = dJ/da1 * (1 - a1^2) = [-0.1001, 0.3822]
dJ/dW1 = dJ/dz1 x^T = [[-0.1001, -0.2002], [0.3822, 0.7643]]
dJ/dW1[1,0] = 0.3822
dJ/dx = W1^T dJ/dz1 = [0.1046, 0.1329]
W1_new = W1 - lr*dJ/dW1 = [[0.1100, 0.2200], [0.2618, 0.3236]]
"""
BATCH = """
X = [[1, 2], [3, 4], [5, 6]]; y = [1, 0, 1]; w = [0.1, -0.2]; b = 0.05; m = 3
yhat = X w + b = [-0.25, -0.45, -0.65]
J = 1/(2m) sum((yhat - y)^2) = 0.7479
dyhat = 1/m (yhat - y) = [-0.4167, -0.15, -0.55]
dw = X.T dyhat = [-3.6167, -4.7333]
db = sum(dyhat) = -1.1167
"""
FUNCTIONS = """
f(x) = x^2 + 3x
f'(x) = 2x + 3
f'(2) = 7
x = 1
f = 4
"""


@pytest.mark.parametrize(
    "text", [LATEX, COMMAS, STEPS, COUNTED, MATRICES, BATCH, FUNCTIONS], ids=["latex", "commas", "steps", "counted", "matrices", "batch", "functions"]
)
def test_a_right_sheet_is_right_in_any_notation(text):
    report = check_sheet(text)
    assert not report.unread
    assert report.code == ALL_RIGHT, str(report)
    assert not [one for one in report.findings if one.verdict is Verdict.UNCHECKED]


def test_a_wrong_update_is_followed_into_the_next_step():
    text = STEPS.replace("b = b - alpha*dL/db = 1", "b = b - alpha*dL/db = -1").replace("1*1 + 1 = 2", "1*1 - 1 = 0").replace("(2 - 2)^2 = 0", "(0 - 2)^2 = 2")
    found = {(one.line.number, one.text): one for one in check_sheet(text.replace("dL/dw = 0", "dL/dw = -2")).findings}
    assert [one.verdict for (line, _), one in found.items() if line == 9] == [Verdict.WRONG]
    assert [one.follows for (line, _), one in found.items() if line > 10] == [9, 11, 11]


# ── what is said beyond the verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_right_number_by_another_formula_is_right_only_with_these_numbers():
    text = "x = 1, w = 2, y = 3\nz = w*x = 2\nJ = 1/2*(z - y)^2 = 0.5\ndJ/dz = z - y = -1\ndJ/dw = dJ/dz = -1"
    found = finding(text, "dJ/dw")
    assert found.verdict is Verdict.RIGHT
    assert "only with these numbers" in found.notes[0][0]


def test_an_update_that_raises_the_loss_is_told_though_it_is_right():
    report = check_sheet(sheet(NETWORKS["course"], right_numbers("course")))
    assert report.loss_after.raises
    assert report.loss_after.right
    assert report.loss_after.after == pytest.approx(2.2472)
    assert report.loss_after.largest == pytest.approx(0.0967, abs=5e-5)
    assert "raises J from 2 to 2.2472" in str(report)


def test_a_wrong_update_that_lowers_the_loss_proves_nothing():
    numbers = right_numbers("course") | {"dJ/da1": 4, "dJ/db1": 4, "dJ/dw1": 4, "w1_new": 1.6, "b1_new": -0.4}
    report = check_sheet(sheet(NETWORKS["course"], numbers))
    assert report.loss_after.after == pytest.approx(0.5832)
    assert not report.loss_after.right
    assert "proves nothing" in str(report)


def test_a_broken_link_is_quoted():
    found = finding("w2 = 3\nx = 2\na = w2*x = 3*2 = 5", "a")
    assert found.verdict is Verdict.WRONG
    assert found.broken == ("3*2", "5")


def test_a_right_number_after_a_wrong_calculation_is_not_right():
    found = finding("w = 3\nx = 2\na = w*x = 2*2 = 6", "a")
    assert found.verdict is Verdict.WRONG
    assert "2*2" in found.broken


def test_shapes_are_told():
    text = "W = [[1, 2, 3], [4, 5, 6]], x = [1, 0, 1]\nz = W x = [4, 10]\nJ = sum(z) = 14\ndJ/dW = [[1, 1], [0, 0], [1, 1]]"
    found = finding(text, "dJ/dW")
    assert found.verdict is Verdict.WRONG
    assert "2×3" in found.notes[0][0]
    assert "3×2" in found.notes[0][0]


def test_what_cannot_be_read_or_worked_out_is_quoted():
    report = check_sheet("x = 1\ny = x + @ 2 = 3\n")
    assert report.code == UNREADABLE
    assert report.unread[0].line == 2
    assert check_sheet("only words here").code == UNREADABLE
    (unread,) = check_sheet("A = [[1, 2], [3, 4]]\nx = [1, 2, 3]\nz = A x = [1, 2]").unread
    assert "2 columns" in unread.why
    assert "3 rows" in unread.why


def test_what_depends_on_no_formula_is_not_checked_rather_than_accused():
    text = "x = 1, w = 2\na = 2*1 = 2\nJ = a^2 = 4\ndJ/dw = 4"
    assert finding(text, "dJ/dw").verdict is Verdict.UNCHECKED
    assert check_sheet("dL/dw = 3").findings[0].verdict is Verdict.UNCHECKED


def test_definitions_in_a_circle_are_named():
    (unread,) = check_sheet("a = b + 1\nb = a + 1").unread
    assert "through itself" in unread.why


def test_the_report_for_programs_is_plain_json():
    told = json.loads(json.dumps(check_sheet(ISSUE).as_dict(), allow_nan=False))
    assert told["ok"] is False
    assert [one["verdict"] for one in told["lines"]][-3:] == ["wrong", "follows correctly from a wrong line", "right"]
    assert told["lines"][-2]["follows_line"] == 6
    assert told["loss"]["raised"] is False


@pytest.mark.parametrize("form", ["markdown", "latex", "html"])
def test_every_form_of_the_report_shows_the_sheet_literally(form):
    report = check_sheet("x = 1\n<b>J</b> x_y = 3 | 4 = 2\n" + ISSUE)
    assert getattr(report.story, form)()


def test_a_key_says_what_is_right_whatever_the_sheet_defines():
    key = "x = 2, w = 3\nz = w*x\nJ = 1/2*z^2"
    report = check_sheet("z = 6\nJ = 18\ndJ/dz = 6\ndJ/dw = 12", key=key)
    assert [one.verdict for one in report.findings] == [Verdict.RIGHT] * 4
    assert check_sheet("z = w + x = 5", key=key).findings[0].verdict is Verdict.WRONG


def test_large_numbers_and_what_is_not_finite_do_no_harm():
    report = check_sheet("x = 0\ny = 1/x = 5\nz = e^1000 = 2\nw = log(0) = 1")
    assert report.code == SOMETHING_WRONG
    json.dumps(report.as_dict(), allow_nan=False)
    assert np.isinf(report.findings[1].right)


# ── sheets as others write them ──────────────────────────────────────────────────────────────────────────────────────────────────────

OTHERS = {
    "the check after the update": """
        x = 2, w = 1.5, y = 4, lr = 0.1
        pred = w*x = 3
        L = (pred - y)^2 = 1
        dL/dw = 2(pred - y)*x = -4
        w_new = w - lr*dL/dw = 1.9
        pred_new = w_new*x = 3.8
        L_new = (pred_new - y)^2 = 0.04""",
    "a matrix with one row": """
        W = [[1, 2]], x = [[3], [4]], b = 1, y = 10
        z = W x + b = 12
        a = σ(z) = 0.99999
        L = 0.5*(z - y)^2 = 2
        dL/dW = 2 x^T = [[6, 8]]""",
    "a rule without a rate": """
        x1 = 0.35, w = 0.9, t = 0.5
        o = w*x1 = 0.315
        E = 1/2(t-o)^2 = 0.0171
        δ = t - o = 0.185
        w+ = w + δ*x1 = 0.96475""",
    "momentum": """
        x = 2, y = 3, w = 1, lr = 0.1, beta = 0.9, v = 0
        yhat = w*x = 2
        L = (yhat - y)^2 = 1
        dL/dw = 2*(yhat-y)*x = -4
        v_new = beta*v + dL/dw = -4
        w_new = w - lr*v_new = 1.4""",
    "momentum as a program": """
        x = 2, y = 3, w = 1, η = 0.1, β = 0.9, v = 0
        yhat = w*x = 2
        L = (yhat - y)^2 = 1
        dL/dw = 2*(yhat-y)*x = -4
        v ← β v + (1-β) ∂L/∂w = -0.4
        w ← w - η v = 1.04""",
    "Adam": """
        x = 2, y = 3, w = 1, lr = 0.1, b1 = 0.9, b2 = 0.999, m = 0, v = 0
        yhat = w*x = 2
        L = (yhat - y)^2 = 1
        g = dL/dw = -4
        m_new = b1*m + (1-b1)*g = -0.4
        v_new = b2*v + (1-b2)*g^2 = 0.016
        mhat = m_new/(1-b1) = -4
        vhat = v_new/(1-b2) = 16
        w_new = w - lr*mhat/sqrt(vhat) = 1.1""",
    "one example after the other": """
        w = 0, lr = 0.1
        x = 1, y = 2
        yhat = w*x = 0
        L = (yhat-y)^2 = 4
        dL/dw = 2(yhat-y)x = -4
        w = w - lr*dL/dw = 0.4
        x = 2, y = 3
        yhat = w*x = 0.8
        L = (yhat-y)^2 = 4.84
        dL/dw = 2(yhat-y)x = -8.8
        w = w - lr*dL/dw = 1.28""",
    "vectors side by side in a mean": """
        p = [0.5, 0.25]
        y = [1, 0]
        K = -mean(y log p + (1-y) log(1-p)) = 0.4904""",
    "a rate that is only a number": """
        x = 1, y = 1, w = 0.5, b = 0.1
        z = w*x + b = 0.6
        J = 1/2*(z - y)^2 = 0.08
        dw = -0.4, db = -0.4
        w := w - 0.1*dw = 0.54
        b := b - 0.1*db = 0.14""",
    "remarks, columns, a mark before the first letter": """\ufeff
        x = 1, y = 2  # given
        W = [[1, 2], [3, 4]] % weights
        v = [1, 2]
        z = W v = [5, 11]^T // forward
        u = np.outer(v, z) = [[5, 11], [10, 22]]""",
    "products without a sign": """
        f(x, y) = x^2*y + 3*y
        ∂f/∂x = 2xy
        ∂f/∂y = x^2 + 3
        w = 2, a = 3, y = 5
        J = 1/2*(w*a - y)^2 = 0.5
        dw = 3
        w := w - 0.1 dw = 1.7""",
    "functions in letters": """
        f(x) = x^3 + ln(3x)
        f'(x) = 3x^2 + 1/x
        f''(x) = 6x - 1/x^2
        g = (x + 2)^2
        dg/dx = 2(x + 2) = 2x + 4""",
}


@pytest.mark.parametrize("name", OTHERS)
def test_right_sheets_of_others_are_not_accused(name):
    report = check_sheet(OTHERS[name])
    assert report.code == ALL_RIGHT, str(report)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("x = 2*3 = 7", "x"),
        ("a = tanh(1.2) = 0.90", "a"),
        ("f = x^2 + 1\ndf/dx = 3x", "df/dx"),
        ("y = (x+2)^2\ndy/dx = 2(x+2) = 2x + 2", "dy/dx"),
        ("f(x) = x^2\nf'(3) = 5", "f'(3)"),
        ("o = 1, y = 0\nL = 1/2*(o - y)^2 = 1", "L"),
    ],
)
def test_what_is_wrong_is_wrong(text, target):
    assert finding(text, target).verdict is Verdict.WRONG


def test_a_slip_is_named_in_letters_too():
    found = finding("f = (2x+1)^3\ndf/dx = 3(2x+1)^2", "df/dx")
    assert found.suspects[0].slip.name == "forgotten_factor"
    assert found.worked.formula.text == "6·(2·x + 1)^2"


def test_what_was_not_checked_is_not_all_right():
    assert check_sheet("x = 1").code == UNREADABLE
    assert check_sheet("J = a\ndJ/dw = 3").code == UNREADABLE
    assert "nothing to check" in str(check_sheet("x = 1"))


def test_rounding_that_led_astray_is_said():
    found = finding("x = 1.37, w = 0.83, y = 2\nz = w*x = 1.1\na = z^3 = 1.331\nL = (a-y)^2 = 0.4476", "L")
    assert found.verdict is Verdict.ROUNDED
    assert "0.2806" in "".join(map(str, found.notes[0]))


def test_long_sheets_take_no_longer_than_they_should():
    """No time is measured: a sheet with hundreds of wrong lines is gone through, and says where it stopped looking for slips."""
    report = check_sheet("x = 1\n" + "\n".join(f"a_{place} = x*{place} + 2 = {place + 5}" for place in range(200)))
    assert len(report.wrong) == 200
    assert any("no slip was looked for" in "".join(map(str, note)) for note in report.wrong[-1].notes)
