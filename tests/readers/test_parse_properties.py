"""`parse` against Python itself: the same numbers, the same tree; and nothing that is typed can do more than be refused."""

import ast
import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from glassgrad.graph import ExpressionError, GlassgradError, Kind, ShapeError, ancestors, is_constant, size
from glassgrad.readers import evaluate, parse

many = settings(max_examples=200, derandomize=True, database=None, deadline=None)
LETTERS = {"a": 1.25, "b": -0.5, "w_1": 3.0, "α": 0.75}
FUNCTIONS = {"sin": math.sin, "tanh": math.tanh, "exp": math.exp, "abs": math.fabs, "max": max, "min": min}
SIGNS = {"+": ["+"], "-": ["-", "−"], "*": ["*", "·", "×"], "/": ["/", "÷"], "**": ["**", "^"]}

# ── formulas, written twice: as people type, and as Python ───────────────────────────────────────────────────────────────────────────


def spaced(draw, piece):
    return draw(st.sampled_from(["", "", " "])) + piece + draw(st.sampled_from(["", "", " "]))


@st.composite
def operands(draw, inner):
    sign = draw(st.sampled_from(["", "", "", "-", "−", "+"]))
    typed, python = draw(st.one_of(numbers(), st.sampled_from([(name, name) for name in LETTERS]), inner))
    return sign + typed, sign.replace("−", "-") + python


@st.composite
def numbers(draw):
    number = draw(st.sampled_from(["0.5", "2.0", "3.", ".25", "1e-1", "7.0"]))
    return number, number


@st.composite
def chains(draw, inner, *, signs=tuple(SIGNS), most=5):
    typed, python = draw(operands(inner))
    for _ in range(draw(st.integers(0, most))):
        sign = draw(st.sampled_from(signs))
        next_typed, next_python = draw(operands(inner))
        typed += spaced(draw, draw(st.sampled_from(SIGNS.get(sign, [sign])))) + next_typed
        python += sign + next_python
    return typed, python


@st.composite
def brackets(draw, inner):
    typed, python = draw(chains(inner, most=3))
    return draw(st.sampled_from([(f"({spaced(draw, typed)})", f"({python})"), (f"|{typed}|", f"abs({python})"), (f"({typed})²", f"(({python})**2)")]))


@st.composite
def calls(draw, inner):
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    arguments = [draw(chains(inner, most=2)) for _ in range(draw(st.integers(2, 3)) if name in ("max", "min") else 1)]
    return f"{name}({', '.join(typed for typed, _ in arguments)})", f"{name}({', '.join(python for _, python in arguments)})"


FORMULAS = st.recursive(numbers(), lambda inner: st.one_of(brackets(inner), calls(inner)), max_leaves=6).flatmap(lambda piece: chains(st.just(piece)))


@many
@given(FORMULAS)
@example(("-a**2", "-a**2"))
@example(("2**3**2", "2**3**2"))
@example(("2^-a·b", "2**-a*b"))
def test_a_formula_comes_to_what_pythons_own_floats_say(formula):
    typed, python = formula
    try:
        expected = eval(python, {"__builtins__": {}}, {**LETTERS, **FUNCTIONS})  # noqa: S307 - written by this very test
    except (ZeroDivisionError, OverflowError, TypeError):  # the last one for complex numbers, which powers of negative ones are to Python
        assume(False)
    assume(isinstance(expected, float) and math.isfinite(expected))
    y = parse(typed)
    assert evaluate(y, LETTERS)[y] == pytest.approx(expected, rel=1e-12, abs=1e-300)


# ── the same tree as Python's ────────────────────────────────────────────────────────────────────────────────────────────────────────

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def python_tree(node):
    match node:
        case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
            return OPERATORS[type(op)], python_tree(left), python_tree(right)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return python_tree(operand)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = python_tree(operand)
            return -inner if isinstance(inner, float) else ("-x", inner)
        case ast.Constant(value=value):
            return float(value)
        case ast.Attribute(value=value, attr="T"):
            return ".T", python_tree(value)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return (name, *map(python_tree, arguments))
        case ast.Name(id=name):
            return name
    raise AssertionError(ast.dump(node))


def our_tree(node):
    if is_constant(node):
        return float(node.settings["value"])
    if node.op.kind is Kind.LEAF:
        return node.name
    return (node.op.sign or node.op.name, *map(our_tree, node.inputs))


@st.composite
def arrays_of_one_entry(draw, inner):
    typed, python = draw(chains(inner, signs=("+", "-", "*", "/", "@", "**"), most=4))
    kind = draw(st.sampled_from(["()", ".T", "tanh", "<", ">="]))
    if kind == ".T":
        return f"({typed}).T", f"({python}).T"
    if kind == "tanh":
        return f"tanh({typed})", f"tanh({python})"
    if kind == "()":
        return f"({typed})", f"({python})"
    return f"({typed} {kind} a)", f"({python} {kind} a)"


