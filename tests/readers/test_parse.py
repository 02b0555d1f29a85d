"""`parse` reads what people type: signs, functions, arrays, names, and it knows where everything stood."""

import inspect
import math
import re
import sys
import unicodedata
from string import Template

import numpy as np
import pytest

from glassgrad.graph import Kind, ancestors, is_constant, pages
from glassgrad.ops import absolute, add, divide, max, maximum, min, minimum, multiply, negate, power, sigmoid, sum, variable
from glassgrad.ops.mathematics import NUMPY
from glassgrad.readers import evaluate, parse
from glassgrad.readers.parsing.functions import function_words
from tests.readers.stopwatch import best_of_three

LETTERS = {"a": 2.0, "b": 3.0, "c": 5.0, "x": 0.7, "y": -1.5, "z": 4.0}
ARRAYS = {
    "x": np.arange(6.0).reshape(2, 3) - 2,
    "w": np.array([[1.0, -2.0, 0.5], [4.0, 0.25, -1.0]]),
    "A": np.arange(12.0).reshape(3, 4),
    "v": np.array([1.0, -1.0, 2.0]),
}


def value(text, **values):
    """What a formula comes to, the letters having the values above."""
    given = LETTERS | values
    node = parse(text, **{name: np.shape(one) for name, one in values.items() if np.shape(one)})
    return evaluate(node, given)[node]


