"""Names as symbols; and names that would like to be something else."""

import re

import pytest

import glassgrad as gg
from glassgrad.explain import explain_pass
from glassgrad.ops import variable
from glassgrad.writing.symbols import gradient_symbol, symbol
from tests.explain.examples import one_step
from tests.explain.page_reading import converter

HOSTILE = [
    "</math><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "}\\input{/etc/passwd}{",
    "$\\href{http://evil.example}{x}$",
    "\x1b[31mred\x1b[0m",
    "abc\u202edcba\u2066",
    "line\nbreak\r\ttab\x00nul",
    "“quoted”",
    "a|b|*c*_d_`e`[f](g)",
    "=cmd()",
    "שלום",
    "👩‍👩‍👧",
    "z" * 5000,
    "e\u0301" * 300,
    "%#&~^_{}",
    "",
    "\ud800",
]


@pytest.mark.parametrize(
    ("name", "array", "latex"),
    [
        ("W1[2,0]", False, "w^{(1)}_{20}"),
        ("W1[12,0]", False, "w^{(1)}_{12,0}"),
        ("z1[3,2]", False, "z^{(1)}_{32}"),
        ("W1", True, "W^{(1)}"),
        ("b1", True, "b^{(1)}"),
        ("b1", False, "b_{1}"),
        ("a2", False, "a_{2}"),
        ("X[3,0]", False, "x_{30}"),
        ("m_W1", True, "m_{W^{(1)}}"),
        ("alpha", False, r"\alpha"),
        ("α", False, r"\alpha"),
        ("λ2", False, r"\lambda_{2}"),
        ("ŷ", False, r"\hat{y}"),
        ("y_hat", False, r"\hat{y}"),
        ("loss", False, r"\text{loss}"),
        ("learning_rate", False, r"\text{learning\_rate}"),
    ],
)
def test_a_name_becomes_the_symbol_of_the_field(name, array, latex):
    assert symbol(name, array=array).latex == latex
    assert symbol(name, array=array).text == name


def test_a_gradient_names_its_target_and_its_variable():
    one = gradient_symbol(symbol("L"), symbol("W1", array=True))
    assert (one.text, one.latex) == ("∂L/∂W1", r"\frac{\partial L}{\partial W^{(1)}}")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_and_nothing_else(name):
    one = symbol(name)
    assert one.text.isprintable()
    assert not set(one.text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert len(one.text) < 400
    mathml = converter.convert_with_local_state(one.latex, displaystyle=False)
    assert "<script" not in mathml
    assert "<img" not in mathml


@pytest.mark.parametrize("name", [name for name in HOSTILE if name])
def test_hostile_names_stay_names_in_every_face_of_a_story(name):
    x = variable(shape=(), name=name)
    story = gg.explain((x * 2 + 1).named(name + "!"), {x: 3.0})
    assert_harmless(story)


def test_hostile_names_of_features_classes_and_rows_stay_names():
    step = one_step(features=(HOSTILE[0], HOSTILE[4], HOSTILE[5]), targets=(HOSTILE[1], HOSTILE[2], HOSTILE[6]))
    assert_harmless(explain_pass(step, level="neuron", unit="1.0", row=0))
    assert_harmless(explain_pass(step, level="neuron", unit="2.1", row=0))


def assert_harmless(story):
    text, page = str(story), story.html()
    assert all(one.isprintable() or one == "\n" for one in text)
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page + story.markdown() + story.latex()
    assert not re.search(r"(?<!\\)<[a-z/]", story.markdown())
    assert "\\input{" not in story.latex()
    assert "\\href" not in story.latex()
