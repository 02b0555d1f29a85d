"""`glassgrad show`: every page can show itself."""

import pytest

import glassgrad.ops  # noqa: F401 - fills the dictionary
from glassgrad.cli.pages import facts_of, first_line, names_of, pages_named
from glassgrad.graph import Kind, pages

PAGES = sorted(pages, key=lambda page: page.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_shows_itself_within_80_columns(command, page):
    result = command("show", page.name)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0].startswith(first_line(page)[:60])
    assert max(map(len, lines)) <= 80
    assert page.source.split()[0] in result.out


@pytest.mark.parametrize("page", [page for page in PAGES if page.kind is not Kind.LEAF], ids=lambda page: page.name)
def test_every_page_has_a_derivative_line_for_each_input_and_the_rule(page):
    facts = facts_of(page)
    labels = [label for label, _ in facts]
    start = labels.index("derivative")
    lines = [words for _, words in facts[start : labels.index("because")]]
    assert len(lines) == len(page.domain.cases[0].shapes)
    assert all(line.startswith("∂L/∂") for line in lines)
    assert ("because", page.because) in facts


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_found_by_each_of_its_names(page):
    for name in names_of(page):
        assert page in pages_named(name)
    assert pages_named(page.name)[0] is page


def test_the_derivative_of_the_sigmoid(command):
    assert "derivative  ∂L/∂x = ∂L/∂y·y·(1 − y)" in command("show", "sigmoid").out


def test_two_pages_that_share_a_name_are_both_shown(command):
    shown = command("show", "max").out
    assert shown.index("Max:") < shown.index("Maximum:")


def test_the_table_of_contents_has_every_page_under_its_kind(command):
    result = command("show")
    assert result.code == 0
    for page in PAGES:
        assert any(line.startswith(page.name + " ") for line in result.out.splitlines())
    assert [line for line in result.out.splitlines() if line in {kind.value for kind in Kind}] == [kind.value for kind in Kind]


@pytest.mark.parametrize(
    ("word", "said"),
    [("sigmod", "did you mean sigmoid"), ("SIGMOID2", "sigmoid"), ("qqqqq", "lists them all"), ("\x1b[31m" * 1000, "lists them all"), ("[red]", "[red]")],
)
def test_an_unknown_name_is_refused_with_the_nearest_ones(command, word, said):
    result = command("show", word)
    assert result.code == 2
    assert said in result.err
    assert "\x1b" not in result.err
    assert len(result.err) < 400
