"""`draw`, `plot` and `report` on the command line: a picture whole in its file, or one clear sentence and nothing written."""

from xml.etree import ElementTree

import pytest

from glassgrad import train
from glassgrad.draw import sizes
from glassgrad.plots.contents import KINDS


@pytest.fixture
def moons(tmp_path):
    path = tmp_path / "moons.glass"
    train("moons", hidden=(3,), epochs=3, seed=0, save=path).close()
    return path


def svg_in(path):
    root = ElementTree.fromstring(path.read_text())
    assert root.tag.endswith("svg")
    return root


def said_words(result):
    return " ".join(result.out.split())


def test_a_formula_is_drawn_with_its_values_and_gradients(command, tmp_path):
    result = command("draw", "(a + b) * (b - c)", "a=1", "b=2", "c=3")
    assert (result.code, result.err) == (0, "")
    words = "".join(svg_in(tmp_path / "graph.svg").itertext())
    assert "−3" in words
    assert "written" in result.out
    assert "to read it" in result.out


def test_a_formula_without_values_is_drawn_in_symbols(command, tmp_path):
    assert command("draw", "sin(x) + y", "--output", "shape.svg").code == 0
    assert "= " not in svg_in(tmp_path / "shape.svg").find(".//*[@class]").itertext()


def test_a_graph_for_graphviz_can_be_read_by_it(command, tmp_path):
    import pygraphviz

    assert command("draw", "x*y + x", "x=2", "y=3", "--output", "graph.dot").code == 0
    graph = pygraphviz.AGraph(filename=str(tmp_path / "graph.dot"))
    assert len(graph.nodes()) >= 3


def test_the_graph_of_a_step_can_be_read_by_graphviz_and_how_is_said(command, moons, tmp_path):
    import pygraphviz

    result = command("draw", str(moons), "--graph", "--step", "2", "--output", "my step.dot")
    assert (result.code, result.err) == (0, "")
    assert "dot -Tsvg 'my step.dot' -o 'my step.svg'" in said_words(result)
    graph = pygraphviz.AGraph(filename=str(tmp_path / "my step.dot"))
    assert any(node.attr["label"].startswith("W⁽¹⁾") for node in graph.nodes())


def test_a_step_grows_where_it_is_told_to_and_in_a_pdf_where_it_can_be_read(command, moons, tmp_path):
    heights = []
    for words in ((), ("--direction", "right"), ("--direction", "down")):
        assert command("draw", str(moons), "--graph", *words, "--output", "g.svg", "--overwrite").code == 0
        heights.append(float(svg_in(tmp_path / "g.svg").get("height")))
    assert heights[0] == heights[1] < heights[2]
    wide = command("draw", str(moons), "--graph", "--direction", "right", "--level", "everything", "--output", "wide.pdf")
    assert "printed on one sheet of A4, its letters are" in said_words(wide)
    assert "printed on one sheet" not in said_words(command("draw", str(moons), "--graph", "--output", "page.pdf"))


def test_gradients_that_are_left_out_are_said(command):
    assert "No gradients are shown, as y is an array" in said_words(command("draw", "A*2", "A=[1,2]"))
    assert "No gradients are shown" not in said_words(command("draw", "A*2", "A=[1,2]", "--no-gradients", "--output", "b.svg"))


def test_a_mistake_in_the_formula_is_said_before_that_the_file_is_there(command, tmp_path):
    (tmp_path / "graph.svg").write_text("mine")
    result = command("draw", "x*y", "x=1")
    assert "no value given for y" in result.err
    assert "exists already" in command("draw", "x*y", "x=1", "y=2").err


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_network_of_a_run_is_drawn(command, moons, tmp_path, ending):
    result = command("draw", str(moons), "--row", "0", "--output", f"net.{ending}")
    assert (result.code, result.err) == (0, "")
    assert (tmp_path / f"net.{ending}").stat().st_size > 1000
    assert "Row 0 of the data" in said_words(result)