def test_the_example_of_the_readme():
    y = parse("(a + b) * (b - c)")
    assert y.op is multiply
    assert [one.op.name for one in y.inputs] == ["add", "subtract"]
    assert evaluate(y, a=1.0, b=2.0, c=3.0)[y] == -3.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-a**2", -4.0),
        ("2**3**2", 512.0),
        ("(2**3)**2", 64.0),
        ("-2**2", -4.0),
        ("(-2)**2", 4.0),
        ("2**-1", 0.5),
        ("2**-a**2", 1 / 16),
        ("-2**-2", -0.25),
        ("2**-1*4", 2.0),
        ("a*-b", -6.0),
        ("a*-b+c", -1.0),
        ("a - -b", 5.0),
        ("a--b", 5.0),
        ("--a", 2.0),
        ("-+-a", 2.0),
        ("+a", 2.0),
        ("a-b-c", -6.0),
        ("a-(b-c)", 4.0),
        ("c/b/a", 5 / 6),
        ("c/b*a", 10 / 3),
        ("c/(b*a)", 5 / 6),
        ("a+b*c", 17.0),
        ("a*b**a", 18.0),
        ("a+b<c+1", 1.0),
        ("a < b", 1.0),
        ("a >= b", 0.0),
        ("a*2 == 4", 1.0),
        ("a != 2", 0.0),
        ("-a < b", 1.0),
        ("(a < b) * (b < c)", 1.0),
        ("(a < b) < c", 1.0),
        ("where(a > b, a, b)", 3.0),
        ("-|y|**2", -2.25),
        ("||y| - a|", 0.5),
        ("|a - b|·|b - c|", 2.0),
    ],
)
def test_precedence_is_that_of_mathematics_and_of_python(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("a^b", "a**b"),
        ("a·b×c⋅a", "a*b*c*a"),
        ("a − b – c", "a - b - c"),
        ("a ÷ b", "a / b"),
        ("a ≤ b", "a <= b"),
        ("a ≥ b", "a >= b"),
        ("a ≠ b", "a != b"),
        ("a²", "a**2"),
        ("-a²", "-(a**2)"),
        ("a²³", "a**23"),
        ("a⁻¹·b", "(1/a)*b"),
        ("2^b²", "2**(b**2)"),
        ("a²**3", "(a**2)**3"),
        ("a² ³", "(a**2)**3"),
        ("2²", "4"),
        ("|y|²", "y*y"),
        ("½ + ¾", "1.25"),
        ("a^½", "sqrt(a)"),
        ("  a\t+\u00a0b  ", "a + b"),
        ("\n a + b \n", "a + b"),
        ("(a\n + b)", "a + b"),
        ("max(a,\r\n b,\r\n)", "max(a, b)"),
        ("1_000.5e-1", "100.05"),
        (".5 + 5. + 1e3 + 1E+3 + 007", "2012.5"),
        ("ln(a)", "log(a)"),
        ("σ(a)", "sigmoid(a)"),
        ("2·π", "2*pi"),
    ],
)
def test_every_way_of_typing_means_the_same(typed, plain):
    assert value(typed) == pytest.approx(value(plain), rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/(1+exp(-x))", 1 / (1 + math.exp(-0.7))),
        ("max(0, x)", 0.7),
        ("max(y, 0)", 0.0),
        ("max(a, z, b)", 4.0),
        ("min(a, z, b, y)", -1.5),
        ("sqrt(z) + sin(x)**2 + cos(x)^2", 3.0),
        ("pow(a, b)", 8.0),
        ("log(exp(x))", 0.7),
        ("elu(y, 2)", 2 * math.expm1(-1.5)),
        ("leaky_relu(y, slope=0.1)", -0.15),
        ("leaky_relu(y, slope=1)", -1.5),
        ("tanh(tanh(x))", math.tanh(math.tanh(0.7))),
    ],
)
def test_functions_of_numbers(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(x * w, axis=0)", lambda x, w, A, v: (x * w).sum(axis=0)),
        ("sum(x, 1, True)", lambda x, w, A, v: x.sum(axis=1, keepdims=True)),
        ("sum(x, axis=(0, -1))", lambda x, w, A, v: x.sum()),
        ("sum(x, axis=[0, 1], keepdims=False)", lambda x, w, A, v: x.sum()),
        ("max(x)", lambda x, w, A, v: x.max()),
        ("max(x, axis=None)", lambda x, w, A, v: x.max()),
        ("max(x, 0)", lambda x, w, A, v: np.maximum(x, 0)),
        ("max(x, 0, keepdims=True)", lambda x, w, A, v: x.max(axis=0, keepdims=True)),
        ("max(x, w, v)", lambda x, w, A, v: np.maximum(np.maximum(x, w), v)),
        ("min(x, axis=-1)", lambda x, w, A, v: x.min(axis=-1)),
        ("x @ A", lambda x, w, A, v: x @ A),
        ("x @ A * 2", lambda x, w, A, v: x @ A * 2),
        ("x @ A @ A.T", lambda x, w, A, v: x @ A @ A.T),
        ("x.T @ w", lambda x, w, A, v: x.T @ w),
        ("x.T² / 2", lambda x, w, A, v: x.T**2 / 2),
        ("(x + w)ᵀ[0]", lambda x, w, A, v: (x + w).T[0]),
        ("dot(x, v)", lambda x, w, A, v: x @ v),
        ("x[:, 0]", lambda x, w, A, v: x[:, 0]),
        ("x[0]", lambda x, w, A, v: x[0]),
        ("x[-1, 1]", lambda x, w, A, v: x[-1, 1]),
        ("x[..., 1:]", lambda x, w, A, v: x[..., 1:]),
        ("x[…, ::-1]", lambda x, w, A, v: x[..., ::-1]),
        ("x[::-1, 2:0:-1]", lambda x, w, A, v: x[::-1, 2:0:-1]),
        ("A[1][2:][::-1]", lambda x, w, A, v: A[1][2:][::-1]),
        ("x[0,]", lambda x, w, A, v: x[0]),
        ("x[:]", lambda x, w, A, v: x),
        ("(x + w)[:, 1] ** 2", lambda x, w, A, v: (x + w)[:, 1] ** 2),
        ("x[0]²", lambda x, w, A, v: x[0] ** 2),
        ("x²[0]", lambda x, w, A, v: x[0] ** 2),
        ("where(x > 0, x, w)", lambda x, w, A, v: np.where(x > 0, x, w)),
        ("(x < w) + (x == x)", lambda x, w, A, v: (x < w).astype(float) + 1),
        ("[1, 2, 3] * x", lambda x, w, A, v: np.array([1, 2, 3]) * x),
        ("x @ [[1, 0], [0, -1.5], [2, 1e2,],]", lambda x, w, A, v: x @ np.array([[1, 0], [0, -1.5], [2, 100]])),
        ("-[1, 2]", lambda x, w, A, v: -np.array([1.0, 2.0])),
        ("[[1, 2], [3, 4]].T[0]", lambda x, w, A, v: np.array([1.0, 3.0])),
        ("reshape(x, (3, 2))", lambda x, w, A, v: x.reshape(3, 2)),
        ("reshape(x, 6)", lambda x, w, A, v: x.reshape(6)),
        ("reshape(x, shape=[6, 1])", lambda x, w, A, v: x.reshape(6, 1)),
        ("reshape(x[0, 0], ())", lambda x, w, A, v: x[0, 0]),
        ("concatenate(x, w, axis=0)", lambda x, w, A, v: np.concatenate([x, w], axis=0)),
        ("broadcast(v, shape=(2, 3))", lambda x, w, A, v: np.broadcast_to(v, (2, 3))),
        ("|x|", lambda x, w, A, v: abs(x)),
        ("softmax(x, axis=0)", lambda x, w, A, v: np.exp(x) / np.exp(x).sum(axis=0)),
        ('place(v, key="1, ::-1", shape=(2, 3))', lambda x, w, A, v: np.array([np.zeros(3), v[::-1]])),
    ],
)
def test_arrays_agree_with_numpy(text, expected):
    y = parse(text, **{name: ARRAYS[name].shape for name in re.findall(r"(?<![a-z])[xwAv](?![a-z])", text)})
    wanted = expected(**ARRAYS)
    assert y.shape == wanted.shape
    np.testing.assert_allclose(evaluate(y, ARRAYS)[y], wanted, rtol=1e-14)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def leaves(y):
    return {node.name: node for node in ancestors([y]) if node.op is variable}


