"""A random formula, written in plain text, in Unicode and in LaTeX, is read back as the tree it was made of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.coach.reading import read_sheet
from tests.coach.reading_trees import say

many = settings(max_examples=150, derandomize=True, database=None, deadline=None)

PLAIN, UNICODE, LATEX = range(3)
NAMES = {
    "w1": ("w1", "w₁", "w_{1}"),
    "net_o1": ("net_o1", "net_{o1}", r"\text{net}_{o1}"),
    "δ_h1": ("delta_h1", "δ_h1", r"\delta_{h1}"),
    "ŷ": ("yhat", "ŷ", r"\hat{y}"),
    "x": ("x", "x", r"\mathbf{x}"),
    "a^(1)": ("a^{(1)}", "a⁽¹⁾", "a^{[1]}"),
    "∂J/∂w1": ("dJ/dw1", "∂J/∂w₁", r"\frac{\partial J}{\partial w_1}"),
    "∂out_o1/∂net_o1": ("dout_o1/dnet_o1", "∂out_o1/∂net_o1", r"\frac{\partial out_{o1}}{\partial net_{o1}}"),
}
"""The one form of a quantity → how it is written in each notation."""

FUNCTIONS = {"exp": ("exp", "exp", r"\exp"), "sigmoid": ("sigmoid", "σ", r"\sigma"), "log": ("ln", "ln", r"\ln"), "tanh": ("np.tanh", "tanh", r"\tanh")}
GIVEN = "x = 1, w1 = 1, a^{(1)} = 2, J = 2, net_o1 = 1, out_o1 = 1\n"

ATOM, POWER, PRODUCT, SIGN, SUM = range(5)
"""How tightly a formula holds together: what is looser than its surroundings needs brackets."""


def bracketed(written, notation):
    return rf"\left({written}\right)" if notation == LATEX else f"({written})"


def at_least(part, tight, notation):
    """How a part is written where nothing looser than `tight` may stand."""
    _, written, holds = part
    return written[notation] if holds <= tight else bracketed(written[notation], notation)


numbers = st.sampled_from(["2", "0.5", "3", "0.25", "10"]).map(lambda one: (one, (one,) * 3, ATOM))
quantities = st.sampled_from(sorted(NAMES)).map(lambda one: (one, NAMES[one], ATOM if "∂" not in one else PRODUCT))
"""A part: how its tree is said, how it is written in the three notations, and how tightly that holds together."""


def joined(said, write, holds):
    return said, tuple(write(notation) for notation in (PLAIN, UNICODE, LATEX)), holds


def power(base, exponent):
    def write(notation):
        raised = exponent[1][notation]
        if notation == LATEX:
            return at_least(base, ATOM, notation) + "^{" + raised + "}"
        if exponent[0] == "2" and notation == UNICODE:
            return at_least(base, ATOM, notation) + "²"
        return at_least(base, ATOM, notation) + (f"^{raised}" if raised[0].isdigit() else f"^({raised})")

    return joined(f"({base[0]} ** {exponent[0]})", write, POWER)


def product(left, right):
    sign = {PLAIN: "*", UNICODE: "·", LATEX: r" \cdot "}
    return joined(f"({left[0]} · {right[0]})", lambda notation: at_least(left, PRODUCT, notation) + sign[notation] + at_least(right, POWER, notation), PRODUCT)


def fraction(left, right):
    def write(notation):
        if notation == LATEX:
            return rf"\frac{{{left[1][notation]}}}{{{right[1][notation]}}}"
        return f"{at_least(left, PRODUCT, notation)} / {at_least(right, POWER, notation)}"

    return joined(f"({left[0]} / {right[0]})", write, PRODUCT)


def side_by_side(left, right):
    """A product with nothing between, both in brackets."""
    return joined(f"({left[0]} · {right[0]})", lambda notation: bracketed(left[1][notation], notation) + bracketed(right[1][notation], notation), PRODUCT)


def negative(part):
    return joined(f"neg({part[0]})", lambda notation: ("−" if notation == UNICODE else "-") + at_least(part, POWER, notation), SIGN)


def added(sign):
    def join(left, right):
        written = "−" if sign == "-" else sign
        return joined(
            f"({left[0]} {sign} {right[0]})",
            lambda notation: f"{at_least(left, SUM, notation)} {written if notation == UNICODE else sign} {at_least(right, PRODUCT, notation)}",
            SUM,
        )

    return join


def called(name, part):
    return joined(f"{name}({part[0]})", lambda notation: FUNCTIONS[name][notation] + bracketed(part[1][notation], notation), ATOM)


def summed(part):
    sign = {PLAIN: "sum(", UNICODE: "Σ (", LATEX: r"\sum_{k=1}^{n} ("}
    return joined(f"sum({part[0]})", lambda notation: sign[notation] + part[1][notation] + ")", SUM)


def absolute(part):
    return joined(f"abs({part[0]})", lambda notation: rf"\left|{part[1][notation]}\right|" if notation == LATEX else f"|{part[1][notation]}|", ATOM)


def larger(parts):
    return st.one_of(
        st.builds(power, parts, st.one_of(numbers, quantities)),
        st.builds(product, parts, parts),
        st.builds(fraction, parts, parts),
        st.builds(side_by_side, parts, parts),
        st.builds(added("+"), parts, parts),
        st.builds(added("-"), parts, parts),
        st.builds(negative, parts),
        st.builds(called, st.sampled_from(sorted(FUNCTIONS)), parts),
        st.builds(summed, parts),
        st.builds(absolute, parts),
    )


SENTENCES = ("{}", "So we get {}, as it should be.", "- **Then:** {} (see above)", "{} ✓")
formulas = st.recursive(st.one_of(numbers, quantities), larger, max_leaves=12)


@many
@given(formulas)
def test_formulas_are_read_back_from_every_notation(formula):
    said, written, _ = formula
    for notation in (PLAIN, UNICODE, LATEX):
        text = f"{GIVEN}q = {written[notation]}"
        sheet = read_sheet(text)
        assert sheet.unread == (), text
        side = sheet.statements[-1].sides[1]
        assert say(side.tree).replace(" * ", " · ") == said, text
        assert text[side.span.start : side.span.end] == written[notation]


@many
@given(
    st.lists(formulas, min_size=1, max_size=4),
    st.sampled_from([PLAIN, UNICODE, LATEX]),
    st.sampled_from(["{}", "So we get {}, as it should be.", "- **Then:** {} (see above)", "{} ✓"]),
)
def test_prose_around_a_chain_changes_nothing(chain, notation, sentence):
    equation = " = ".join(["q", *(written[notation] for _, written, _ in chain)])
    sheet = read_sheet(GIVEN + sentence.format(f"${equation}$" if notation == LATEX else equation))
    assert sheet.unread == ()
    assert [say(side.tree).replace(" * ", " · ") for side in sheet.statements[-1].sides[1:]] == [said for said, _, _ in chain]
