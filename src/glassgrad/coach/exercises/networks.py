"""Small networks as lines of a sheet: every neuron has a name, as one works by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glassgrad.graph import SettingError

from .option import Option, layers, one_of, whole
from .template import BIASES, EASY_INPUTS, INPUTS, RATES, WEIGHTS, Given, Shortcut, halves

ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "softsign", "silu", "elu")
LOSSES = ("half_squared_error", "squared_error", "mean_squared_error", "binary_cross_entropy", "cross_entropy")
MOST_PARAMETERS = 24
"""Nobody works out more gradients by hand."""
TARGETS = halves(-2, 3, 0.5)
SHARES = (0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Written:
    """A network on paper: what is given, its formulas, the quantities of the forward pass, its parameters, and the name of the loss.

    `unused` are outputs that the loss does not look at, `note` says what its targets mean.
    """

    given: tuple[Given, ...]
    formulas: tuple[str, ...]
    forward: tuple[str, ...]
    parameters: tuple[str, ...]
    loss: str = ""
    unused: tuple[str, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    note: str = ""

    def task(self, words: str) -> str:
        """What to do, and what there is to know about the loss."""
        return f"{words} {self.note}".rstrip()


def network_options(*, default: str, activation: str = "sigmoid") -> dict[str, Option]:
    """The options of exercises about a network."""
    return {
        "layers": layers(default=default, says="units by layer, from the inputs to the outputs"),
        "activation": one_of(*ACTIVATIONS, default=activation, says="what the hidden units do with their weighted sum"),
        "loss": one_of(*LOSSES, default="half_squared_error", says="the loss"),
    }


def steps_option() -> Option:
    """How many steps are worked out."""
    return whole(1, 2, default=2, says="steps")


def network(units: Sequence[int], activation: str, loss: str | None = None) -> Written:
    """The network of these layers; with a loss, its last line is J.

    Weights are numbered as one reads: w1, w2 … to the first hidden unit, and so on; z is what a unit weighs and adds, before its activation.
    """
    _check_size(units)
    inputs = EASY_INPUTS if activation == "linear" else INPUTS
    given = [Given(f"x{place}" if units[0] > 1 else "x", inputs) for place in _places(units[0])]
    below, formulas, forward, parameters = [one.name for one in given], [], [], []
    count = 0
    for layer, size in enumerate(units[1:], start=1):
        last = layer == len(units) - 1
        names = [_unit(layer, place, size, len(units) - 2, last=last) for place in _places(size)]
        for name in names:
            weights = [f"w{count + place}" for place in _places(len(below))]
            count += len(below)
            function = _output(loss) if last else activation
            bias = f"b_{name}" if name != "o" else "b_o"
            weighed = " + ".join(f"{weight}*{one}" for weight, one in zip(weights, below, strict=True))
            z = name if function == "linear" else f"z_{name}"
            formulas.append(f"{z} = {weighed} + {bias}")
            forward.append(z)
            if function not in ("linear", "softmax"):
                formulas.append(f"{name} = {function}({z})")
                forward.append(name)
            parameters += [*weights, bias]
        if last and _output(loss) == "softmax":
            formulas += [f"{name} = e^z_{name}/({' + '.join(f'e^z_{one}' for one in names)})" for name in names]
            forward += names
        below = names
    given += [Given(name, BIASES if name.startswith("b") else WEIGHTS) for name in parameters]
    written = Written(tuple(given), tuple(formulas), tuple(forward), tuple(parameters))
    return written if loss is None else _with_loss(written, below, loss)


def _check_size(units: Sequence[int]) -> None:
    parameters_in_all = sum((below + 1) * size for below, size in pairwise(units))
    if parameters_in_all > MOST_PARAMETERS:
        raise SettingError(f"layers {'-'.join(map(str, units))} have {parameters_in_all} parameters; by hand take at most {MOST_PARAMETERS}, as in 2-3-3")


def _places(count: int) -> range:
    return range(1, count + 1)


def _unit(layer: int, place: int, size: int, hidden: int, *, last: bool) -> str:
    letter = "o" if last else "h" if hidden == 1 else "hgk"[layer - 1]
    return letter if size == 1 else f"{letter}{place}"


def _output(loss: str | None) -> str:
    """What suits the outputs under a loss; without one they stay as they are."""
    return {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}.get(loss or "", "linear")


def _with_loss(net: Written, outputs: Sequence[str], loss: str) -> Written:
    if loss == "cross_entropy":
        return _with_cross_entropy(net, outputs)
    targets = ["y" if len(outputs) == 1 else f"y{place}" for place in _places(len(outputs))]
    both = list(zip(outputs, targets, strict=True))
    given = (*net.given, *(Given(target, SHARES if loss == "binary_cross_entropy" else TARGETS) for target in targets))
    net = replace(net, given=given, forward=(*net.forward, "J"), loss="J")
    if loss == "binary_cross_entropy":
        formula = " ".join(f"- {t}*ln({o}) - (1 - {t})*ln(1 - {o})" for o, t in both)
        shortcuts = tuple(Shortcut(f"dJ/dz_{o}", f"{o} - {t}", "sigmoid and cross-entropy together: what is predicted, less the target") for o, t in both)
        return replace(net, formulas=(*net.formulas, f"J = {formula}"), shortcuts=shortcuts, note="Targets are probabilities here.")
    inside = " + ".join(f"({output} - {target})^2" for output, target in both)
    whole = inside if len(outputs) == 1 else f"({inside})"
    factor = {"half_squared_error": "1/2*", "mean_squared_error": f"1/{len(outputs)}*" if len(outputs) > 1 else ""}.get(loss, "")
    return replace(net, formulas=(*net.formulas, f"J = {factor}{whole}"))


def _with_cross_entropy(net: Written, outputs: Sequence[str]) -> Written:
    """The first class is the true one: of all outputs only its logarithm counts."""
    if len(outputs) == 1:
        raise SettingError("cross_entropy needs two outputs or more, as in layers 2-2-2; for one output take binary_cross_entropy")
    why = "softmax and cross-entropy together: what is predicted, less what is true"
    true, *others = outputs
    shortcuts = (Shortcut(f"dJ/dz_{true}", f"{true} - 1", why), *(Shortcut(f"dJ/dz_{one}", f"{one} - 0", why) for one in others))
    return replace(
        net,
        formulas=(*net.formulas, f"J = -ln({true})"),
        forward=(*net.forward, "J"),
        loss="J",
        unused=tuple(others),
        shortcuts=shortcuts,
        note=f"The first class is the true one, so the loss is that of {true}.",
    )


def gradients_asked(net: Written) -> tuple[str, ...]:
    """The derivatives of the loss, from the outputs back to every parameter."""
    inner = [name for name in reversed(net.forward) if name not in (net.loss, *net.unused)]
    return tuple(f"d{net.loss}/d{name}" for name in (*inner, *net.parameters))


def rate() -> Given:
    """The learning rate."""
    return Given("α", RATES)
