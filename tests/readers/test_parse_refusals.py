"""What `parse` refuses: quickly, by name, with the column, and with a way out."""

import re

import pytest

from glassgrad.graph import ExpressionError, ShapeError
from glassgrad.readers import parse
from tests.readers.stopwatch import best_of_three

REFUSED = {
    # programs
    "__import__('os').system('x')": ("column 1, '__import__'", "two underscores"),
    "().__class__.__bases__": ("column 4, '__class__'", "two underscores"),
    "x.__class__": ("column 3, '__class__'", "two underscores"),
    "open('f')": ("column 1, 'open'", "ever executed"),
    'eval("1")': ("column 1, 'eval'", "ever executed"),
    "exec": ("column 1, 'exec'", "ever executed", "exec=()"),
    "getattr(x,'y')": ("column 1, 'getattr'", "ever executed"),
    "print(x)": ("column 1, 'print'", "ever executed"),
    "os.system(x)": ("column 1, 'os'", "ever executed"),
    "(lambda: 0)()": ("column 2, 'lambda'", "cannot be defined", "λ"),
    "[c for c in ()]": ("column 4, 'for'", "no loops"),
    "{c for c in x}": ("column 1, '{'", "sets and dictionaries"),
    "{1: 2}": ("column 1, '{'", "sets and dictionaries"),
    "x if y else z": ("column 3, 'if'", "where(condition, a, b)"),
    "a and b": ("column 3, 'and'", "(a > 0)*(b > 0)"),
    "a or b": ("column 3, 'or'", "max(a > 0, b > 0)"),
    "not x": ("column 1, 'not'", "1 - (a > 0)"),
    "not not x": ("column 1, 'not'", "truth is 1 or 0"),
    "a is b": ("column 3, 'is'", "compare numbers"),
    "a in b": ("column 3, 'in'", "compare numbers"),
    'f"{x}"': ("column 2", "text in quotes"),
    "'x'": ("column 1", "text in quotes"),
    "x + “y”": ("column 5, '“'", "text in quotes"),
    "`x`": ("column 1, '`'", "text in quotes"),
    "x'": ("column 2", "text in quotes"),
    "x; y": ("column 2, ';'", "one expression"),
    "x\ny": ("line 2, column 1, 'y'", "one expression", "parentheses"),
    "x +\ny": ("line 2, column 1, 'y'", "one expression"),
    "import os": ("column 1, 'import'", "nothing can be imported"),
    "from os import path": ("column 1, 'from'", "nothing can be imported"),
    "@decorator": ("column 1, '@'", "decorators"),
    "await x": ("column 1, 'await'", "a keyword of Python"),
    "yield": ("column 1, 'yield'", "a keyword of Python"),
    "async": ("column 1, 'async'", "no loops"),
    "def + 1": ("column 1, 'def'", "a keyword of Python"),
    "class": ("column 1, 'class'", "a keyword of Python"),
    "x := 1": ("column 3, ':='", "cannot be given"),
    "x = 1": ("column 3, '='", "nothing is assigned", "=="),
    "*x": ("column 1, '*'", "unpack"),
    "x^^2": ("column 3, '^'", "raise to a power"),
    "**x": ("column 1, '**'", "unpack"),
    "sum(*x)": ("column 5, '*'", "unpack"),
    "sum(**x)": ("column 5, '**'", "unpack"),
    "x -> y": ("column 3, '->'", "arrows"),
    "x # note": ("column 3, '#'", "comments"),
    "# note": ("column 1, '#'", "comments"),
    "x \\\n + y": ("column 3", "backslashes"),
    "a & b": ("column 3, '&'", "bits"),
    "a | b": ("column 3, '|'", "absolute value", "max(a > 0, b > 0)"),
    "~a": ("column 1, '~'", "bits"),
    "a << b": ("column 3, '<<'", "bits"),
    "a >> 2": ("column 3, '>>'", "bits"),
    "a // b": ("column 3, '//'", "/"),
    "a % b": ("column 3, '%'", "remainder"),
    "n!": ("column 2, '!'", "factorial"),
    "√x": ("column 1, '√'", "sqrt(x)"),
    "$x$": ("column 1, '$'", "dollar"),
    "\\alpha": ("column 1", "α"),
    "a ? b": ("column 3, '?'", "U+003F QUESTION MARK", "no meaning"),
    # nothing, or not all of it
    "": ("column 1, at the end", "no expression"),
    "   \n ": ("at the end", "no expression"),
    "a +": ("column 3, '+'", "missing to its right"),
    "(a + ) * b": ("column 4, '+'", "missing to its right"),
    "-": ("column 1, '-'", "missing to its right"),
    "max(a, +)": ("column 8, '+'", "missing to its right"),
    "sum(a, +axis=0)": ("column 13, '='", "nothing is assigned"),
    "+(1, 2)": ("column 2, '('", "a tuple cannot be computed with"),
    "* a": ("column 1, '*'", "nothing to its left"),
    "a * / b": ("column 5, '/'", "nothing to its left"),
    "= a": ("column 1, '='", "nothing to its left"),
    "² + a": ("column 1, '²'", "nothing to its left"),
    ".T": ("column 1, '.'", "x.T"),
    "(a": ("column 1, '('", "never closed"),
    "max(a, (b)": ("column 1, 'max'", "never closed"),
    "x[0": ("column 2, '['", "never closed"),
    "|a": ("column 1, '|'", "never closed"),
    "a)": ("column 2, ')'", "never opened"),
    "(a]": ("column 3, ']'", "another kind", "column 1"),
    "(\n|a)": ("line 2, column 3, ')'", "another kind", "line 2, column 1"),
    "a b": ("column 3, 'b'", "operator is missing"),
    "2x": ("column 2, 'x'", "operator is missing", "*"),
    "2 3": ("column 3, '3'", "operator is missing"),
    "1.2.3": ("column 4, '.3'", "operator is missing"),
    "(a)(b)": ("column 4, '('", "no function", "*("),
    "x.T(0)": ("column 4, '('", "no function"),
    "2(a)": ("column 2, '('", "no function"),
    "a, b": ("column 2, ','", "one expression"),
    "1,5": ("column 2, ','", "0.5"),
    "|a, b|": ("column 3, ','", "one expression"),
    "a : b": ("column 3, ':'", "slice"),
    "max(a,, b)": ("column 7, ','", "missing to its left"),
    "a < b < c": ("column 7, '<'", "cannot be chained", "(a < b)*(b < c)"),
    "a == b != c": ("column 8, '!='", "cannot be chained"),
    # functions and settings
    "sigmod(x)": ("column 1, 'sigmod'", "did you mean sigmoid"),
    "1 + Sin(x)": ("column 5, 'Sin'", "did you mean sin"),
    "a(b)": ("column 1, 'a'", "no function of this name"),
    "variable(x)": ("column 1, 'variable'", "no function of this name"),
    "sin": ("column 1, 'sin'", "sin(x)", "sin=()"),
    "sin x": ("column 1, 'sin'", "sin(x)"),
    "sin(a, b)": ("column 1, 'sin'", "2 arguments", "expected sin(x)"),
    "sin()": ("column 1, 'sin'", "0 arguments", "expected sin(x)"),
    "pow(a, b, c)": ("column 1, 'pow'", "3 arguments", "expected pow(a, b)"),
    "sum(a, b)": ("column 1, 'sum'", "2 arguments", "sum(x, axis=None, keepdims=False)"),
    "sum(a, axs=0)": ("column 8, 'axs'", "did you mean axis?", "sum(x, axis=None, keepdims=False)"),
    "sum(a, axis=0, axis=1)": ("column 16, 'axis'", "given twice"),
    "sum(a, 0, axis=1)": ("column 11, 'axis'", "given twice"),
    "sum(axis=0, a)": ("column 14, ')'", "inputs come before settings"),
    "sum(a, axis=)": ("column 8, 'axis'", "value of this setting is missing"),
    "sum(a, axis=1.5)": ("column 13, '1.5'", "a decimal number does not fit", "whole number"),
    "sum(a, axis=True)": ("column 13, 'True'", "whole number"),
    "sum(a, axis=n)": ("column 8, 'axis'", "must be written out"),
    "sum(a, keepdims=1)": ("column 17, '1'", "True or False"),
    "elu(a, alpha=None)": ("column 14, 'None'", "a number"),
    'elu(a, alpha="1")': ("column 14", "a number"),
    "reshape(a, shape=(1.5,))": ("column 18, '('", "a tuple holds whole numbers"),
    "reshape(a, shape=10**2)": ("column 12, 'shape'", "must be written out"),
    'place(a, key="os", shape=(2,))': ("column 1, 'place'", "square brackets"),
    # values
    "(1, 2) + a": ("column 1, '('", "a tuple cannot be computed with", "setting"),
    "()": ("column 1, '('", "a tuple"),
    "(a, b)": ("column 1, '('", "whole numbers", "something to compute"),
    "True": ("column 1, 'True'", "True cannot be computed with"),
    "-None": ("column 2, 'None'", "None cannot be computed with"),
    "[]": ("column 1, '['", "without numbers"),
    "[a]": ("column 1, '['", "something to compute"),
    "[1, (2, 3)]": ("column 1, '['", "a tuple"),
    "[[1, 2], [3]]": ("column 1, '['", "alike"),
    "[1, [2]]": ("column 1, '['", "alike"),
    "[" * 40 + "1" + "]" * 40: ("column 8", "32 axes"),
    "[1, 2][]": ("column 7, '['", "index is missing", "x[0]"),
    "[1, 2][0.5]": ("column 8, '0.5'", "whole numbers", "a decimal number"),
    "[1, 2][True]": ("column 8, 'True'", "whole numbers"),
    "[1, 2][i]": ("column 8, 'i'", "gather(x, indices)"),
    "[1, 2][i + 1:]": ("column 10, '+'", "gather(x, indices)"),
    "[1, 2][(0, 1)]": ("column 8, '('", "a tuple"),
    "[1, 2][None]": ("column 8, 'None'", "None"),
    "[1, 2][::0]": ("column 7, '['", "step 0"),
    "[1, 2][..., ...]": ("column 7, '['", "more than one"),
    "[1, 2][0:1:1:1]": ("column 13, ':'", "slice"),
    "[1, 2][9999999999]": ("column 8", "whole numbers"),
    "...": ("column 1, '...'", "nothing to its left"),
    "x.shape": ("column 3, 'shape'", "only one is .T"),
    "x.t": ("column 3, 't'", "only one is .T"),
    "x.": ("column 3, at the end", "only one is .T"),
    # numbers
    "1e400": ("column 1, '1e400'", "too large", "1.8e308"),
    "-1e309": ("column 2, '1e309'", "too large"),
    "1e-400": ("column 1, '1e-400'", "too small", "4.9e-324"),
    "9" * 5000: ("column 1", "too large"),
    "9**9**9**9": ("column 5, '**'", "too large"),
    "10**400": ("column 3, '**'", "too large"),
    "10²⁰⁰⁰": ("column 3, '²⁰⁰⁰'", "too large"),
    "2⁹⁹⁹⁹⁹": ("column 2", "four digits"),
    "2**1e9": ("column 2, '**'", "too large"),
    "-2**1025": ("column 3, '**'", "too large"),
    "x + exp(1000)": ("column 5, 'exp'", "too large"),
    "1e308 * (5 + 5)": ("column 7, '*'", "too large"),
    "1e308 + 1e308": ("column 7, '+'", "too large"),
    "1j": ("column 2, 'j'", "complex"),
    "2.5J": ("column 4, 'J'", "complex"),
    "0x1F": ("column 1, '0x1F'", "decimal"),
    "0b11": ("column 1, '0b11'", "decimal"),
    # resources
    "(" * 100_000: ("100,000 characters", "10,000"),
    "+".join(["a"] * 200_000): ("399,999 characters", "10,000"),
    "(" * 9_999 + "a": ("column 101, '('", "more than 100 brackets"),
    "[" * 9_999: ("column 101, '['", "more than 100 brackets"),
    "|" * 9_999: ("column 101, '|'", "more than 100 brackets"),
    "sin(" * 2_000: ("column 401, 'sin'", "more than 100 brackets"),
    "x" + "[" * 101: ("column 102, '['", "more than 100 brackets"),
    "-" * 9_999 + "x": ("column 101, '-'", "more than 100 operators"),
    "**".join(["a"] * 3_000): ("column 302, '**'", "more than 100 operators"),
    "+".join(["a"] * 2_002): ("column 4002, '+'", "operation number 2001", "2000"),
    "+" * 9_999 + "x": ("column 101, '+'", "more than 100 operators"),
    "x" + "[0]" * 3_000: ("column 2, '['", "single number"),
    "x" + ".T" * 3_000: ("column 4002, '.'", "operation number 2001"),
    "not " * 2_000 + "x": ("column 1, 'not'", "truth"),
    "broadcast(x, shape=(1000000, 1000000))": ("column 1, 'broadcast'", "1,000,000,000,000 entries", "100,000,000"),
    "broadcast(x, shape=(1000000000,)) + 1": ("column 1, 'broadcast'", "1,000,000,000 entries"),
    "broadcast(x, shape=(10000, 1)) + broadcast(x, shape=(1, 10001)) - 1": ("column 32, '+'", "100,010,000 entries"),
    "broadcast(x, shape=(" + "1," * 33 + "))": ("column 1, 'broadcast'", "33 axes"),
    "broadcast(x, shape=(" + "1000000000," * 900 + "))": ("column 1, 'broadcast'", "900 axes"),
    "one_hot(x, classes=1000000000)": ("column 1, 'one_hot'", "1,000,000,000 entries"),
    # characters
    "a\u202eb": ("column 2, '\\u202e'", "invisible", "RIGHT-TO-LEFT OVERRIDE"),
    "a\u2066b": ("column 2, '\\u2066'", "invisible"),
    "a\u200bb": ("column 2, '\\u200b'", "ZERO WIDTH SPACE"),
    "\ufeffa": ("column 1, '\\ufeff'", "invisible"),
    "a\x00": ("column 2, '\\x00'", "invisible"),
    "a\x1b[31m": ("column 2, '\\x1b'", "U+001B"),
    "\ud800": ("column 1, '\\ud800'", "invisible or undefined"),
    "a\u2028b": ("column 2, '\\u2028'", "LINE SEPARATOR"),
    "ｅｘｅｃ": ("column 1", "U+FF45 FULLWIDTH LATIN SMALL LETTER E", "'exec'"),
    "𝐚 + b": ("column 1, '𝐚'", "MATHEMATICAL BOLD SMALL A", "'a'"),
    "a ＋ b": ("column 3, '＋'", "only looks like '+'"),
    "x₁": ("column 1, 'x₁'", "SUBSCRIPT ONE", "'x1'"),
    "µ": ("column 1", "U+00B5 MICRO SIGN", "'μ'"),
    "ﬁ": ("column 1", "'fi'"),
    "ℓ": ("column 1", "'l'"),
    "mаx(1, 2)": ("column 1, 'mаx'", "U+0430 CYRILLIC SMALL LETTER A", "neither a Latin nor a Greek letter"),
    "b + ж": ("column 5, 'ж'", "U+0436 CYRILLIC SMALL LETTER ZHE"),
    "变量": ("column 1", "U+53D8"),
    "א": ("column 1", "HEBREW LETTER ALEF"),
    "x٣": ("column 1", "ARABIC-INDIC DIGIT THREE"),
    "Α + A": ("column 1, 'Α'", "U+0391 GREEK CAPITAL LETTER ALPHA", "looks just like the Latin A"),
    "ο": ("column 1", "GREEK SMALL LETTER OMICRON", "Latin o"),
    "ɑ": ("column 1", "LATIN SMALL LETTER ALPHA"),
    "ǃ": ("column 1", "LATIN LETTER RETROFLEX CLICK"),
    "x\u0302\u0303\u0304": ("column 1", "more than 2 accents"),
    "x\u034f": ("column 1", "COMBINING GRAPHEME JOINER"),
    "∂x": ("column 1, '∂'", "U+2202 PARTIAL DIFFERENTIAL"),
    "x → y": ("column 3, '→'", "no meaning"),
    "😀": ("column 1, '😀'", "no meaning"),
    "w__1": ("column 1, 'w__1'", "two underscores", "use one"),
}


