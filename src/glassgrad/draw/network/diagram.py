"""`network_diagram`: neurons in columns, weights as lines between them, what goes through, and how many parameters there are."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import ShapeError, say_shape

from ..marks import Group, Mark, Text
from ..measuring import wrapped
from ..palette import BACKWARD, FORWARD, INK, SOFT
from ..picture import Picture
from .fitting import name_in
from .headings import BENEATH, beneath, headings, lights, total
from .legend import legend
from .look import NetworkLook
from .neurons import neurons
from .places import MARGIN, Places, places_of
from .saying import caption, shows, subtitle
from .sides import answers, features, loss
from .weights import weight_lines

NARROWEST = 620.0
TITLE, SUBTITLE = 14.0, 12.0
LINE_HEIGHT, ARROW = 16.0, 14.0


def network_diagram(look: NetworkLook) -> Picture:
    """The diagram of a network: neurons in columns, and each weight as a line whose colour and dash tell its sign, its width its size.

    With a row, each neuron shows what it hands on. Of wide layers only some units are shown, of deep networks the first and the last layers.
    Raises: ShapeError for arrays that do not fit the layers.

    >>> from glassgrad.draw.network import LayerLook, NetworkLook
    >>> picture = network_diagram(NetworkLook(inputs=2, layers=(LayerLook(units=3, activation="relu"), LayerLook(units=1)), title="XOR"))
    >>> picture.shows
    'A network, 2 → 3 relu → 1, with 13 parameters in 2 layers.'
    """
    check(look)
    words = words_above(look)
    places = places_of(look, 44 + LINE_HEIGHT * max(len(words), look.lines) + ARROW * bool(look.flow), least=NARROWEST)
    key, height = legend(look, places.width, places.bottom + 24 + BENEATH + 26)
    marks: list[Mark] = [Group(name="title", marks=tuple(_title(look, words, places)))]
    marks += [Group(name="lights", marks=tuple(lights(look, places))), *weight_lines(look, places), *neurons(look, places)]
    marks += [*headings(look, places), *features(look, places), *answers(look, places), Group(name="loss", marks=tuple(loss(look, places)))]
    marks += [*beneath(look, places), total(look, places), key]
    return Picture(places.width, height, tuple(marks), title=look.title, shows=shows(look), caption=caption(look))


def words_above(look: NetworkLook) -> list[str]:
    """The lines of words between the title and the diagram."""
    room = places_of(look, 0, least=NARROWEST).width - 2 * MARGIN
    return [line for part in subtitle(look) for line in wrapped(part, room, SUBTITLE)]


def _title(look: NetworkLook, words: list[str], places: Places) -> Iterator[Mark]:
    colour = {"forward": FORWARD, "backward": BACKWARD, "update": INK, "": SOFT}[look.flow]
    yield Text(x=MARGIN, y=26, words=name_in(look.title, places.width - 2 * MARGIN, TITLE, bold=True), size=TITLE, bold=True, anchor="start")
    for place, line in enumerate(words):
        yield Text(x=MARGIN, y=46 + LINE_HEIGHT * place, words=line, size=SUBTITLE, colour=colour, anchor="start")


def check(look: NetworkLook) -> None:
    """Raises: ShapeError naming the first array that does not fit."""
    for number, layer in enumerate(look.layers, start=1):
        weights, units = (look.width(number - 1), layer.units), (layer.units,)
        wanted = {"weights": weights, "weight_slopes": weights, "new_weights": weights, "bias": units, "bias_slopes": units, "new_bias": units}
        wanted |= {"sums": units, "outputs": units, "slopes": units, "left_out": units}
        for name, shape in wanted.items():
            array = getattr(layer, name)
            if array is not None and array.shape != shape:
                raise ShapeError(f"{name} of layer {number} is {say_shape(array.shape)}; expected {say_shape(shape)}")
    _check_ends(look)


def _check_ends(look: NetworkLook) -> None:
    if look.features and len(look.features) != look.inputs:
        raise ShapeError(f"there are {len(look.features)} names for {look.inputs} inputs; give one for each, or none")
    if look.row is not None and look.row.inputs.shape != (look.inputs,):
        raise ShapeError(f"the row has the shape {say_shape(look.row.inputs.shape)}; expected {look.inputs} inputs")
    answer = look.answer
    if answer is not None and answer.values is not None and len(answer.values) != len(answer.names):
        raise ShapeError(f"there are {len(answer.values)} answers for {len(answer.names)} names; give one for each")
