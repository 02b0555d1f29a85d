"""What must be true of every page, as plain functions that raise AssertionError; `test_checkers_reject` shows that they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from glassgrad.graph import Case, Kind, Node, Op, ancestors, pages, say_shape
from glassgrad.ops.mathematics import NUMPY
from glassgrad.readers import evaluate, gradients

from .counting import counted_run
from .drawing import interval_of

STEP = 5e-4
Arrays = Sequence[np.ndarray]


@dataclass(frozen=True, eq=False)
class Tried:
    """One page applied to variables, with the gradients of everything that can change smoothly."""

    page: Op
    case: Case
    inputs: tuple[Node, ...]
    upstream: Node
    output: Node
    smooth: tuple[Node, ...]
    gradients: tuple[Node, ...]

    def given(self, arrays: Arrays, upstream: np.ndarray) -> dict[Node, np.ndarray]:
        return {**dict(zip(self.inputs, arrays, strict=True)), self.upstream: upstream}


@cache
def tried(page: Op, number: int) -> Tried:
    """The page on its case of that number."""
    case = page.domain.cases[number]
    inputs = tuple(pages.variable(shape=shape, name=f"x{i}") for i, shape in enumerate(case.shapes))
    return follow(page, case, inputs, page(*inputs, **case.settings))


def follow(page: Op, case: Case, inputs: tuple[Node, ...], output: Node) -> Tried:
    upstream = pages.variable(shape=output.shape, name="upstream")
    smooth = tuple(node for i, node in enumerate(inputs) if not interval_of(page, i).whole)
    found = gradients(output, smooth, upstream=upstream)
    return Tried(page, case, inputs, upstream, output, smooth, tuple(found[node] for node in smooth))


def compute(page: Op, case: Case, arrays: Arrays) -> np.ndarray:
    """The page's own numbers, asked from `compute` and nothing around it."""
    with np.errstate(all="ignore"):
        return np.asarray(page.compute(NUMPY, *arrays, **page.settle(case.settings)))


def differences(function: Callable[[Arrays], float], arrays: Arrays, position: int) -> np.ndarray:
    """How `function` changes with each entry of one array: central differences of fourth order."""
    slope = np.zeros(arrays[position].shape)
    for index in np.ndindex(slope.shape):
        slope[index] = sum(
            weight * function([*arrays[:position], _moved(arrays[position], index, steps * STEP), *arrays[position + 1 :]])
            for steps, weight in ((-2, 1), (-1, -8), (1, 8), (2, -1))
        ) / (12 * STEP)
    return slope


def _moved(array: np.ndarray, index: tuple[int, ...], by: float) -> np.ndarray:
    moved = np.array(array)
    moved[index] += by
    return moved


def assert_close(got: Any, expected: Any, *, relative: float, absolute: float, where: str) -> None:
    np.testing.assert_allclose(got, expected, rtol=relative, atol=absolute, err_msg=where)


def about(page: Op, case: Case) -> str:
    return f"{page.name} on {', '.join(map(say_shape, case.shapes))} with {dict(case.settings)}"


def check_shape(trial: Tried, arrays: Arrays) -> None:
    """The shape rule announces the shape that `compute` delivers."""
    delivered = compute(trial.page, trial.case, arrays).shape
    assert delivered == trial.output.shape, f"{about(trial.page, trial.case)}: announced {trial.output.shape}, delivered {delivered}"


def check_derivative(trial: Tried, arrays: Arrays, upstream: np.ndarray) -> None:
    """The derivative rule agrees with the differences of `compute`."""
    page, case = trial.page, trial.case
    values = evaluate(trial.gradients, trial.given(arrays, upstream))
    for node, gradient in zip(trial.smooth, trial.gradients, strict=True):
        numeric = differences(lambda moved: float(np.sum(upstream * compute(page, case, moved))), arrays, trial.inputs.index(node))
        assert_close(values[gradient], numeric, relative=1e-6, absolute=1e-8, where=f"{about(page, case)}, by {node.name}")


def check_second_derivative(trial: Tried, arrays: Arrays, upstream: np.ndarray) -> None:
    """The derivative rule can be differentiated again, by the inputs and by what comes from upstream."""
    total: Node = pages.constant(value=0.0)
    for weight, gradient in enumerate(trial.gradients, start=1):
        total = total + weight * pages.sum(gradient * _uneven(gradient.shape))
    moving = (*trial.smooth, trial.upstream)
    second = gradients(total, moving)
    values = evaluate(second.values(), trial.given(arrays, upstream))
    leaves, start = (*trial.inputs, trial.upstream), [*arrays, upstream]
    for node in moving:
        numeric = differences(
            lambda moved: float(evaluate(total, dict(zip(leaves, moved, strict=True)))[total]),
            start,
            leaves.index(node),
        )
        assert_close(values[second[node]], numeric, relative=1e-6, absolute=1e-8, where=f"{about(trial.page, trial.case)}, again by {node.name}")