def refusal(text, **shapes):
    with pytest.raises((ExpressionError, ShapeError)) as caught:
        parse(text, **shapes)
    return str(caught.value)


@pytest.mark.parametrize(("text", "snippets"), REFUSED.items(), ids=lambda one: ascii(one)[:24] if isinstance(one, str) else "")
def test_refused_by_name_with_the_column_in_a_tenth_of_a_second(text, snippets):
    message = refusal(text)
    for snippet in snippets:
        assert snippet in message
    assert best_of_three(lambda: refusal(text)) < 0.1


@pytest.mark.parametrize("text", [text for text in REFUSED if len(text) > 60], ids=lambda text: text[:24])
def test_a_message_about_a_long_text_is_short(text):
    assert len(refusal(text)) < 400


@pytest.mark.parametrize("text", ["a\u202eb", "a\x1b[31m", "x + open", "\ud800"])
def test_messages_can_be_printed_anywhere(text):
    assert all(character.isprintable() for character in refusal(text))


@pytest.mark.parametrize("word", ["True", "False", "None", "if", "lambda", "while", "nonlocal", "assert", "return", "del", "global", "try", "with"])
def test_keywords_are_no_names_even_with_a_shape(word):
    assert "column 1" in refusal(f"{word} + 1", **{word: ()})