def test_the_graph_of_a_step_is_drawn(command, moons, tmp_path):
    assert command("draw", str(moons), "--graph", "--step", "2").code == 0
    assert svg_in(tmp_path / "moons-graph.svg") is not None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("draw", "x +"), "error:"),
        (("draw", "x*y", "z=1"), "z, which does not occur in the formula"),
        (("draw", "x", "--row", "3"), "--row belongs to a run"),
        (("draw", "x", "--graph"), "--graph belongs to a run"),
        (("draw", "x", "--output", "graph.jpg"), "graph.jpg: a picture is written as .svg, .png, .pdf, .dot or .gv"),
        (("draw", "moons.glass", "x=1"), "is a run, so it needs no values"),
        (("draw", "moons.glass", "--level", "named"), "--level is for graphs; add --graph"),
        (("draw", "moons.glass", "--graph", "--row", "1"), "--row is for the diagram"),
        (("draw", "moons.glass", "--row", "100000"), "100000"),
        (("draw", "moons.glass", "--step", "100000"), "100000"),
        (("draw", "moons.glass", "--output", "graph.dot"), "graph.dot: only a graph is written as DOT; add --graph"),
        (("draw", "moons.glass", "--direction", "down"), "--direction is for graphs; add --graph"),
        (("draw", "moons.glass", "--no-gradients"), "--gradients is for graphs; add --graph"),
        (("draw", "moons.glass", "--output", "."), ". is a folder; give the file a name in it"),
        (("draw", "x*y", "--output", "."), ". is a folder; give the file a name in it"),
        (("draw", "A*2", "A=[1,2]", "--gradients"), "gradients start from a single number, but the output is 2"),
        (("draw", "x*y", "x=1", "--output", "moons.glass"), "no value given for y"),
        (("draw", "x*y", "x=1", "--output", "moons.glass/x.svg"), "no value given for y"),
        (("draw", "none.glass"), "none.glass"),
        (("plot",), "RUNS requires an argument"),
        (("plot", "none.glass"), "none.glass"),
        (("plot", "moons.glass", "--kind", "contour"), "did you mean contours?"),
        (("plot", "moons.glass", "--kind", "residuals"), "no picture of the kind 'residuals' of this run: it predicts classes"),
        (("plot", "moons.glass", "--kind", "confusion", "--layer", "1"), "the kind 'confusion' takes no layer"),
        (("plot", "moons.glass", "--points", "10"), "--points belongs to a kind of picture"),
        (("plot", "moons.glass", "--output", "x.svg"), "--output belongs to a kind of picture"),
        (("plot", "moons.glass", "--kind", "curves", "--output", "x.gif"), "x.gif: a picture is written as .svg, .png or .pdf"),
        (("plot", "moons.glass", "--kind", "descent", "--output", "x.png"), "x.png: what moves is written as .gif"),
        (("plot", "moons.glass", "moons.glass", "--kind", "confusion"), "shows one run at a time"),
        (("plot", "moons.glass", "--kind", "contours", "--weights", "W9[0,0],b1[0]"), "W9"),
        (("plot", "moons.glass", "--kind", "slice", "--weights", "W1[9,9]"), "W1[9,9]"),
        (("plot", "moons.glass", "--kind", "boundary", "--features", "petal"), "petal"),
        (("plot", "moons.glass", "--kind", "slice", "--steps", "1,x"), "expected whole numbers"),
        (("report", "moons.glass", "--step", "100000"), "there is no step 100000"),
        (("report", "moons.glass", "--row", "100000"), "row"),
        (("report", "moons.glass", "--output", "told.pdf"), "told.pdf: a report is a page for the browser"),
        (("report", "none.glass"), "none.glass"),
    ],
)
def test_what_is_asked_wrongly_is_said_and_nothing_is_written(command, moons, tmp_path, words, message):
    before = sorted(tmp_path.iterdir())
    result = command(*words)
    assert result.code == 2
    assert message in " ".join(result.err.split())
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("words", [("draw", "x*y"), ("draw", "moons.glass"), ("plot", "moons.glass", "--kind", "curves"), ("report", "moons.glass")])
def test_a_file_that_is_there_is_kept(command, moons, tmp_path, words):
    (tmp_path / "mine.svg").write_text("mine")
    (tmp_path / "mine.html").write_text("mine")
    output = "mine.html" if words[0] == "report" else "mine.svg"
    result = command(*words, "--output", output)
    assert result.code == 2
    assert "exists already; choose another name, or add --overwrite" in " ".join(result.err.split())
    assert (tmp_path / output).read_text() == "mine"


