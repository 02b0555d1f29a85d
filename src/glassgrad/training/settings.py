"""`TrainSettings`: everything that can be chosen about a training run, in one record.

The record is at once the keywords of `train`, the options of the command line and the form of the studio:
each field carries its help and its range, and nothing repeats them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from glassgrad.data import Task
from glassgrad.engine import USUAL_ENGINE, engine_names
from glassgrad.graph import SettingError
from glassgrad.nn import activation_names, initializer_names, loss_names, optimizer_names
from glassgrad.nn.schedules import schedule_names

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")
Pairs = tuple[tuple[str, float], ...]
"""Numbers by name."""
EQUAL, BALANCED = "equal", "balanced"


def setting(
    default: Any,
    help: str,
    *,
    low: float | None = None,
    above: float | None = None,
    below: float | None = None,
    choices: Callable[[], Iterable[str]] | None = None,
    pairs: bool = False,
    limit: bool = False,
    many: type | None = None,
    example: str = "",
    whole: bool = False,
) -> Any:
    """A field with its rules.

    `pairs`: numbers by name; `limit`: says when training stops, and may change when a run is resumed; `many`: several whole numbers or several words,
    such as `example`; `whole`: a whole number, where the default is none.
    """
    rules = {
        "help": help, "low": low, "above": above, "below": below, "choices": choices, "pairs": pairs, "limit": limit,
        "many": many, "example": example, "whole": whole,
    }  # fmt: skip
    return field(default=default, metadata=rules)


@dataclass(frozen=True, kw_only=True)
class TrainSettings:
    """How to train: the network, the loss, the optimizer, the data split and when to stop.

    Raises: SettingError for a value outside its range, naming the setting, the value and the range.

    >>> TrainSettings(hidden=(16, 16), seed=3).hidden
    (16, 16)
    """

    target: str = setting("", "the column to predict; a shipped data set knows its own")
    more_targets: tuple[str, ...] = setting(
        (), "further columns to predict at once, all of them numbers, or all yes or no", many=str, example="('height', 'weight')"
    )
    hidden: tuple[int, ...] = setting((16,), "units of each hidden layer; none at all is linear or logistic regression", low=1, many=int, example="(16, 16)")
    activation: str = setting("relu", "the hidden layers' activation function", choices=activation_names)
    initializer: str = setting("", "how the first weights are drawn; what suits the activation if not given", choices=lambda: ("", *initializer_names()))
    loss: str = setting("", "the loss to lower; what suits the task if not given", choices=lambda: ("", *loss_names()))
    label_smoothing: float = setting(0.0, "the share of each label that is spread over all classes", low=0.0, below=1.0)
    class_weights: str | tuple[tuple[str, float], ...] = setting(
        EQUAL, "how much each class counts: equal, balanced (rare ones more), or a number each", choices=lambda: (EQUAL, BALANCED), pairs=True, low=0.0
    )
    weights: str = setting("", "the column that says how much each row counts; it is no input then")
    optimizer: str = setting("adam", "the rule that turns gradients into new weights", choices=optimizer_names)
    optimizer_settings: tuple[tuple[str, float], ...] = setting((), "what else can be chosen about the optimizer", pairs=True)
    learning_rate: float | None = setting(None, "the size of a step (α); the optimizer's usual one if not given", above=0.0)
    schedule: str = setting("constant", "how the learning rate changes on the way", choices=schedule_names)
    schedule_settings: tuple[tuple[str, float], ...] = setting((), "what else can be chosen about the schedule", pairs=True)
    clip_norm: float | None = setting(None, "the largest norm of all gradients together; longer ones are shortened", above=0.0)
    clip_value: float | None = setting(None, "the largest size of a single gradient; larger ones are cut", above=0.0)
    l1: float = setting(0.0, "the penalty λ·Σ|w|, which draws weights to 0", low=0.0)
    l2: float = setting(0.0, "the penalty λ/2·Σw² on large weights", low=0.0)
    dropout: float = setting(0.0, "the share of each hidden layer's units that a step leaves out", low=0.0, below=1.0)
    batch: int = setting(32, "rows per step", low=1)
    epochs: int = setting(300, "passes over the training rows, at most", low=1, limit=True)
    patience: int = setting(25, "epochs without a better loss before training stops", low=1, limit=True)
    tolerance: float = setting(1e-3, "what counts as better: a loss lower by this share of the best so far", low=0.0, below=1.0, limit=True)
    target_loss: float | None = setting(None, "training stops at a loss as low as this", limit=True)
    time_limit: float | None = setting(None, "seconds of training, at most", above=0.0, limit=True)
    validation: float = setting(0.15, "the share of rows held out to judge the network", low=0.0, below=1.0)
    seed: int = setting(0, "the number from which all randomness follows", low=0, below=2**63)
    task: str = setting("", "what kind of target it is; found from the column if not given", choices=lambda: ("", *(one.value for one in Task)))
    engine: str = setting(USUAL_ENGINE, "what computes", choices=engine_names)
    precision: str = setting(
        "", "the numbers it computes with; float32 if not given, float64 with the reference engine", choices=lambda: ("", "float32", "float64")
    )
    threads: int = setting(0, "processors that compute at once; 0 takes all there are where that is of use", low=0, below=1025)

    def __post_init__(self) -> None:
        check_all(self)

    def to_json(self) -> dict[str, Any]:
        """The settings as plain values."""
        return dict(vars(self))


def settings_from(values: Mapping[str, Any]) -> TrainSettings:
    """The settings of training, given by name. Raises: SettingError for an unknown name, with the nearest known ones."""
    return record_from(TrainSettings, values)


def record_from(record: type[Record], values: Mapping[str, Any]) -> Record:
    """A record of settings, given by name. Raises: SettingError for an unknown name, with the nearest known ones."""
    known = [one.name for one in fields(record)]
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}"
            raise SettingError(f"there is no setting {name!r}; {hint}")
    return record(**{name: values[name] for name in values})


def check_all(record: Any) -> None:
    """Check every field of a settings record that is being made, and keep the checked values. Raises: SettingError for one outside its range."""
    for one in fields(record):
        object.__setattr__(record, one.name, checked(one.name, getattr(record, one.name), one.default, one.metadata))


def checked(name: str, value: Any, default: Any, rules: Mapping[str, Any]) -> Any:
    """The value of a field as it is kept. Raises: SettingError for one outside its range, naming the setting, the value and the range."""
    if rules["many"]:
        return tuple(_word(name, one, rules) if rules["many"] is str else _number(name, one, int, rules) for one in _as_tuple(name, value, rules))
    if rules["pairs"] and not _is_choice(value, rules):
        return _pairs(name, value, rules)
    if default is None:
        return None if value is None else _number(name, value, int if rules["whole"] else float, rules)
    if isinstance(default, str):
        return _word(name, value, rules)
    return _number(name, value, type(default), rules)


def _is_choice(value: Any, rules: Mapping[str, Any]) -> bool:
    return bool(rules["choices"]) and isinstance(value, str) and "=" not in value


def _pairs(name: str, value: Any, rules: Mapping[str, Any]) -> Pairs:
    """Numbers by name, from a mapping, from pairs, or from text such as "beta1=0.8,beta2=0.99"."""
    try:
        listed = dict(_pairs_in(value) if isinstance(value, str) else value)
    except (TypeError, ValueError):
        words = f"{', '.join(rules['choices']())}, or numbers by name, like setosa=2" if rules["choices"] else "numbers by name, like beta1=0.8,beta2=0.99"
        raise SettingError(f"{name} is {value!r:.80}; expected {words}") from None
    return tuple((str(one), _number(f"{one!s:.60} in {name}", number, float, rules)) for one, number in listed.items())


def _pairs_in(text: str) -> Iterable[tuple[str, float]]:
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, number = part.rpartition("=")
        yield name.strip(), float(number)


def _as_tuple(name: str, value: Any, rules: Mapping[str, Any]) -> tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(value)
    if isinstance(value, rules["many"]):
        return (value,)
    raise SettingError(f"{name} is {value!r:.80}; expected several {'words' if rules['many'] is str else 'whole numbers'}, like {rules['example']}")


def _word(name: str, value: Any, rules: Mapping[str, Any]) -> str:
    if not isinstance(value, str):
        raise SettingError(f"{name} is {value!r}; expected a word")
    choices = tuple(rules["choices"]()) if rules["choices"] else ()
    if choices and value not in choices:
        near = get_close_matches(value, choices, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise SettingError(f"{name} is {value!r}; {hint}choose one of {', '.join(filter(None, choices))}")
    return value


def _number(name: str, value: Any, kind: type, rules: Mapping[str, Any]) -> Any:
    wanted = "a whole number" if kind is int else "a number"
    whole = hasattr(value, "__index__")
    if isinstance(value, (bool, str)) or not (whole or (kind is float and hasattr(value, "__float__"))):
        raise SettingError(f"{name} is {value!r}; expected {wanted}")
    try:
        number = value.__index__() if kind is int else float(value)
        finite = math.isfinite(number)
    except (TypeError, ValueError):  # an array of several numbers
        raise SettingError(f"{name} is {value!r:.60}; expected {wanted}") from None
    except OverflowError:  # a whole number beyond 1.8e308
        raise SettingError(f"{name} is beyond 1.8e308; expected {wanted} that a computer can hold") from None
    low, above, below = rules["low"], rules["above"], rules["below"]
    fits = (low is None or number >= low) and (above is None or number > above) and (below is None or number < below)
    if not (finite and fits):
        limits = " and ".join(f"{word} {limit}" for word, limit in (("at least", low), ("more than", above), ("less than", below)) if limit is not None)
        raise SettingError(f"{name} is {number}; expected {wanted} {limits or 'that is finite'}")
    return number