@pytest.mark.parametrize("pole", ["1/0", "log(0)", "sqrt(0)", "0**-1", "1/(a - a)", "log(-1)", "(-8)**(1/3)", "1/0 - 1/0", "2/0 * 1e308"])
def test_a_pole_is_no_mistake_of_the_text(pole):
    parse(pole)


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_shape_for_a_name_that_is_not_there_is_refused():
    assert "'A', which is not in the expression; its variables are B" in refusal("B + 1", A=(2, 3))
    assert "did you mean weights?" in refusal("weights + 1", weigths=3)
    assert "its variables are none" in refusal("1 + 1", x=3)


@pytest.mark.parametrize("given", [-1, (2, -3), 1.5, (2, 1.0), "3", None, True, (True, 2), [[1]], {"a": 1}])
def test_what_is_no_shape_is_refused(given):
    with pytest.raises(ShapeError, match=r"is not a shape; give whole numbers ≥ 0, like A=\(2, 3\)"):
        parse("A + 1", A=given)


@pytest.mark.parametrize(
    ("given", "why"), [((10**5, 10**5), "10,000,000,000 entries"), pytest.param(10**5000, "1,000,000,000", id="huge"), ((1,) * 33, "33 axes")]
)
def test_a_shape_beyond_the_limits_is_refused(given, why):
    assert why in refusal("A + 1", A=given)


def test_a_variable_with_a_shape_is_not_called():
    assert "it is a variable and cannot be called; to multiply write sin*(…)" in refusal("sin(x)", sin=())


@pytest.mark.parametrize(
    ("text", "shapes", "column", "why"),
    [
        ("1 + A @ x", {"A": (2, 3), "x": (2,)}, 7, "3 columns"),
        ("A + b*c", {"A": (2, 3), "b": 4, "c": 5}, 6, "do not broadcast"),
        ("sum(x, axis=2)", {"x": (2, 3)}, 1, "no axis 2"),
        ("x[0, 5]", {"x": (2, 3)}, 2, "entry 5"),
        ("reshape(x, (4, 2))", {"x": (2, 3)}, 1, "6 entries"),
        ("reshape(x)", {"x": (2, 3)}, 1, "6 entries"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_where_they_meet(text, shapes, column, why):
    with pytest.raises(ShapeError, match=re.escape(why)) as caught:
        parse(text, **shapes)
    assert str(caught.value).startswith(f"column {column}, ")


@pytest.mark.parametrize("text", [None, 5, b"a + b", ["a"]])
def test_only_text_is_read(text):
    assert "parse reads a text" in refusal(text)
