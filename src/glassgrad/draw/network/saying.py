"""What is said of a diagram: its title, what it shows, and how to read it. All of it is worked out from what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from glassgrad.writing.numbers import number
from glassgrad.writing.plain import capital, listed, visible

from .fitting import percent
from .look import AnswerLook, LayerLook, NetworkLook
from .shown import Column, columns_of, ranked
from .weights import drawn_of, lines_of

MOST_LAYERS, MOST_OUTPUTS = 8, 5
LONGEST_NAME = 200
"""Letters of a name in a sentence, which has room: names that are told apart only by their ends stay whole."""
HALF = 0.5
"""A label is predicted where its probability is above this."""


def say_layers(look: NetworkLook) -> str:
    """The sizes from the inputs to the outputs; of a deep network the first and the last.

    >>> say_layers(NetworkLook(inputs=4, layers=(LayerLook(units=16, activation="relu"), LayerLook(units=3)), title="iris"))
    '4 → 16 relu → 3'
    """
    layers = [f"{one.units:,}" + (f" {one.activation}" if one.activation != "linear" else "") for one in look.layers]
    if len(layers) > MOST_LAYERS:
        layers = [*layers[:2], f"{len(layers) - 4} layers", *layers[-2:]]
    return " → ".join((f"{look.inputs:,}", *layers))


def subtitle(look: NetworkLook) -> list[str]:
    """What stands under the title: what is happening, or whose weights these are, and what comes of the chosen row."""
    parts = [look.now] if look.now else [look.weights_of, say_answer(look)]
    return [capital(part) for part in parts if part]


def say_answer(look: NetworkLook) -> str:
    """What comes of the chosen row, in one sentence without a full stop."""
    if look.row is None:
        return ""
    said = "" if look.answer is None else say_prediction(look.answer)
    return f"{look.row.label}: {said}" if said else _outputs(look)


def say_prediction(answer: AnswerLook) -> str:
    """What is predicted, and whether it is true; nothing where there is no prediction yet."""
    if answer.values is None or not answer.by:
        return ""
    return _class(answer) if answer.of_classes else _labels(answer) if answer.of_labels else _numbers(answer)


def _outputs(look: NetworkLook) -> str:
    outputs = look.outputs(len(look.layers))
    assert look.row is not None  # looked at before
    if outputs is None:
        return ""
    more = f" and {len(outputs) - MOST_OUTPUTS} more" if len(outputs) > MOST_OUTPUTS else ""
    return f"{look.row.label} gives {', '.join(number(one).text for one in outputs[:MOST_OUTPUTS])}{more}"


def _class(answer: AnswerLook) -> str:
    predicted = answer.predicted
    assert answer.values is not None  # looked at before
    if predicted is None:
        return "the numbers are too large: no answer is finite"
    said = f"{quoted(answer.names[predicted])} is predicted with {percent(float(answer.values[predicted]))}"
    if answer.truth is None:
        return said
    true = int(answer.truth)
    return f"{said}, which is right" if true == predicted else f"{said}, but {quoted(answer.names[true])} is true"


def quoted(name: str) -> str:
    """The name of a class in a sentence, which may be a word like any other.

    >>> quoted("not sure")
    '“not sure”'
    """
    return f"“{visible(name, LONGEST_NAME)}”"


def _labels(answer: AnswerLook) -> str:
    values = answer.values
    assert values is not None  # looked at before
    said = [f"{quoted(answer.names[place])} with {percent(float(values[place]))}" for place in np.flatnonzero(values > HALF)]
    what = f"{listed(said, MOST_OUTPUTS)} {'is' if len(said) == 1 else 'are'} predicted" if said else f"none of the {len(values)} labels is predicted"
    truths = [answer.true_of(place) for place in range(len(values))]
    known = [(value > HALF) == (true > HALF) for value, true in zip(values, truths, strict=True) if true is not None]
    return f"{what}; {sum(known)} of {len(known)} labels {'is' if sum(known) == 1 else 'are'} right" if known else what


def _numbers(answer: AnswerLook) -> str:
    values = answer.values
    assert values is not None  # looked at before
    told = [
        f"{visible(answer.names[place], LONGEST_NAME)} is predicted to be {number(value).text}{_and_is(answer, place)}" for place, value in enumerate(values)
    ]
    return told[0] if len(told) == 1 else "; ".join([*told[:MOST_OUTPUTS], *([f"{len(told) - MOST_OUTPUTS} more"] if len(told) > MOST_OUTPUTS else [])])


def _and_is(answer: AnswerLook, place: int) -> str:
    true = answer.true_of(place)
    return "" if true is None else f", and is {number(true).text}"


def shows(look: NetworkLook) -> str:
    """For those who do not see it."""
    layers = len(look.layers)
    whole = sum(look.parameters(layer) for layer in range(1, layers + 1))
    said = f"A network, {say_layers(look)}, with {whole:,} parameters in {layers} layer{'s' if layers != 1 else ''}."
    answer = "" if look.now else say_answer(look)
    return " ".join(part for part in (said, look.now, _computed(look), _largest(look), f"{capital(answer)}." if answer else "") if part)


def _computed(look: NetworkLook) -> str:
    """The numbers of the layer where something is happening."""
    if look.row is None or len(look.lit) != 1 or not 1 <= max(look.lit) <= len(look.layers):
        return ""
    layer = look.layers[max(look.lit) - 1]
    values, what = (layer.outputs, "It hands on") if layer.slopes is None else (layer.slopes, f"∂{look.symbol}/∂z there:")
    if values is None:
        return ""
    if len(values) <= MOST_OUTPUTS:
        return f"{what} {', '.join(number(one, 3).text for one in values)}."
    return f"{what} {len(values):,} numbers from {number(values.min(), 3).text} to {number(values.max(), 3).text}."


def _largest(look: NetworkLook) -> str:
    """The weight, the gradient or the change that is furthest from 0 of those that are drawn, and where it is."""
    kinds = {drawn_of(layer) for layer in look.layers}
    kind = next((one for one in ("change", "gradient", "weight") if one in kinds), "")
    found = list(_largest_lines(look, columns_of(look), kind)) if kind else []
    if not found:
        return ""
    size, value, name = max(found)
    said = f"is {name} =" if kind == "weight" else f"is that of {name},"
    drawn = " drawn" if size < max(_size(layer) for layer in look.layers if drawn_of(layer) == kind) else " shown" if kind == "gradient" else ""
    return f"The largest {kind}{drawn} {said} {number(value).text}." if size else f"All {kind}s{drawn} are 0."


def _largest_lines(look: NetworkLook, columns: tuple[Column, ...], kind: str) -> Iterator[tuple[float, float, str]]:
    """Of the lines between each two neighbouring columns, how far from 0 the one is that is furthest, what it is worth, and at which entry."""
    for before, column in pairwise(columns):
        layer = look.layers[column.first - 1]
        if before.folded or column.folded or drawn_of(layer) != kind:
            continue
        values = lines_of(layer).values
        assert values is not None  # what is of a kind has values
        seen = values[np.ix_(before.units, column.units)]
        i, j = (int(one) for one in np.unravel_index(np.argmax(np.abs(seen)), seen.shape))
        yield abs(float(seen[i, j])), float(seen[i, j]), f"W{column.first}[{before.units[i]},{column.units[j]}]"


def _size(layer: LayerLook) -> float:
    """How far from 0 what belongs to a layer is, drawn or not."""
    values = lines_of(layer).values
    assert values is not None  # what is of a kind has values
    return float(np.abs(values).max())


def caption(look: NetworkLook) -> str:
    """How to read it."""
    return " ".join(_sentences(look, columns_of(look)))


def _sentences(look: NetworkLook, columns: tuple[Column, ...]) -> Iterator[str]:
    drawn = {drawn_of(layer) for layer in look.layers}
    yield _of_lines(drawn)
    if "weight" in drawn and any(layer.bias is not None and layer.bias.any() for layer in look.layers):
        yield "The ring of a neuron is its bias, drawn in the same way."
    if look.row is not None:
        yield f"The number in a neuron is what it hands on for {look.row.label}, and the stronger its fill, the further that is from 0."
        yield "Inputs are as the network gets them, prepared" + (": what the data hold stands beneath each name." if look.row.raw else ".")
    if "gradient" in drawn and look.loss is not None and look.loss.rows > 1:
        yield f"Tags are gradients by way of this row alone; the gradients of the weights are those of all {look.loss.rows:,} rows together."
    yield from left_out(look, columns)


def _of_lines(drawn: set[str]) -> str:
    start, widest = "Each circle is a neuron and each line a weight", "what the widest is worth stands beneath its layer"
    signed = f"dark blue and solid where positive, orange and dashed where negative, the wider, the further from 0; {widest}"
    if "change" in drawn:
        return f"Each circle is a neuron; a line shows how its weight changes: {signed}."
    if "weight" in drawn:
        also = "; in vermilion its gradient, dashed where negative" if "gradient" in drawn else ""
        return f"{start}: {signed}{also}."
    if "gradient" in drawn:
        return f"{start}; the vermilion lines show its gradient: the wider, the further from 0, dashed where negative; {widest}."
    return f"{start}; no weight has a value yet."


def left_out(look: NetworkLook, columns: tuple[Column, ...] | None = None) -> Iterator[str]:
    """Which units and layers are not drawn, in sentences; none where all are."""
    columns = columns_of(look) if columns is None else columns
    last = len(look.layers)
    wide, outputs = ([one for one in columns if one.more and (one.first == last) == at_the_end] for at_the_end in (False, True))
    if wide:
        which = "those that send on most" if ranked(look, wide[0].first) else "the first and the last"
        yield f"Of a wide layer only {len(wide[0].units)} units are shown, {which}, and only the lines between shown ones."
    if outputs:
        which = "the most probable and the true one" if ranked(look, last) else "the first and the last"
        yield f"Of the outputs only {len(outputs[0].units)} are shown, {which}."
    for column in columns:
        if column.folded:
            yield f"Layers {column.first} to {column.last} are drawn as one box."
