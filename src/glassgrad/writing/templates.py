"""The templates of a page in parts: text as it stands, and places for inputs and settings."""

from __future__ import annotations

from functools import lru_cache
from string import Template
from typing import NamedTuple

from glassgrad.graph import Node, Op

from .plain import latex_words


class Part(NamedTuple):
    """One part of a template: text as it is, or a place for an input or a setting."""

    literal: str
    slot: str


Parts = tuple[Part, ...]


def templates(node: Node) -> tuple[Parts, Parts]:
    """The templates of text and LaTeX, in parts; where one does not mention a setting that matters, the node is written as a call."""
    if is_call(node):
        return _call(node.op)
    return _parts(node.op.notation.text), _parts(node.op.notation.latex)


def is_call(node: Node) -> bool:
    """Whether a node has a setting that matters and that its templates do not mention."""
    if node.settings is node.op.defaults:
        return False
    notation = node.op.notation
    told = [{part.slot for part in _parts(template)} for template in (notation.text, notation.latex)]
    return any(differs(node, key) and any(key not in slots and "settings" not in slots for slots in told) for key in node.settings)


@lru_cache(maxsize=512)
def _call(op: Op) -> tuple[Parts, Parts]:
    inputs = ", ".join("$" + slot.lstrip("*") for slot in op.slots)
    return _parts(f"{op.name}({inputs}$settings)"), _parts(rf"\operatorname{{{latex_words(op.name)}}}$settings\left({inputs}\right)")


@lru_cache(maxsize=1024)
def _parts(template: str) -> Parts:
    parts, end = [], 0
    for found in Template.pattern.finditer(template):
        if found.start() > end:
            parts.append(Part(template[end : found.start()], ""))
        parts.append(Part("", found["named"] or found["braced"]))
        end = found.end()
    if end < len(template):
        parts.append(Part(template[end:], ""))
    return tuple(parts)


def is_infix(parts: Parts) -> bool:
    """Whether a template is a sign between two inputs."""
    return len(parts) == 3 and bool(parts[0].slot and parts[2].slot)


def is_open(parts: Parts) -> bool:
    """Whether an input stands at an end of the template, where something beside it can take hold of it."""
    return bool(parts[0].slot or parts[-1].slot)


def differs(node: Node, key: str) -> bool:
    """Whether a setting is not the default."""
    value, default = node.settings[key], node.op.defaults[key]
    return value is not default and value != default
