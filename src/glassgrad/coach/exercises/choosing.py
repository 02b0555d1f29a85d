"""Choosing numbers: those with which every slip on every line comes to a number of its own, and answers are short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.data.random_streams import RandomStream, random_stream
from glassgrad.graph import Shape

from ..collecting import Calculation, collect
from ..reading import read_sheet
from .outcomes import Floats, Numbers, Outcome, Question, mixed, outcomes, questions
from .template import Given, Template

DRAWS = 128
"""Sets of numbers that are drawn and tried at once for one paper."""
ROUNDS = 40
"""Times the best numbers are changed, one of them in every way, if slips still share a number."""
MOST_NEIGHBOURS = 256
LARGEST = 1e4
"""Answers beyond this are no pleasure to work out by hand."""
LONG = 7
"""Characters of an answer that is not short."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Numbers for a template; what every question comes to, and what each slip makes of it. `mixed` are the pairs of slips that share a number."""

    numbers: Mapping[str, Any]
    right: Mapping[str, Any]
    slips: Mapping[str, Mapping[str, tuple[Any, ...]]]
    mixed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, eq=False)
class Tried:
    """One set of numbers, what speaks against it, and its place among the outcomes."""

    cost: tuple[float, ...]
    numbers: Numbers
    outcomes: Sequence[Outcome]
    place: int


def skeleton(template: Template) -> Calculation:
    """The workings of a template; any numbers will do."""
    numbers = {one.name: np.full(one.shape, 1.5) for one in template.given}
    return collect(read_sheet(template.problem(numbers) + "".join(f"{name} = 0\n" for name in template.asked)))


def choose(template: Template, seed: int, purpose: str) -> Choice:
    """The best numbers of those that are tried: no slips mixed up if possible, then short answers."""
    calculation = skeleton(template)
    asked = questions(template, calculation)
    best = _best(calculation, template, asked, _draws(template, random_stream(seed, f"exercise {purpose}", 0)))
    for round_ in range(1, ROUNDS):
        if best.cost[0] == 0:
            break
        near = _neighbours(template, best.numbers, random_stream(seed, f"exercise {purpose}", round_))
        fresh = _draws(template, random_stream(seed, f"exercise {purpose} again", round_))
        best = min(best, _best(calculation, template, asked, [*near, *fresh]), key=lambda one: one.cost)
    return _choice(template, best)


def _best(calculation: Calculation, template: Template, asked: Sequence[Question], draws: Sequence[Numbers]) -> Tried:
    found = outcomes(calculation, template, asked, draws)
    against = sum((mixed(one, choosy=_is_choosy(template)).weight() for one in found), start=np.zeros(len(draws)))
    answers = np.concatenate([one.right for one in found], axis=1)
    against = np.where(np.isfinite(answers).all(axis=1) & (np.abs(answers).max(axis=1) <= LARGEST), against, np.inf)
    least = np.flatnonzero(against == against.min())
    costs = [(float(against[place]), *_lengths(answers[place]), int(place)) for place in least]
    cost = min(costs)
    return Tried(cost[:-1], draws[int(cost[-1])], found, int(cost[-1]))


def _is_choosy(template: Template) -> bool:
    return any(one.one_of_many for one in template.given)


def _lengths(answers: Floats) -> tuple[float, float]:
    """How many answers are long, and how many characters all of them have, as far as it is worth writing them."""
    written = [len(f"{number:.10g}") for number in answers]
    return sum(length > LONG for length in written), sum(written)


# ── sets of numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draws(template: Template, stream: RandomStream) -> list[Numbers]:
    sizes = [int(np.prod(one.shape, dtype=int)) for one in template.given]
    ends = np.cumsum(sizes)[:-1]
    return [_one_draw(template, np.split(row, ends)) for row in stream.raw(DRAWS * sum(sizes)).reshape(DRAWS, -1)]


def _one_draw(template: Template, words: Sequence[npt.NDArray[np.uint64]]) -> Numbers:
    """Numbers of which no two have the same size, as long as there are enough: one could be taken for the other, and nobody would see it."""
    taken: set[float] = set()
    return {one.name: _drawn(one, part, taken) for one, part in zip(template.given, words, strict=True)}


def _drawn(given: Given, words: npt.NDArray[np.uint64], taken: set[float]) -> Any:
    if given.one_of_many:
        chosen = np.zeros(given.shape)
        for row, word in zip(chosen.reshape(-1, given.shape[-1]), words, strict=False):
            row[int(word) % given.shape[-1]] = 1.0
        return chosen
    picked = [_fresh(given.values, int(word), taken) for word in words]
    return np.array(picked).reshape(given.shape) if given.shape else np.float64(picked[0])


def _fresh(values: Sequence[float], word: int, taken: set[float]) -> float:
    """The value that a word points at, or the next one whose size is not taken."""
    turned = (values[(word + step) % len(values)] for step in range(len(values)))
    number = next((one for one in turned if abs(one) not in taken), values[word % len(values)])
    taken.add(abs(number))
    return number


def _neighbours(template: Template, numbers: Numbers, stream: RandomStream) -> list[Numbers]:
    """Sets of numbers that differ from these in one entry."""
    entries = [(one, place) for one in template.given if not one.one_of_many for place in range(int(np.prod(one.shape, dtype=int)))]
    changes = [(one, place, number) for one, place in entries for number in one.values]
    found = []
    for at in np.argsort(stream.raw(len(changes)), kind="stable")[:MOST_NEIGHBOURS]:
        one, place, number = changes[at]
        changed = np.array(numbers[one.name], dtype=np.float64)
        changed.reshape(-1)[place] = number
        moved = {**numbers, one.name: changed if one.shape else np.float64(changed[()])}
        if _all_differ(template, moved):
            found.append(moved)
    return found


def _all_differ(template: Template, numbers: Numbers) -> bool:
    """Whether no two given numbers have the same size: one could be taken for the other, and nobody would see it."""
    plain = [abs(float(entry)) for one in template.given if not one.one_of_many for entry in np.ravel(numbers[one.name])]
    return len(set(plain)) == len(plain)


# ── what was chosen ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _choice(template: Template, best: Tried) -> Choice:
    right, by_slip, pairs = {}, {}, []
    for one in best.outcomes:
        name, shape = one.question.name, one.question.shape
        right[name] = _number(one.right[best.place], shape)
        found: dict[str, list[Any]] = {}
        for wrong, numbers in zip(one.question.wrong, one.wrong[:, best.place], strict=True):
            if np.isfinite(numbers).all() and not np.allclose(numbers, one.right[best.place], rtol=1e-9, atol=1e-12):
                found.setdefault(wrong.slip, []).append(_number(numbers, shape))
        by_slip[name] = {slip: tuple(list_) for slip, list_ in found.items()}
        pairs += [(name, *pair) for pair in _pairs(one, best.place, choosy=_is_choosy(template))]
    return Choice(best.numbers, right, by_slip, tuple(pairs))


def _number(entries: Floats, shape: Shape) -> Any:
    return entries.reshape(shape) if shape else np.float64(entries[0])


def _pairs(one: Outcome, place: int, *, choosy: bool) -> list[tuple[str, str]]:
    found = mixed(one, choosy=choosy)
    rows, columns = np.nonzero(found.pairs[:, :, place])
    return sorted({(min(pair), max(pair)) for pair in ((found.firsts[row], found.seconds[column]) for row, column in zip(rows, columns, strict=True))})
