"""A network as JSON text and back. The text may come from anywhere, so reading believes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from glassgrad.graph import SettingError

from .layers import Dense, Layer, layer_kinds

LONGEST_TEXT = 16 * 1024 * 1024
"""Characters; a description with written-down first weights may be long, but not without end."""


def network_to_text(inputs: int, layers: Sequence[Layer]) -> str:
    """The JSON text of a network with these layers."""
    return json.dumps({"inputs": inputs, "layers": [{"layer": layer.kind, **layer.to_json()} for layer in layers]}, allow_nan=False)


def network_from_text(text: object) -> tuple[int, list[Layer]]:
    """The number of inputs and the layers that the text describes.

    Raises: SettingError naming the place of the first thing that is wrong.
    """
    description = _object("the network", _parsed(text), ("inputs", "layers"))
    listed = description["layers"]
    if not isinstance(listed, list):
        raise SettingError(f"layers of the network is {_said(listed)}; expected a list")
    return description["inputs"], [_layer(number, one) for number, one in enumerate(listed, start=1)]


def _layer(number: int, description: object) -> Layer:
    where = f"layer {number}"
    if not isinstance(description, dict) or not isinstance(description.get("layer"), str) or description["layer"] not in layer_kinds:
        raise SettingError(f'{where} is {_said(description)}; expected an object with "layer" one of: {", ".join(layer_kinds)}')
    kind = layer_kinds[description["layer"]]
    settings = _object(where, description, *_keys(kind))
    try:
        return kind(**{name: value for name, value in settings.items() if name != "layer"})
    except SettingError as error:
        raise SettingError(f"{where}: {error}") from None


def _keys(kind: type[Dense]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the description of a layer must have, and what it may leave out: a file made before a setting was there has its default."""
    optional = [one.name for one in fields(kind) if one.default is not MISSING]
    return ("layer", *(one.name for one in fields(kind) if one.name not in optional)), tuple(optional)


def _object(where: str, value: object, keys: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not set(keys) <= set(value) <= {*keys, *optional}:
        perhaps = f", and if wanted: {', '.join(optional)}" if optional else ""
        raise SettingError(f"{where} is {_said(value)}; expected an object with {'' if optional else 'exactly: '}{', '.join(keys)}{perhaps}")
    return value


def _parsed(text: object) -> object:
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise SettingError(f"the description of a network must be text of at most {LONGEST_TEXT:,} characters, not {_said(text)}")
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, SettingError):
            raise
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise SettingError(f"the description of a network is not JSON: {reason}") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise SettingError(f"the description of a network names something twice: {', '.join(name[:40] for name, _ in pairs[:20])}")
    return found


def _no_constant(name: str) -> Any:
    raise SettingError(f"the description of a network holds {name}, which is no number")


def _said(value: object) -> str:
    """The value in few characters, however large it is."""
    if isinstance(value, dict):
        return f"an object with {', '.join(str(key)[:40] for key in list(value)[:10]) or 'nothing'}"
    if isinstance(value, (list, str)) and len(value) > 60:
        return f"a {'list' if isinstance(value, list) else 'text'} of length {len(value):,}"
    return f"{value!r:.60}"