def test_the_same_name_is_the_same_node():
    y = parse("x * x")
    assert y.inputs[0] is y.inputs[1]


@pytest.mark.parametrize("name", ["x", "w_1", "α", "β1", "Δx", "ŷ", "x̂", "x̄", "_a", "ø", "W2", "T", "e", "j", "λ", "σ", "été", "match", "type"])
def test_names_of_the_field_become_variables(name):
    y = parse(f"{name} + 1")
    assert list(leaves(y)) == [unicodedata.normalize("NFC", name)]


def test_a_composed_and_a_decomposed_accent_are_the_same_name():
    y = parse("y\u0302 - \u0177")
    assert y.inputs[0] is y.inputs[1]
    decomposed = {"y\u0302": 3}
    assert parse("ŷ", **decomposed).shape == (3,)


@pytest.mark.parametrize(
    ("given", "shape"), [((2, 3), (2, 3)), (3, (3,)), ((), ()), ([2, 1], (2, 1)), (np.int64(4), (4,)), (np.array([2, 2]), (2, 2)), (0, (0,))]
)
def test_a_shape_may_be_given_as_a_number_or_in_a_row(given, shape):
    assert parse("A + 1", A=given).shape == shape


def test_a_variable_may_be_called_text():
    assert parse("text", text=3).shape == (3,)


def test_pi_is_the_number_unless_a_shape_is_given():
    y = parse("pi * π")
    assert y.inputs[0] is y.inputs[1]
    assert is_constant(y.inputs[0])
    assert evaluate(y)[y] == math.pi**2
    assert parse("π", π=2).op is variable


def test_a_word_of_a_function_is_a_variable_when_its_shape_is_given():
    y = parse("(x - mean) / std", mean=())
    assert set(leaves(y)) == {"x", "mean", "std"}


def test_a_letter_that_is_also_a_function_may_stand_alone():
    y = parse("σ(x) / σ")
    assert y.inputs[0].op is sigmoid
    assert y.inputs[1].op is variable


def test_a_lone_name_and_a_lone_number_are_expressions():
    assert parse("x").op is variable
    assert is_constant(parse("-2.5"))


def test_the_last_operation_has_no_name():
    assert parse("a + b").name == ""


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_node_knows_its_column_in_the_text_as_it_was_typed():
    text = "−x² · max(α, 0.5, [1, 2])[0] + Aᵀ ^ 2"
    columns = {}
    for node in ancestors([parse(text)]):
        assert node.where.text == text
        columns.setdefault(node.op, set()).add(node.where.column)

    def at(piece):
        return text.index(piece) + 1

    assert columns[add] == {at("+")}
    assert columns[negate] == {1}
    assert columns[power] == {at("²"), at("^")}
    assert columns[multiply] == {at("·")}
    assert columns[maximum] == {at("max")}
    assert columns[pages.slice] == {at("[0]")}
    assert columns[pages.transpose] == {at("ᵀ")}
    assert columns[variable] == {at("x"), at("α"), at("A")}
    assert columns[pages.constant] == {at("²"), at("0.5"), at("[1"), len(text)}


def test_a_variable_is_placed_where_it_first_stands():
    assert parse("a + a").inputs[1].where.column == 1


