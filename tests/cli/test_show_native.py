"""`glassgrad show --native`: every page down to the processor."""

import re

import numpy as np
import pytest

import glassgrad.ops  # noqa: F401 - fills the dictionary
from glassgrad.cli.native_story import backward, native_story, sample
from glassgrad.cli.pages import output_name, variables
from glassgrad.engine.native import Machine, dissect
from glassgrad.engine.native.dissecting.assembly_text import functions_in
from glassgrad.engine.native.machine import THIS_MACHINE
from glassgrad.explain import Listing
from glassgrad.graph import Graph, SettingError, pages
from glassgrad.readers import evaluate

PAGES = sorted(pages, key=lambda page: page.name)
PRECISIONS = ("float32", "float64")
AVX2 = Machine("haswell", "+avx,+avx2,+fma")


def of_one(name, shapes, machine=THIS_MACHINE, dtype="float32", **settings):
    page = pages[name]
    inputs = [pages.variable(shape=shape, name=slot) for shape, slot in zip(shapes, page.slots, strict=True)]
    return dissect(Graph((page(*inputs, **settings),)), dtype=dtype, machine=machine)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_and_its_derivative_are_shown_in_both_precisions(page):
    for precision in PRECISIONS:
        for derivative in (False, True):
            story = native_story(page, precision=precision, derivative=derivative)
            told = str(story)
            assert "flows back" in told or "The steps" in told
            listings = [block for block in story.blocks if isinstance(block, Listing)]
            assert listings or "nothing to compute" in told
            assert not re.search(r"^\s*\.(section|globl|p2align|type|file)", told, re.MULTILINE)


@pytest.mark.parametrize("page", [page for page in PAGES if page.domain.cases], ids=lambda page: page.name)
def test_the_formulas_of_the_steps_compute_what_the_page_does(page):
    """Read from top to bottom the lines are a program: its results are those of the page."""
    case = sample(page)
    rng = np.random.default_rng(0)
    node = page(*variables(page, case), **case.settings)
    shown = dissect(Graph((node,)), dtype="float64", names={node: output_name(page)})
    if any(line.formula is None for one in shown.steps.passes for line in one.lines) or shown.steps.results:
        pytest.skip("some lines are told in words")
    intervals = page.domain.inputs
    values = {}
    for place, one in enumerate(node.inputs):
        interval = intervals[min(place, len(intervals) - 1)]
        drawn = rng.uniform(interval.low, interval.high, size=one.shape)
        values[one.name] = np.round(drawn) if interval.whole else drawn
    known = dict(values) | {line.name: evaluate(line.formula)[line.formula] for line in shown.steps.tables}
    for one in shown.steps.passes:
        for line in one.lines:
            given = {leaf: np.reshape(known[leaf.name], leaf.shape) for leaf in Graph((line.formula,)).leaves}
            known[line.name] = np.reshape(evaluate(line.formula, given)[line.formula], line.symbol.shape)
    assert np.allclose(known[output_name(page)], evaluate(node, values)[node], rtol=1e-12, atol=1e-12)


def test_the_steps_of_the_sigmoid(command, golden):
    told = command("show", "--native", "sigmoid").out
    golden("show_native_sigmoid.txt", told.partition("LLVM's text\n")[0])


def test_the_loop_comes_before_the_rest_and_every_instruction_says_what_it_does(command):
    told = command("show", "--native", "sigmoid").out
    machine = told.partition("The processor's instructions")[2]
    assert machine.index("The loop") < machine.index("All of it")
    if THIS_MACHINE.register_bytes > 16:
        assert re.search(r"vfmadd\d+ps .*# (\S+) = \S+·\S+ \+ \S+$", machine, re.MULTILINE)
    instructions = [line for line in machine.splitlines() if line.startswith("      ")]
    assert instructions
    said = [line for line in instructions if "  # " in line or "  // " in line]
    assert len(said) == len(instructions)


def test_what_is_said_about_a_loop_is_counted_in_it():
    shown = of_one("exp", [(48,)])
    (one,) = shown.steps.passes
    loop = shown.loop(one, shown.llvm)
    assert (loop.lanes, loop.turns, loop.loads, loop.stores) == (16, 3, 1, 1)
    assert loop.fused == sum("@llvm.fma." in line for line in loop.lines) > 0
    assert (one.reads, one.writes, one.in_registers) == (("x",), ("y",), ())


def test_a_pass_says_what_never_leaves_the_registers():
    shown = of_one("sigmoid", [(48,)])
    (one,) = shown.steps.passes
    assert one.in_registers == ("t1", "t2", "t3", "t4", "t5", "t6")
    softmax = of_one("softmax", [(64,)])
    assert [(step.reads, step.writes) for step in softmax.steps.passes] == [(("x",), ("t1",)), (("x", "t1"), ("t3", "t4")), (("t3", "t4"), ("y",))]