def _uneven(shape: tuple[int, ...]) -> np.ndarray:
    return np.cos(np.arange(np.prod(shape, dtype=int))).reshape(shape)


def by_recipe(trial: Tried) -> Tried:
    """The same trial with the page's recipe in place of the page."""
    page = trial.page
    assert page.recipe is not None
    output = page.recipe(*trial.inputs, **page.settle(trial.case.settings))
    return follow(page, trial.case, trial.inputs, output)


def check_recipe(trial: Tried, recipe: Tried, arrays: Arrays, upstream: np.ndarray, *, dtype: Any = np.float64, relative: float = 1e-12) -> None:
    """The recipe gives the same value and the same gradients, and does not use the page itself."""
    where = about(trial.page, trial.case)
    assert trial.page not in {node.op for node in ancestors([recipe.output])}, f"{where}: the recipe of a page may not use the page"
    assert recipe.output.shape == trial.output.shape, f"{where}: the recipe gives the shape {recipe.output.shape}, not {trial.output.shape}"
    ours = evaluate((trial.output, *trial.gradients), trial.given(arrays, upstream))
    theirs = evaluate((recipe.output, *recipe.gradients), recipe.given(arrays, upstream), dtype=dtype)
    for one, other in zip((trial.output, *trial.gradients), (recipe.output, *recipe.gradients), strict=True):
        assert_close(ours[one], theirs[other].astype(np.float64), relative=relative, absolute=1e-12, where=where)


def far_inputs(trial: Tried, numbers: Sequence[float]) -> list[np.ndarray]:
    """A far point for every entry; where entries of one input meet, some have the opposite sign and some are near."""
    arrays = []
    for i, shape in enumerate(trial.case.shapes):
        filled = np.full(shape, numbers[min(i, len(numbers) - 1)])
        if trial.page.kind is not Kind.ELEMENTWISE:
            filled = filled * np.resize([1.0, -1.0, 0.5], filled.size).reshape(shape)
        arrays.append(filled)
    return arrays


def check_finite(trial: Tried, arrays: Arrays) -> None:
    """Value and gradients are numbers, not infinities and not not-a-numbers."""
    values = evaluate((trial.output, *trial.gradients), trial.given(arrays, np.ones(trial.output.shape)))
    for node in (trial.output, *trial.gradients):
        what = "value" if node is trial.output else "gradient"
        assert np.all(np.isfinite(values[node])), f"{about(trial.page, trial.case)} at {arrays}: {what} {values[node]}"


def check_float32(trial: Tried, arrays: Arrays) -> None:
    """Single precision stays single precision, and stays near the double one."""
    single = [array.astype(np.float32)[()] for array in arrays]
    delivered = compute(trial.page, trial.case, single)
    assert delivered.dtype == np.float32, f"{about(trial.page, trial.case)}: float32 became {delivered.dtype}"
    assert_close(delivered, compute(trial.page, trial.case, arrays), relative=1e-4, absolute=1e-5, where=about(trial.page, trial.case))


def check_cost(trial: Tried, arrays: Arrays) -> None:
    """The cost rule tells how many operations a counted run performs."""
    page, settled = trial.page, trial.page.settle(trial.case.settings)
    announced = page.cost(tuple(trial.case.shapes), trial.output.shape, **settled)
    counted = counted_run(page, arrays, settled)
    assert announced == counted, f"{about(page, trial.case)}: announces {announced} operations, performs {counted}"


def check_example(page: Op) -> None:
    """The example on the page holds."""
    example = page.example
    inputs = [pages.constant(value=np.array(one, dtype=np.float64)) for one in example.inputs]
    node = page(*inputs, **example.settings)
    assert_close(evaluate(node)[node], example.output, relative=1e-12, absolute=1e-12, where=f"the example of {page.name}")


def check_words(page: Op) -> None:
    """Every input is named where the page is put into words and into notation; the words are one line each."""
    for slot in page.slots:
        marks = ("$" + slot.lstrip("*"), "${" + slot.lstrip("*") + "}")
        for what, template in (("says", page.says), ("text", page.notation.text), ("latex", page.notation.latex)):
            assert any(mark in template for mark in marks), f"{page.name}: {what} does not mention {marks[0]}: {template!r}"
    for what in ("says", "because", "source"):
        words = getattr(page, what)
        assert words.splitlines() == [words.strip()], f"{page.name}: {what} is to be one line: {words!r}"
        assert not words.endswith("."), f"{page.name}: {what} ends with a full stop: {words!r}"
    assert len(page.because_each) in (0, len(page.slots)), f"{page.name}: {len(page.because_each)} reasons for {len(page.slots)} inputs"