# ── the dictionary ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

COMPUTING = sorted((page for page in pages if page.kind is not Kind.LEAF), key=lambda page: page.name)
CASES = [pytest.param(page, case, id=f"{page.name}-{number}") for page in COMPUTING for number, case in enumerate(page.domain.cases)]


def written_settings(settings):
    return "".join(f', {name}="{value}"' if isinstance(value, str) else f", {name}={value!r}" for name, value in settings.items())


@pytest.mark.parametrize(("page", "case"), CASES)
def test_every_page_can_be_called_by_its_name(page, case):
    shapes = {f"x{number}": shape for number, shape in enumerate(case.shapes)}
    y = parse(f"{page.name}({', '.join(shapes)}{written_settings(case.settings)})", **shapes)
    twin = page(*[variable(shape=shape) for shape in case.shapes], **case.settings)
    assert y.op is page
    assert y.shape == twin.shape
    assert y.settings == twin.settings


@pytest.mark.parametrize(("page", "case"), CASES)
def test_what_a_page_prints_is_read_back(page, case):
    slots = [f"{slot.lstrip('*')}{number}" for number, slot in enumerate((page.slots * len(case.shapes))[: len(case.shapes)])]
    shapes = dict(zip(slots, case.shapes, strict=True))
    parts = {page.slots[0].lstrip("*"): ", ".join(slots)} if page.variadic else dict(zip(page.slots, slots, strict=True))
    settings = page(*[variable(shape=shape) for shape in case.shapes], **case.settings).settings
    changed = {name: value for name, value in settings.items() if value != page.defaults[name]}
    template = Template(page.notation.text)
    mentioned = set(template.get_identifiers())
    if "settings" in mentioned or changed.keys() <= mentioned:
        text = template.substitute(parts, settings=written_settings(changed), **{name: settings[name] for name in mentioned & settings.keys()})
    else:
        text = f"{page.name}({', '.join(slots)}{written_settings(changed)})"
    y = parse(text, **shapes)
    values = [np.linspace(0.25, 1.75, math.prod(shape)).reshape(shape).round() for shape in case.shapes]
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(evaluate(y, dict(zip(slots, values, strict=True)))[y], page.compute(NUMPY, *map(np.asarray, values), **settings))


def test_every_spelling_calls_a_page_that_lists_it():
    for word, candidates in function_words().items():
        for page in candidates:
            assert word == page.name or word in page.notation.spellings


def test_the_number_of_arguments_chooses_between_pages_of_one_word():
    assert parse("max(x)", x=3).op is max
    assert parse("max(x, y)").op is maximum
    assert parse("min(x, axis=0)", x=3).op is min
    assert parse("min(x, 2)").op is minimum
    assert parse("abs(x)").op is parse("|x|").op is absolute
    assert parse("sum(x, 0)", x=3).op is sum
    assert parse("x/2").op is divide


def test_a_written_number_with_a_sign_is_one_number():
    y = parse("x ** -2")
    assert y.inputs[1].settings["value"] == -2.0


# ── what must work within the limits ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+".join(["a"] * 2000), 4000.0),
        ("(" * 100 + "a" + ")" * 100, 2.0),
        ("(1+" * 100 + "a" + ")" * 100, 102.0),
        ("-" * 100 + "a", 2.0),
        ("a" + ".T" * 2000, 2.0),
        ("a" + "⁰ " * 2000, 1.0),
        ("**".join(["d"] * 100), 1.0),
        ("tanh(" * 100 + "0" + ")" * 100, 0.0),
        ("|" * 100 + "a" + "|" * 100, 2.0),
        ("0" * 9_000 + "7", 7.0),
        ("a" + " " * 9_999, 2.0),
        ("sum([" + ",".join(["1"] * 4000) + "])", 4000.0),
    ],
    ids=lambda text: str(text)[:12],
)
def test_long_expressions_work_also_deep_in_the_stack(text, expected):
    def from_below(frames):
        return from_below(frames - 1) if frames else value(text, d=1.0)

    room = sys.getrecursionlimit() - len(inspect.stack())
    assert from_below(room - 60) == expected


def test_the_largest_expression_takes_a_tenth_of_a_second_at_most():
    assert best_of_three(lambda: parse("+".join(["sin(x)"] * 1000))) < 0.1
    assert best_of_three(lambda: parse("+".join(["1.5"] * 2000))) < 0.1
