"""A page of the dictionary at the level of the machine, told: its steps, LLVM's text, the processor's instructions. All is read off the code itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from glassgrad.engine.native import Dissection, dissect
from glassgrad.engine.native.dissecting import Function, Line, Loop, Pass
from glassgrad.engine.native.dissecting.llvm_text import words_in
from glassgrad.explain import Aside, Heading, Listing, Step, Story, Table
from glassgrad.graph import Case, Graph, Node, Op, SettingError, Shape, ShapeError, ancestors, pages, say_shape
from glassgrad.readers import simplify, substitute
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.symbols import gradient_symbol, symbol

from .pages import output_name, say_inputs, variables

ENLARGED = 16
"""So many times as long as on its page is every axis that is shown: enough for a loop, few enough to read."""
FLOATING = {"float32": "float", "float64": "double"}
"""LLVM's names for the types."""
MOST_NAMES = 4
"""Names that are all told; of more, the first and the last."""
Block = Step | Heading | Aside | Listing | Table


def native_story(page: Op, *, precision: str = "float32", derivative: bool = False) -> Story:
    """The operation, or what flows back through it, down to the processor.

    Raises: SettingError where machine code cannot be made.
    """
    case = sample(page)
    node = page(*variables(page, case), **case.settings) if case.shapes else page()
    title = f"{page.name.replace('_', ' ')}, down to the processor"
    if not derivative:
        name = output_name(page)
        graph, names, known = Graph((node,)), {node: name}, {name: symbol(name, array=bool(node.shape))}
        what = page.name
    else:
        graph, names, known = backward(page, node)
        title = f"the derivative of {title}"
        what = f"what flows back through {page.name}"
        if not graph.outputs:
            return Story((title,), (Aside((f"Nothing flows back through {page.name}: there is nothing to compute.",)),))
    shown = dissect(graph, dtype=precision, names=names)
    given = say_inputs(case) if case.shapes else "no input"
    settings = "".join(f", {key}={value!r}" for key, value in case.settings.items())
    opening = (
        f"Compiled for {given}{settings}, in {shown.dtype.name}: first the few steps that {what} is made of, then LLVM's text for them, "
        f"then the instructions of this very processor. In a network, the steps of neighbours are joined in as few passes as can be."
    )
    return Story((title,), (Aside((opening,)), *_steps(shown, known), *_llvm(shown), *_assembly(shown)))


def sample(page: Op) -> Case:
    """Shapes and settings to show the operation with: those of its page, longer where the settings allow it; no single numbers if there are arrays."""
    cases = [one for one in page.domain.cases if all(one.shapes)] or list(page.domain.cases) or [Case(shapes=())]
    for case in cases:
        larger = tuple(tuple(n * ENLARGED if n > 1 else n for n in shape) for shape in case.shapes)
        if larger != case.shapes and _fits(page, Case(shapes=larger, settings=case.settings)):
            return Case(shapes=larger, settings=case.settings)
    return cases[0]


def _fits(page: Op, case: Case) -> bool:
    try:
        page(*variables(page, case), **case.settings)
    except (ShapeError, SettingError):
        return False
    return True


def backward(page: Op, node: Node) -> tuple[Graph, dict[Node, str], dict[str, Fragment]]:
    """What flows back to each input as a graph, the output being known from the forward pass; names, and how they are written."""
    loss, name = symbol("L"), output_name(page)
    output = pages.variable(shape=node.shape, name=name)
    written = {name: symbol(name, array=bool(node.shape))}
    upstream = pages.variable(shape=node.shape, name=f"∂L/∂{name}")
    written[upstream.name] = gradient_symbol(loss, written[name])
    flows, names = [], {}
    for one, flow in zip(node.inputs, page.derivative(upstream, node, *node.inputs), strict=True):
        if flow is not None:
            told = gradient_symbol(loss, symbol(one.name, array=bool(one.shape)))
            plain = simplify(flow)
            flows.append(substitute(plain, {node: output})[plain])
            names[flows[-1]] = f"∂L/∂{one.name}"
            written[f"∂L/∂{one.name}"] = told
    return Graph(tuple(flows)), names, written


