"""Choosing numbers: those with which every slip on every line comes to a number of its own, and answers are short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.data.random_streams import RandomStream, random_stream
from glassgrad.graph import Shape

from ..collecting import Calculation, collect
from ..reading import read_sheet
from .outcomes import Floats, Numbers, Outcome, Question, all_single, mixed, outcomes, questions
from .template import Given, Template

DRAWS, DRAWS_OF_ARRAYS = 128, 40
"""Sets of numbers that are drawn and tried at once for one paper."""
NEIGHBOURS = 256
"""Changes of the best numbers that are tried in one round, if slips still share a number."""
MOST_ROUNDS, LEAST_ROUNDS = 40, 4
PATIENCE = 10
"""Rounds without anything better after which the search gives up."""
POLISHED = 8
"""Rounds in which shorter answers are looked for, where that goes fast, although every slip shows."""
MOST_WORK = 25_000
"""Formulas with a slip that are worked out for one paper, each with all sets of numbers of a round, before the search gives up."""
LARGEST = 1e4
"""Answers beyond this are no pleasure to work out by hand."""
LONG, ENDLESS = 6, 10
"""Characters up to which an answer is short, and from which it is taken for one that goes on for ever."""


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
    return collect(read_sheet(template.solved(numbers)))


@lru_cache(maxsize=4)
def prepared(template: Template) -> tuple[Calculation, list[Question]]:
    """The workings, and the questions with their slips; the papers of a class have them in common."""
    calculation = skeleton(template)
    return calculation, questions(template, calculation)


def choose(template: Template, seed: int, purpose: str) -> Choice:
    """The best numbers of those that are tried: no slips mixed up if possible, then short answers."""
    calculation, asked = prepared(template)
    best = _best(calculation, template, asked, _draws(template, random_stream(seed, f"exercise {purpose}", 0)))
    most = min(MOST_ROUNDS, MOST_WORK // sum(len(one.wrong) for one in asked))
    polished = POLISHED if all_single(calculation) and _mostly_exact(best) else 0
    idle = 0
    for round_ in range(1, 1 + max(LEAST_ROUNDS, most)):
        if idle == PATIENCE or (best.cost[0] == 0 and (idle or round_ > polished or best.cost[1] == 0)):
            break
        near = _neighbours(template, best.numbers, random_stream(seed, f"exercise {purpose}", round_))
        before, best = best, min(best, _best(calculation, template, asked, near), key=lambda one: one.cost)
        idle = idle + 1 if best is before else 0
    return _choice(template, best)


def _best(calculation: Calculation, template: Template, asked: Sequence[Question], draws: Sequence[Numbers]) -> Tried:
    found = outcomes(calculation, template, asked, draws)
    against = sum((mixed(one, choosy=_is_choosy(template)).weight() for one in found), start=np.zeros(len(draws)))
    answers = np.concatenate([one.right for one in found], axis=1)
    against = np.where(np.isfinite(answers).all(axis=1) & (np.abs(answers).max(axis=1) <= LARGEST), against, np.inf)
    least = np.flatnonzero(against == against.min())
    costs = [(float(against[place]), float(_unpleasant(answers[place])), int(place)) for place in least]
    cost = min(costs)
    return Tried(cost[:-1], draws[int(cost[-1])], found, int(cost[-1]))


def _is_choosy(template: Template) -> bool:
    return any(one.one_of_many for one in template.given)


def _unpleasant(answers: Floats) -> int:
    """How many answers are long; or 0 or 1, which hide what was done with them."""
    long = sum(len(f"{number:.10g}") > LONG for number in answers)
    return int(np.isin(np.abs(answers), (0, 1)).sum()) + long


def _mostly_exact(tried: Tried) -> bool:
    """Whether most answers come to an end, so that it is worth looking for shorter ones."""
    answers = np.concatenate([one.right[tried.place] for one in tried.outcomes])
    return sum(len(f"{number:.10g}") >= ENDLESS for number in answers) < answers.size / 3


# ── sets of numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draws(template: Template, stream: RandomStream) -> list[Numbers]:
    sizes = [int(np.prod(one.shape, dtype=int)) for one in template.given]
    ends = np.cumsum(sizes)[:-1]
    draws = DRAWS if all(one.shape == () for one in template.given) else DRAWS_OF_ARRAYS
    return [_one_draw(template, np.split(row, ends)) for row in stream.raw(draws * sum(sizes)).reshape(draws, -1)]


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
    """Sets of numbers that differ from these in one entry, and as many that differ in two."""
    entries = [(one, place) for one in template.given if not one.one_of_many for place in range(int(np.prod(one.shape, dtype=int)))]
    found = []
    for at, words in enumerate(stream.raw(4 * NEIGHBOURS).reshape(NEIGHBOURS, 2, 2)):
        moved = numbers
        for entry, word in words[: 1 + at % 2]:
            moved = _changed(template, moved, *entries[int(entry) % len(entries)], int(word))
        found.append(moved)
    return found


def _changed(template: Template, numbers: Numbers, given: Given, place: int, word: int) -> Numbers:
    changed = np.array(numbers[given.name], dtype=np.float64)
    taken = {abs(float(entry)) for one in template.given if not one.one_of_many for entry in np.ravel(numbers[one.name])}
    changed.reshape(-1)[place] = _fresh(given.values, word, taken)
    return {**numbers, given.name: changed if given.shape else np.float64(changed[()])}


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
