"""Numbers, words, pictures and texts as the numbers that an input layer takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

import glassgrad as gg
from glassgrad.data import Task, learn_preparation, read_table
from glassgrad.explain.blocks import Block, Heading, Listing, Table

from .words import aside, cells, counted, heads

SHADES = " ░▒▓█"
SENTENCES = ("the dog sees the cat", "the cat sleeps")
COLOURS = ("red", "green", "blue", "green")


def inputs_of_each_kind(digit: int) -> Iterator[Block]:
    """How numbers, words of a column, a picture and a text become a row of numbers."""
    yield Heading(("Numbers",), level=3)
    yield from _measurements()
    yield Heading(("Words of a column",), level=3)
    yield from _categories()
    yield Heading(("A picture",), level=3)
    yield from _picture(digit)
    yield Heading(("A text",), level=3)
    yield from _texts()


def _measurements() -> Iterator[Block]:
    table = gg.read_table("iris")
    learned = learn_preparation(table, target="species", task=Task.MANY_CLASSES, rows=np.arange(table.rows))
    prepared = learned.apply(table, rows=[0]).values[0]
    yield aside("Each measurement is one input. It is scaled, so that no column counts more just because its numbers are larger. The first flower of iris:")
    rows = (cells(plan.name, table[plan.name].values[0], plan.what_was_done(), value) for plan, value in zip(learned.inputs, prepared, strict=True))
    yield Table(heads("column", "measured", "what is done", "input"), tuple(rows))


def _categories() -> Iterator[Block]:
    table = read_table({"colour": list(COLOURS), "ripe": [1, 0, 0, 1]})
    learned = learn_preparation(table, target="ripe", task=Task.TWO_CLASSES, rows=np.arange(table.rows))
    prepared = learned.apply(table).values
    yield aside(f"Each word gets an input of its own, which is 1 where the word stands and 0 elsewhere: here {counted(len(learned.features), 'input')}.")
    yield Table(heads("colour", *learned.features), tuple(cells(word, *row) for word, row in zip(COLOURS, prepared, strict=True)))


def _picture(digit: int) -> Iterator[Block]:
    table = gg.read_table("digits")
    pixels = np.array([table[name].values[digit] for name in table.names if name != "digit"])
    side = round(len(pixels) ** 0.5)
    square = pixels.reshape(side, side)
    darkest = float(pixels.max()) or 1.0
    yield aside(
        f"Each pixel is one input. Row {digit} of digits is a handwritten {table['digit'].values[digit]:.0f} of {side}·{side} pixels, so {len(pixels)} inputs. "
        "Below the picture are the same pixels as numbers. The network is given them row after row, as one long list; it does not know which are neighbours.",
    )
    yield Listing(tuple(_shaded(line / darkest) for line in square))
    yield Table(heads("", *map(str, range(side))), tuple(cells(f"pixel row {place}", *line) for place, line in enumerate(square)))


def _shaded(line: Any) -> str:
    """A row of shares from 0 to 1 as shades, each as wide as a line is high."""
    return "".join(SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)] * 2 for share in line)


def _texts() -> Iterator[Block]:
    words, counts = bag_of_words(SENTENCES)
    yield aside("A simple way to turn texts into numbers is to count their words. Each word of the vocabulary is one input; the order of the words is lost.")
    yield Table(heads("text", *words), tuple(cells(f"“{text}”", *row) for text, row in zip(SENTENCES, counts, strict=True)))


def bag_of_words(texts: Sequence[str]) -> tuple[list[str], list[list[int]]]:
    """All words of the texts, in alphabetical order, and for each text how often each of them stands in it.

    >>> bag_of_words(["a b a", "c"])
    (['a', 'b', 'c'], [[2, 1, 0], [0, 0, 1]])
    """
    found = [Counter(re.findall(r"\w+", text.lower())) for text in texts]
    words = sorted(set().union(*found))
    return words, [[counts[word] for word in words] for counts in found]