# ── the steps ───────────────────────────────────────────────────────────────


def _steps(shown: Dissection, known: Mapping[str, Fragment]) -> Iterator[Block]:
    steps = shown.steps
    yield Heading(("The steps",))
    if steps.given:
        names = [one.name for one in steps.given]
        yield Aside((*_names(names, known), f" {_is(names)} given, in memory."))
    if steps.tables:
        yield Aside(("Written in the graph itself:",))
        yield from (_line(line, known) for line in steps.tables)
    for one in steps.passes:
        yield Heading((_pass_title(one, len(steps.passes)),), level=3)
        yield from (_line(line, known, one.space) for line in one.lines)
        yield Aside(_where(one, known))
    if not steps.passes and not steps.results:
        yield Aside(("Nothing is computed.",))
    if steps.results:
        yield Aside(("Nothing more is computed or moved:" if steps.passes else "Nothing is computed or moved:",))
        yield from (_line(line, known) for line in steps.results)
    for name in dict.fromkeys(_composed(steps.passes)):
        yield Aside((f"No instruction of a processor is {name}: it is worked out with a polynomial, below.",))


def _pass_title(one: Pass, count: int) -> str:
    number = f"Pass {one.number} of {count}: " if count > 1 else "One pass: "
    if one.finishes:
        first = one.lines[0]
        return f"{number}{_entries(first.symbol.shape)}, each the sum of {_inner(first):,} products"
    return f"{number}once over {_entries(one.space)}"


def _entries(shape: Shape) -> str:
    return "a single number" if not shape else f"{say_shape(shape)} numbers"


def _inner(line: Line) -> int:
    assert line.formula is not None
    return line.formula.inputs[0].shape[-1]


def _line(line: Line, known: Mapping[str, Fragment], usual: Shape | None = None) -> Step:
    """One array; its shape is told where it is not the usual one."""
    left = known_symbol(line.symbol, known).mathematics
    if line.formula is None:
        return Step(left, shape=say_shape(line.symbol.shape), summary=(line.words,))
    leaves = {leaf: known_symbol(leaf, known) for leaf in ancestors([line.formula]) if not leaf.inputs and leaf.name}
    return Step(left, write(line.formula, leaves), shape="" if line.symbol.shape == usual else say_shape(line.symbol.shape))


def known_symbol(node: Node, known: Mapping[str, Fragment]) -> Fragment:
    """How a node is written: as given, or as its name says."""
    return known[node.name] if node.name in known else symbol(node.name, array=bool(node.shape))


def _where(one: Pass, known: Mapping[str, Fragment]) -> Words:
    """What is read, what is written, and what is neither."""
    parts: list[Words] = []
    if one.reads:
        parts.append((*_names(one.reads, known), f" {_is(one.reads)} read from memory"))
    if one.writes:
        parts.append((*_names(one.writes, known), f" {_is(one.writes)} written to it"))
    if one.in_registers:
        parts.append((*_names(one.in_registers, known), f" never {'leaves' if len(one.in_registers) == 1 else 'leave'} the registers"))
    return (*_joined(parts), ".")


def _joined(parts: Sequence[Words]) -> Words:
    words: list[str | Mathematics] = []
    for place, part in enumerate(parts):
        words += ["" if place == 0 else " and " if place == len(parts) - 1 else ", ", *part]
    return tuple(words)


def _names(names: Sequence[str], known: Mapping[str, Fragment]) -> Words:
    symbols: list[Words] = [((known[name] if name in known else symbol(name, array=True)).mathematics,) for name in names]
    return (*symbols[0], " to ", *symbols[-1]) if len(symbols) > MOST_NAMES else _joined(symbols)


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _composed(passes: Sequence[Pass]) -> Iterator[str]:
    for one in passes:
        for line in one.lines:
            if line.composed and line.formula is not None:
                yield line.formula.op.name


# ── LLVM's text ─────────────────────────────────────────────────────────────