def test_a_narrower_processor_has_narrower_registers():
    wide, narrow = (of_one("relu", [(48,)], machine) for machine in (Machine("znver4", "+avx,+avx2,+fma,+avx512f,+avx512vl,+avx512bw,+avx512dq"), AVX2))
    assert (wide.lanes, narrow.lanes) == (16, 8)
    assert any("zmm" in line for line in wide.assembly[0].lines)
    assert not any("zmm" in line for line in narrow.assembly[0].lines)
    assert any("ymm" in line for line in narrow.assembly[0].lines)
    (one,) = narrow.steps.passes
    assert narrow.loop(one, narrow.assembly).lanes == 8


def test_a_register_that_always_holds_one_number_is_told_by_that_number():
    shown = of_one("exp", [(48,)], AVX2)
    text = "\n".join(shown.assembly[0].lines)
    assert "1.442695 in every lane" in text
    wide = "\n".join(of_one("exp", [(48,)], Machine("znver4", "+avx,+avx2,+fma,+avx512f,+avx512vl,+avx512bw,+avx512dq")).assembly[0].lines)
    assert re.search(r"·1\.442695 ", wide)


def test_the_instructions_of_another_family_of_processors_are_read_too():
    llvm = pytest.importorskip("llvmlite.binding")
    from glassgrad.engine.native.building import draw

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    try:
        target = llvm.Target.from_triple("aarch64-unknown-linux-gnu").create_target_machine(cpu="neoverse-n1", opt=2)
    except RuntimeError:
        pytest.skip("this LLVM knows no other processors")
    draft = draw(Graph((pages.sigmoid(pages.variable(shape=(48,), name="x")),)), "pass", np.dtype("float32"), THIS_MACHINE)
    parsed = llvm.parse_assembly(str(draft.module))
    parsed.triple = target.triple
    body = functions_in(target.emit_assembly(parsed), ["run", "group0"], THIS_MACHINE.register_sorts, 4)["group0"]
    (loop,) = body.loops
    assert (loop.lanes, loop.fused > 8, loop.divisions > 0, loop.loads > 0, loop.stores > 0) == (4, True, True, True, True)
    assert any(re.search(r"fmla .*// v\d+ = v\d+·v\d+ \+ v\d+$", line) for line in loop.lines)
    said = [line for line in loop.lines if "// " in line]
    assert len(said) > 0.9 * loop.instructions


def test_what_only_looks_at_its_input_computes_nothing(command):
    told = command("show", "--native", "transpose").out
    assert "Nothing is computed or moved:\n  y (48×32): x, where entry (i, j) is read from place i + 48·j" in told


def test_the_derivative_starts_from_the_output_that_is_known(command):
    told = command("show", "--native", "sigmoid", "--derivative").out
    assert "  t1 = ∂L/∂y·y\n  t2 = 1 − y\n  ∂L/∂x = t1·t2\n" in told
    assert "exp" not in told
    assert "nothing to compute" in command("show", "--native", "less", "--derivative").out


def test_backward_has_an_output_for_each_input_that_something_flows_to():
    page = pages.matmul
    node = page(*variables(page, sample(page)))
    graph, names, known = backward(page, node)
    assert [names[one] for one in graph.outputs] == ["∂L/∂a", "∂L/∂b"]
    assert known["∂L/∂a"].latex == r"\frac{\partial L}{\partial a}"


@pytest.mark.parametrize(
    ("ending", "marks"), [("md", ["```llvm", "```asm", "$$"]), ("html", ['<pre class="listing"', "<math"]), ("tex", [r"\ttfamily", r"\end{document}"])]
)
def test_it_is_written_in_every_form(command, tmp_path, ending, marks):
    result = command("show", "--native", "tanh", "--precision", "float64", "--output", f"tanh.{ending}")
    assert (result.code, result.out, result.err) == (0, "", "")
    text = (tmp_path / f"tanh.{ending}").read_text(encoding="utf-8")
    assert all(mark in text for mark in marks)
    assert command("show", "--native", "tanh", "--output", f"tanh.{ending}").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--native", "sigmod"], "did you mean sigmoid"),
        (["--native"], "needs the name of an operation"),
        (["sigmoid", "--precision", "float64"], "--precision belongs to --native"),
        (["sigmoid", "--derivative"], "--derivative belongs to --native"),
        (["--native", "sigmoid", "--precision", "float16"], "float16"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(command, words, said):
    result = command("show", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_the_help_tells_the_options(command):
    told = command("show", "--help").out
    assert all(option in told for option in ("--native", "--precision", "--derivative", "--format", "--output"))


def test_without_machine_code_there_is_nothing_to_show_and_no_stand_in(command, monkeypatch):
    monkeypatch.setattr("glassgrad.engine.native.machine.trouble", lambda: "there is none here")
    result = command("show", "--native", "sigmoid")
    assert (result.code, result.out) == (2, "")
    assert "there is none here" in result.err
    with pytest.raises(SettingError, match="there is none here"):
        of_one("relu", [(3,)])
