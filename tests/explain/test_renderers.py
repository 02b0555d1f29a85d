"""The four faces of a story: approved by eye, and sound by machine."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

import glassgrad as gg
from glassgrad.explain import Aside, Caution, Figure, Heading, Listing, Step, Story, Table, explain_pass
from glassgrad.explain.latex import words_latex
from glassgrad.explain.mathml import mathml
from glassgrad.explain.text import WIDTH, columns, text
from glassgrad.graph import pages
from glassgrad.nn import losses, optimizers
from glassgrad.writing.mathematics import mathematics

from .examples import computational_graph, one_step, two_layers_as_a_step, two_layers_by_hand
from .page_reading import disagreement

VOID = {"meta", "wbr", "br", "hr", "img", "link"}


def stories():
    J, numbers = two_layers_by_hand()
    y, given = computational_graph()
    return {
        "two_layers": gg.explain(J, numbers),
        "computational_graph": gg.explain(y, given),
        "step_of_the_course": explain_pass(two_layers_as_a_step()),
        "chain_rule": gg.derive(gg.parse("(x + 2)^2"), x=1),
        "neuron": explain_pass(one_step(), level="neuron", unit="1.2", row=3),
        "broken": gg.explain(gg.parse("log(x) + sqrt(y) / 3"), x=0, y=0),
        "broken_gradient": gg.explain(gg.parse("sqrt(y)"), y=0),
        "network": explain_pass(one_step(optimizer="adam", units=(8, 3), rows=8)),
    }


STORIES = stories()


@pytest.mark.parametrize("name", STORIES)
def test_the_text_is_the_approved_one(name, golden):
    golden(f"{name}.txt", str(STORIES[name]))


@pytest.mark.parametrize("name", ["two_layers", "computational_graph", "step_of_the_course", "neuron"])
def test_the_markdown_is_the_approved_one(name, golden):
    golden(f"{name}.md", STORIES[name].markdown())


@pytest.mark.parametrize("name", ["two_layers", "computational_graph", "step_of_the_course"])
def test_the_latex_is_the_approved_one(name, golden):
    golden(f"{name}.tex", STORIES[name].latex())


@pytest.mark.parametrize("name", ["two_layers", "computational_graph", "step_of_the_course"])
def test_the_html_is_the_approved_one(name, golden):
    golden(f"{name}.html", STORIES[name].html())


class Nesting(HTMLParser):
    """Notes every tag that is closed in the wrong order, or not at all."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.seen = [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def nesting(page):
    parser = Nesting()
    parser.feed(page)
    parser.close()
    return parser


@pytest.mark.parametrize("name", STORIES)
def test_the_page_is_well_formed_and_keeps_to_itself(name):
    page = STORIES[name].html()
    found = nesting(page)
    assert (found.open, found.wrong) == ([], [])
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(found.seen)
    assert not re.search(r"https?:|url\(|@import|javascript:| on\w+=", page)
    assert found.seen.count("h1") == 1
    assert {"article", "h2", "math"} <= set(found.seen)
    for formula in re.findall(r"<math.*?</math>", page, re.DOTALL):
        ET.fromstring(formula)
    assert "<code>" not in page, "a formula that math-core could not read"


def test_the_judge_of_pages_refuses_what_is_crossed_or_left_open():
    assert nesting("<p><b></p></b>").wrong == ["p", "b"]
    assert nesting("<div><p></p>").open == ["div"]


def test_the_judge_of_lines_refuses_a_wrong_line():
    def step(numbers, value, sign):
        return Step(mathematics("y", "y"), mathematics("a", "a"), mathematics(numbers, numbers), mathematics(value, value), into_value=sign)

    assert disagreement(step("2·3 + 1", "7", "=")) is None
    assert disagreement(step("2·3 + 1", "8", "="))
    assert disagreement(step("0.3333·3", "1", "="))
    assert disagreement(step("0.3333·3", "0.9999", "≈")) is None
    assert disagreement(step("0.3333·3", "0.9998", "≈"))
    assert disagreement(step("2·(1.2·10⁻⁷)", "2.4·10⁻⁷", "=")) is None
    assert disagreement(step("2·(1.2·10⁻⁷)", "2.4·10⁻⁶", "≈"))
    assert disagreement(step("[1, 2]·2", "[2, 4.1]", "≈"))


@pytest.mark.parametrize("name", STORIES)
def test_braces_and_environments_of_the_document_are_balanced(name):
    document = STORIES[name].latex().replace("\\{", "").replace("\\}", "")
    assert document.count("{") == document.count("}")
    assert "$" not in document.replace("\\$", "")
    assert document.count(r"\(") == document.count(r"\)")
    assert re.findall(r"\\begin\{(\w+)", document).__len__() == re.findall(r"\\end\{(\w+)", document).__len__()
    assert document.count(r"\left") - document.count(r"\leftarrow") == document.count(r"\right") - document.count(r"\rightarrow")


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("width", [60, WIDTH])
def test_no_line_of_text_is_wider_than_asked(name, width):
    assert max(columns(line) for line in text(STORIES[name], width=width).splitlines()) <= width