def _llvm(shown: Dissection) -> Iterator[Block]:
    yield Heading(("LLVM's text",))
    kind = FLOATING[shown.dtype.name]
    words = "LLVM makes machine code from a text in which every value has a name, with a % before it, that is given once, and a type: "
    yield Aside((f"{words}{kind} is {shown.dtype.name}, and <8 x {kind}> are 8 such numbers side by side. What follows a ; is a remark.",))
    heard: list[str] = []
    for one in shown.steps.passes:
        loop = shown.loop(one, shown.llvm)
        yield from _loop_of(one, loop, _llvm_turns(loop, shown) if loop else "", len(shown.steps.passes), "llvm")
        heard += loop.lines if loop else [line for function in shown.llvm for line in function.lines]
    told = words_in(heard)
    if told:
        yield Table((("word",), ("what it does",)), tuple(((word,), (says,)) for word, says in told.items()))
    yield from _whole(shown, shown.llvm, "llvm")


def _loop_of(one: Pass, loop: Loop | None, turns: str, count: int, language: str) -> Iterator[Block]:
    yield Heading(((f"Pass {one.number}: the loop" if loop else f"Pass {one.number}: no loop") if count > 1 else "The loop" if loop else "No loop",), level=3)
    if loop is None:
        yield Aside(("It is done straight through, without a loop: the whole of it is below.",))
    else:
        yield Listing(loop.lines, language, (turns,))


def _llvm_turns(loop: Loop, shown: Dissection) -> str:
    vectors = f"{loop.lanes} numbers at a time" if loop.lanes > 1 else "one number at a time"
    turns = f": {loop.turns:,} turns, from {loop.starts} up to {loop.stops} in steps of {loop.step}" if loop.turns is not None else ""
    split = -(-loop.lanes // shown.lanes)
    parts = f" A register of this processor holds {shown.lanes}, so each instruction becomes {split}." if split > 1 else ""
    return f"It works on {vectors}{turns}. {_counted(loop)}{parts}"


def _counted(loop: Loop) -> str:
    """What a turn does to numbers."""
    many = f", on {loop.lanes} numbers at once" if loop.lanes > 1 else ""
    counts = [
        _some(loop.fused, "fused multiply-add"),
        _some(loop.divisions, "division"),
        _some(loop.loads, "reading from memory", "readings from memory"),
        _some(loop.stores, "writing to it", "writings to it"),
    ]
    told = [one for one in counts if one]
    if not told:
        return f"A turn is {loop.instructions} instructions."
    return f"A turn is {loop.instructions} instructions; among them {_and(told)}{many}." + (
        f" That is {loop.fused * loop.lanes:,} products and as many sums, each pair rounded once." if loop.fused else ""
    )


def _some(count: int, one: str, several: str = "") -> str:
    return "" if not count else f"{count} {one}" if count == 1 else f"{count} {several or one + 's'}"


def _and(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _whole(shown: Dissection, functions: Sequence[Function], language: str) -> Iterator[Block]:
    yield Heading(("All of it",), level=3)
    if shown.context:
        places = _and([*(f"at byte {place} is that of {name}" for place, name in shown.context), "at 0 that of what is computed"])
        yield Aside((f"A function is called with a list of addresses, the context, and with which of how many threads it is. The address {places}.",))
    for function in functions:
        yield Listing(function.lines, language, (f"{function.name}:",) if len(functions) > 1 else ())


# ── the processor's instructions ────────────────────────────────────────────


def _assembly(shown: Dissection) -> Iterator[Block]:
    yield Heading((f"The processor's instructions: {shown.machine.name}",))
    held = f"A register for numbers holds {8 * shown.machine.register_bytes} bits: {shown.lanes} numbers in {shown.dtype.name}."
    yield Aside((f"{held} Beside each instruction stands what it does; […] is what lies in memory at an address.",))
    for one in shown.steps.passes:
        loop = shown.loop(one, shown.assembly)
        yield from _loop_of(one, loop, _counted(loop) if loop else "", len(shown.steps.passes), "asm")
    yield from _whole(shown, shown.assembly, "asm")
