"""What stands above and beneath the columns: the layer, its units and its activation; its parameters, counted, and what its widest line is worth."""

from __future__ import annotations

from collections.abc import Iterator

from ..marks import Box, Group, Line, Mark, Text
from ..palette import BACKWARD, FORWARD, INK, SOFT, TINT
from .fitting import number_in
from .look import AnswerLook, NetworkLook
from .places import BAR, HEADINGS, Places
from .shown import Column
from .weights import lines_of

LINE_HEIGHT = 14.0
SMALL = 10.5
AROUND = 12.0
BENEATH = 62.0
"""The height of what is written beneath the columns."""


def headings(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """Above each column: which layer it is, how many units, which activation."""
    top = places.top - HEADINGS
    for place, column in enumerate(places.columns):
        lit = bool(look.lit & set(range(column.first, column.last + 1)))
        colour = _colour(look) if lit else INK
        first, *others = _heading(look, column)
        words = [Text(x=places.xs[place], y=top + 14, words=first, size=12, bold=True, colour=colour)]
        words += [Text(x=places.xs[place], y=top + 14 + LINE_HEIGHT * (n + 1), words=one, size=SMALL, colour=SOFT) for n, one in enumerate(others)]
        yield Group(name=f"heading-{column.first}", marks=tuple(words))
    if look.answer is not None and look.answer.by and look.row is not None:
        lit = len(look.layers) + 1 in look.lit
        first, second = _of_answers(look.answer)
        x = places.answers + BAR / 2
        yield Text(x=x, y=top + 14, words=first, size=12, bold=True, colour=_colour(look) if lit else INK)
        yield Text(x=x, y=top + 14 + LINE_HEIGHT, words=second, size=SMALL, colour=SOFT)


def _of_answers(answer: AnswerLook) -> tuple[str, str]:
    """What stands over the answers, and beneath that."""
    if answer.of_classes or answer.of_labels:
        return answer.by, "probabilities"
    return ("prediction", "in its own units") if len(answer.names) == 1 else ("predictions", "in their own units")


def _colour(look: NetworkLook) -> str:
    return BACKWARD if look.flow == "backward" else FORWARD


def _heading(look: NetworkLook, column: Column) -> tuple[str, ...]:
    if column.folded:
        return "…", "", ""
    if not column.first:
        return "inputs", f"{look.inputs:,} feature{'s' if look.inputs != 1 else ''}"
    layer = look.layers[column.first - 1]
    units = f"{layer.units:,} unit{'s' if layer.units != 1 else ''}"
    return f"layer {column.first}", units, layer.activation.replace("_", " ")


def lights(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """A pale box behind the columns where something happens, and an arrow above them that says which way."""
    xs = [places.xs[place] for place, column in enumerate(places.columns) if look.lit & set(range(column.first, column.last + 1))]
    half = places.radius + AROUND
    for x in xs:
        yield Box(x=x - half, y=places.top - HEADINGS - 3, width=2 * half, height=places.bottom - places.top + HEADINGS + 10, fill=TINT, radius=10)
    if look.flow in ("forward", "backward"):
        yield _arrow(look, places, xs)


def _arrow(look: NetworkLook, places: Places, xs: list[float]) -> Line:
    back, y, last = look.flow == "backward", places.top - HEADINGS - 14, len(look.layers) + 1
    right = places.loss if look.loss is not None else places.answers
    start = right if back else places.xs[0] - places.radius
    beyond = places.answers + BAR / 2 if last in look.lit else right
    # Where nothing in particular happens, the arrow goes all the way; what happens at the loss alone has not gone any way back yet.
    first = right if look.lit else places.xs[0] - places.radius
    end = min(xs, default=first) if back else max(xs, default=beyond)
    return Line(points=((start, y), (end, y)), colour=_colour(look), width=2.2, arrow=True)


def beneath(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """Beneath each column the sum of its parameters, and what its widest line is worth."""
    for place, column in enumerate(places.columns):
        if column.first:
            before = places.columns[place - 1]
            x, y = places.xs[place], places.bottom + 24
            marks = [Text(x=x, y=y + LINE_HEIGHT * line, words=words, size=SMALL) for line, words in enumerate(_sum(look, column))]
            marks += [] if column.folded or before.folded else _widest(look, before, column, (x, y + 2 * LINE_HEIGHT))
            yield Group(name=f"parameters-{column.first}", marks=tuple(marks))


def parameter_sum(look: NetworkLook, number: int) -> str:
    """How the parameters of a layer are counted: inputs times units, and a bias for each unit."""
    layer = look.layers[number - 1]
    return f"{look.width(number - 1):,}·{layer.units:,}" + (f" + {layer.units:,}" if layer.biased else "")


def _sum(look: NetworkLook, column: Column) -> tuple[str, str]:
    counts = [look.parameters(number) for number in range(column.first, column.last + 1)]
    if column.folded:
        return f"{len(counts)} layers", f"together {sum(counts):,}"
    return parameter_sum(look, column.first), f"= {counts[0]:,}"


def _widest(look: NetworkLook, before: Column, column: Column, place: tuple[float, float]) -> list[Text]:
    lines = lines_of(look.layers[column.first - 1])
    if lines.values is None:
        return []
    words = f"widest {number_in(lines.widest(before, column), 50, SMALL)}"
    return [Text(x=place[0], y=place[1], words=words, size=SMALL, colour=BACKWARD if lines.backward else SOFT)]


def total(look: NetworkLook, places: Places) -> Text:
    """All parameters, added up from the columns."""
    counts = [sum(look.parameters(number) for number in range(column.first, column.last + 1)) for column in places.columns if column.first]
    whole = f"{sum(counts):,}"
    words = whole if len(counts) == 1 else f"{' + '.join(f'{one:,}' for one in counts)} = {whole}"
    return Text(x=places.width / 2, y=places.bottom + 24 + BENEATH, words=f"Parameters: {words}", size=12, bold=True)