@many
@given(
    st.recursive(st.sampled_from([("a.T", "a.T"), ("b", "b")]), arrays_of_one_entry, max_leaves=5).flatmap(
        lambda piece: chains(st.just(piece), signs=("+", "-", "*", "/", "@", "**"))
    )
)
def test_a_formula_is_the_same_tree_that_python_sees(formula):
    typed, python = formula
    tree = ast.parse(python, mode="eval").body
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & LETTERS.keys()
    try:
        y = parse(typed, **dict.fromkeys(names, (1, 1)))
    except ShapeError as error:
        assert "a matrix product needs rows and columns" in str(error)
        assume(False)
    assert our_tree(y) == python_tree(tree)


# ── anything at all ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_or_refuse(text, **shapes):
    try:
        return parse(text, **shapes)
    except (ExpressionError, ShapeError) as error:
        assert all(character.isprintable() for character in str(error))
        return None


@many
@given(st.text(st.characters(), max_size=40))
def test_any_text_is_read_or_refused(text):
    read_or_refuse(text)


PIECES = (
    *"a b x x x 0 1 2 -1 3 0.5 1e300 1e-300 e pi + - * / @ ** ^ < <= == ! != = ( ) ( ) [ ] [ ] , , : : . .T ... | | ² ½ ᵀ ' # ; \n".split(" "),
    *"True None axis= axis=0 axis=(0,1) keepdims=True shape=(2,3) shape=() shape=-1 key=\"0\" key=\"1:,::2\" alpha=-2 classes=3 length=2 axes=(1,0)".split(" "),
    *"sin( exp( log( sum( max( mean( softmax( cumulative_sum( reshape( broadcast( transpose( concatenate( flip( where( pow( elu( gather( one_hot( "
    "scatter_add( place( slice( logsumexp( product( [1,2,3] [[1],[2]] lambda if for __x__ import".split(" "),
)  # fmt: skip


@settings(many, max_examples=700)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_row_of_pieces_is_read_or_refused(pieces):
    read_or_refuse("".join(pieces))
    read_or_refuse(" ".join(pieces))


SETTINGS = (
    "0",
    "1",
    "-1",
    "2",
    "1.5",
    "None",
    "True",
    "(0,)",
    "(0, 1)",
    "(1, 0)",
    "(0, 0)",
    "()",
    "[2, 3]",
    "(3, 2)",
    "-2.5",
    "(-1, 6)",
    "7",
    '"0"',
    '"0, ::2"',
    '"9"',
    '"a"',
    '""',
)
NAMES = ("axis", "keepdims", "shape", "axes", "alpha", "slope", "classes", "length", "key")
CALLED = (
    "sum mean max min product softmax log_softmax logsumexp cumulative_sum flip transpose reshape broadcast place slice concatenate elu leaky_relu "
    "tanh gather scatter_add one_hot where maximum".split()
)


@settings(many, max_examples=700)
@given(
    st.sampled_from(CALLED),
    st.lists(st.sampled_from(["x", "v", "s", "2", "[1, 0]"]), min_size=1, max_size=3),
    st.lists(st.sampled_from(SETTINGS), max_size=2),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(SETTINGS), max_size=2),
)
def test_a_call_with_any_settings_is_refused_or_can_be_evaluated(word, inputs, in_order, by_name):
    arguments = [*inputs, *in_order, *[f"{name}={value}" for name, value in by_name.items()]]
    shapes = {"x": (2, 3), "v": (3,), "s": ()}
    y = read_or_refuse(f"{word}({', '.join(arguments)})", **{name: shape for name, shape in shapes.items() if name in inputs})
    if y is not None and y.op.kind is not Kind.INDEXING and size(y.shape) < 10**6:
        values = {name: np.linspace(-1, 1, size(shape)).reshape(shape) for name, shape in shapes.items()}
        assert np.shape(evaluate(y, values)[y]) == y.shape


@many
@given(FORMULAS, st.data())
def test_a_refusal_points_at_the_piece_that_is_wrong(formula, data):
    typed, _ = formula
    try:
        parse(typed)
    except GlassgradError:
        assume(False)
    between = [at for at in range(1, len(typed)) if typed[at - 1] in " (" or typed[at] in " )"]
    at = data.draw(st.sampled_from([0, len(typed), *between]))
    with pytest.raises(ExpressionError, match=f"^column {at + 1}, "):
        parse(typed[:at] + "$" + typed[at:])


@many
@given(FORMULAS)
def test_every_node_has_a_place_within_the_text(formula):
    typed, _ = formula
    try:
        y = parse(typed)
    except GlassgradError:
        assume(False)
    for node in ancestors([y]):
        assert node.where.text == typed
        assert 1 <= node.where.column <= len(typed)
        if node.op.kind is Kind.LEAF and node.name:
            assert typed[node.where.column - 1 :].startswith(node.name)