def every_block():
    x = mathematics("x", "x")
    return Story(
        ("All of ", x, " & <more>"),
        (
            Heading(("Part",)),
            Heading(("Part of it",), level=3),
            Aside(("50 % of *all* _things_ cost $5 & more: ", x)),
            Caution(("Look out, ", x)),
            Table((("name",), ("value",)), ((("a|b",), (x,)), (("日本",), (x,))), caption=("A table of ", x)),
            Figure('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>', "a circle", ("Round",)),
            Figure("<svg><script>alert(1)</script></svg>", "a trap"),
            Listing(("  %v1 = load <16 x float>, ptr %a  ; <b> & {c}_1^2 \\end ~ ```x``` $5 é·−\x1b", "", "  ret void"), "llvm", ("Lines, ", x, ":")),
            Step(x, value=mathematics("1", "1")),
            Step(x, mathematics("a", "a"), because=("why not",)),
        ),
    )


@pytest.mark.parametrize("suffix", ["txt", "md", "tex", "html"])
def test_every_kind_of_block_has_every_face(suffix, golden):
    story = every_block()
    golden(f"every_block.{suffix}", {"txt": str, "md": Story.markdown, "tex": Story.latex, "html": Story.html}[suffix](story))


def test_a_picture_with_a_script_is_only_described():
    page = every_block().html()
    assert "<circle" in page
    assert "<script" not in page
    assert "a trap" in page


@pytest.mark.parametrize("form", [str, Story.markdown, Story.latex])
def test_how_to_read_a_picture_is_said_only_where_it_is_seen(form):
    told = form(every_block())
    assert "Picture: a circle" in told
    assert "Round" not in told
    assert told.count("in the HTML form they are seen") == 1
    assert "HTML" not in form(STORIES["chain_rule"])
    page = every_block().html()
    assert "<figcaption>Round</figcaption>" in page
    assert "HTML form" not in page


def test_a_notebook_gets_a_fragment_whose_style_touches_nothing_else():
    page = STORIES["chain_rule"]._repr_html_()
    assert page.startswith('<article class="story">')
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    plain = re.sub(r"@media[^{]*\{|/\*.*?\*/", "", style)
    selectors = [part.strip() for rule in re.findall(r"([^{}]+)\{", plain) for part in rule.split(",")]
    assert all(selector.startswith(".story") for selector in selectors if selector), selectors


def test_what_math_core_cannot_read_is_shown_as_it_is_written():
    assert mathml(r"\nosuchcommand{<b>}") == "<code>\\nosuchcommand{&lt;b&gt;}</code>"


def test_cases_are_not_drawn_as_a_matrix():
    page = gg.explain(gg.parse("where(x > 0, x, -x) + sum(A)", A=(2, 2)), x=1, A=[[1, 2], [3, 4]]).html()
    assert re.search(r'<mo>\{</mo><mtable class="cases"', page)
    assert re.search(r"<mo>\[</mo><mtable (?!class)", page)
    assert "mtable.cases" in page


def test_latex_has_a_command_for_every_character_of_our_own_sentences():
    reasons = [reason for page in pages for reason in (page.because, *page.because_each)]
    formulas = [page.formula for page in (*losses.values(), *optimizers.values())]
    missing = {letter for told in (*reasons, *formulas) for letter in words_latex((told,)) if ord(letter) > 127}
    assert not missing


@pytest.mark.parametrize("character", "′⟨░▒▓█ᵀ⁴₂日ж∮")
def test_latex_leaves_no_character_that_its_font_does_not_have(character):
    document = Story(("A sentence with ", character), (Aside((f"and one more: {character}",)),)).latex()
    assert character not in document
    assert document.isascii()


def test_latex_prints_what_is_wider_than_a_page_smaller():
    wide = gg.derive(gg.parse("exp(sin(x)*cos(x)/(1+x^2))"), x=0.5, order=2).latex()
    assert r"\fitted{" in wide
    assert wide.index("graphicx") < wide.index(r"\begin{document}")
    assert "graphicx" not in gg.derive(gg.parse("x^2"), x=3).latex()


def test_no_line_ends_with_a_sign_of_rounding():
    page = str(explain_pass(one_step((8, 3), inputs=7, rows=40, optimizer="adam"))) + str(explain_pass(one_step(rows=40), level="neuron"))
    assert not re.search(r"≈\n", page)