def test_without_a_kind_all_kinds_are_listed_with_what_they_take(command, moons):
    result = command("plot", str(moons))
    assert (result.code, result.err) == (0, "")
    shown = said_words(result)
    assert all(kind.name in shown for kind in KINDS)
    assert "residuals not of this run: it predicts classes" in shown
    assert "--features" in shown


def test_a_plot_is_written_beside_and_told(command, moons, tmp_path):
    result = command("plot", str(moons), "--kind", "curves")
    assert (result.code, result.err) == (0, "")
    assert svg_in(tmp_path / "moons-curves.svg").find("{http://www.w3.org/2000/svg}desc").text.split()[0] in result.out


def test_several_runs_on_one_surface(command, moons, tmp_path):
    other = tmp_path / "other.glass"
    train("moons", hidden=(3,), epochs=3, seed=0, optimizer="momentum", save=other).close()
    result = command("plot", str(moons), str(other), "--kind", "contours", "--points", "5")
    assert (result.code, result.err) == (0, "")
    assert "momentum" in "".join(svg_in(tmp_path / "moons-contours.svg").itertext())


def test_what_moves_is_a_gif(command, moons, tmp_path):
    result = command("plot", str(moons), "--kind", "descent", "--points", "5", "--count", "2")
    assert (result.code, result.err) == (0, "")
    assert (tmp_path / "moons-descent.gif").read_bytes().startswith(b"GIF89a")


def test_names_with_commas_are_given_one_by_one(command, tmp_path):
    table = {"a,b": list(range(20)), "c": [i * i % 7 for i in range(20)], "y": list("ab" * 10)}
    train(table, target="y", hidden=(2,), epochs=1, save=tmp_path / "odd.glass").close()
    result = command("plot", "odd.glass", "--kind", "boundary", "--features", "a,b", "--features", "c", "--points", "5")
    assert (result.code, result.err) == (0, "")
    assert "a,b" in "".join(svg_in(tmp_path / "odd-boundary.svg").itertext())


def test_the_report_is_one_page_with_everything_in_it(command, moons, tmp_path):
    result = command("report", str(moons))
    assert (result.code, result.err) == (0, "")
    page = (tmp_path / "moons.html").read_text()
    assert page.count("<svg") >= 6
    assert "<math" in page
    assert "<script" not in page


def test_letters_that_no_font_has_are_noted_on_the_screen(command, tmp_path):
    table = {"𒀀": list(range(20)), "b": [i * i % 7 for i in range(20)], "y": list("ab" * 10)}
    train(table, target="y", hidden=(2,), epochs=1, save=tmp_path / "odd.glass").close()
    plotted = ("plot", "odd.glass", "--kind", "boundary", "--points", "5")
    for words, place in ((("draw", "odd.glass"), "network.png"), (plotted, "boundary.pdf")):
        result = command(*words, "--output", place)
        assert result.code == 0
        assert result.err.count("note: no font found here has 𒀀, so an empty box stands for it") == 1
    assert command("draw", "odd.glass", "--output", "network.svg").err == ""


def test_a_png_that_is_made_smaller_is_told(command, monkeypatch):
    assert "made smaller" not in said_words(command("draw", "x*y", "--output", "whole.png"))
    monkeypatch.setattr(sizes, "MOST_DOTS", 1e5)
    assert "too many for most programs, so it is made smaller:" in said_words(command("draw", "x*y", "--output", "small.png"))
