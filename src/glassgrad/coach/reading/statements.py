"""Chains become statements: which side is a parameter after the update, what defines a function, and what must be handed back unread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..quantities import Derivative, Named, Updated
from .context import Context, function_named
from .grammar import read_side
from .noting import define_anew
from .pieces import Chain
from .places import Places
from .prose import OPERATORS, is_ordinary
from .refusing import UnreadableError
from .sheet import Side, Statement, Unread
from .strip import Strip
from .tokens import Sort
from .tree import Called, Mention, Operated, Span
from .walking import number_of, trees

ASSIGNMENTS = frozenset((":=", "←"))

IN_PLACE = {"+=": "+", "-=": "-", "*=": "*", "/=": "/"}


@dataclass
class Record:
    """What has been read of a sheet so far."""

    context: Context
    places: Places
    statements: list[Statement] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    targets: dict[str, float | None] = field(default_factory=dict)
    part: int = 0


def take_in(record: Record, chain: Chain) -> None:
    """Add what a chain says to the record: statements, or a piece that cannot be read, or nothing if it is prose."""
    if not is_mathematical(record.context, chain) or is_legend(record.context, chain):
        return
    try:
        if chain.trouble:
            raise UnreadableError(chain.trouble)
        define_anew(record.context, chain)
        sides = [_side(record.context, Strip(list(side))) for side in chain.sides]
        _add(record, chain, sides)
    except UnreadableError as refusal:
        if "→" in chain.relations and "=" not in chain.relations:
            return
        add_unread(record, _extent(chain), refusal.why)


def add_unread(record: Record, span: Span, why: str) -> None:
    """Hand a piece of the text back."""
    line, column = record.places.of(span.start)
    record.unread.append(Unread(record.context.text[span.start : span.end], line, column, why))


def _extent(chain: Chain) -> Span:
    """Where the chain stands, its signs included."""
    held = [*chain.tokens, *chain.signs]
    return Span(min(token.start for token in held), max(token.end for token in held))


def is_mathematical(context: Context, chain: Chain) -> bool:
    """Whether a chain is more than ordinary words with a sign between them, as in "too large = overshooting"."""
    for side in chain.sides:
        strip = Strip(list(side))
        for at, token in enumerate(side):
            if token.sort in (Sort.NUMBER, Sort.FRACTION, Sort.SUPERSCRIPT, Sort.SUBSCRIPT) or (token.sort is Sort.SIGN and token.word in OPERATORS):
                return True
            if token.sort in (Sort.WORD, Sort.TEXT) and not is_ordinary(context, strip, at):
                return True
    return False


def is_legend(context: Context, chain: Chain) -> bool:
    """Whether a chain only says what a letter stands for, as in "w = weight", in a word that is no quantity of the sheet."""
    if chain.trouble or not all(sign in ("=", "≈", "→", ":") for sign in chain.relations):
        return False
    return all(len(side) == 1 and side[0].sort is not Sort.NUMBER and is_ordinary(context, Strip(list(side)), 0) for side in chain.sides[1:])


def _side(context: Context, strip: Strip) -> Side:
    tree = read_side(context, strip)
    return Side(tree, Span(strip.tokens[0].start, strip.tokens[-1].end))


def _add(record: Record, chain: Chain, sides: list[Side]) -> None:
    first, signs = chain.relations[0], chain.relations
    if "＝" in signs:
        raise UnreadableError("this sign only looks like an equals sign; type =")
    if "==" in signs:
        raise UnreadableError("== compares, in programs; write one equals sign")
    if any(sign in ASSIGNMENTS or sign in IN_PLACE for sign in signs[1:]):
        raise UnreadableError(f"{next(sign for sign in signs[1:] if sign in ASSIGNMENTS or sign in IN_PLACE)} can only stand behind the first quantity")
    if first in IN_PLACE:
        _emit(record, _in_place(sides, IN_PLACE[first]), ("=", *signs[1:]))
    elif "→" in signs:
        _arrow(record, sides, signs)
    elif first in ASSIGNMENTS:
        _emit(record, _assigned(record, sides), ("=", *signs[1:]))
    elif not _defines_known_function(sides):
        _emit(record, _updated_by_itself(sides), signs)


def _in_place(sides: list[Side], sign: str) -> list[Side]:
    """`w -= 0.1*dw`: w after the update is w − 0.1·dw."""
    target, change = sides[0], sides[1]
    tree = Operated(sign, (target.tree, change.tree), Span(change.span.start, change.span.end))
    return [_new(target), Side(tree, change.span), *sides[2:]]


def _new(side: Side) -> Side:
    """The side, as the parameter after the update. Raises: UnreadableError if it is no name."""
    tree = side.tree
    if not isinstance(tree, Mention) or isinstance(tree.quantity, Derivative):
        raise UnreadableError("only a quantity with a name of its own is updated")
    return replace(side, tree=Mention(Updated(tree.quantity.name), tree.span))


def _assigned(record: Record, sides: list[Side]) -> list[Side]:
    """`:=` and `←` update what is known already, stands on its own right side, or moves along a derivative; else they define."""
    target = sides[0].tree
    if not isinstance(target, Mention) or not isinstance(target.quantity, Named):
        return sides
    name = target.quantity.name
    inside = [tree for side in sides[1:] for tree in trees(side.tree) if isinstance(tree, Mention)]
    updates = name in record.targets or any(tree.quantity == target.quantity or isinstance(tree.quantity, Derivative) for tree in inside)
    return [_new(sides[0]), *sides[1:]] if updates else sides


def _updated_by_itself(sides: list[Side]) -> list[Side]:
    """`w = w − 0.5·dw`: what stands on the left is w after the update."""
    target = sides[0].tree
    if isinstance(target, Mention) and isinstance(target.quantity, Named):
        for side in sides[1:]:
            if not isinstance(side.tree, Mention) and any(isinstance(one, Mention) and one.quantity == target.quantity for one in trees(side.tree)):
                return [_new(sides[0]), *sides[1:]]
    return sides


def _arrow(record: Record, sides: list[Side], signs: tuple[str, ...]) -> None:
    """`w1 → 1.4`, `w1: 2 → 1.4` and `w1 = 2 → 1.4`."""
    if signs[0] == "→" and all(sign in ("=", "≈") for sign in signs[1:]):
        _emit(record, [_new(sides[0]), *sides[1:]], ("=", *signs[1:]))
        return
    if signs[1:] != ("→",) or signs[0] not in (":", "="):
        raise UnreadableError("an arrow stands between the old and the new value, as in w1: 2 → 1.4")
    target = sides[0].tree
    known = isinstance(target, Mention) and isinstance(target.quantity, Named) and record.targets.get(target.quantity.name) == number_of(sides[1].tree)
    updated = _new(sides[0])
    if not (known and number_of(sides[1].tree) is not None):
        _emit(record, sides[:2], ("=",))
    _emit(record, [updated, sides[2]], ("=",))


def _defines_known_function(sides: list[Side]) -> bool:
    """σ(z) = 1/(1 + e^(−z)): a reminder of what σ is; it says nothing about the numbers of this sheet."""
    target = sides[0].tree
    if not isinstance(target, Called) or not function_named(target.word) or not all(isinstance(part, Mention) for part in target.parts):
        return False
    return all(any(isinstance(tree, Mention) for tree in trees(side.tree)) for side in sides[1:])


def _emit(record: Record, sides: list[Side], signs: tuple[str, ...]) -> None:
    span = Span(sides[0].span.start, max(side.span.end for side in sides))
    line, column = record.places.of(span.start)
    record.statements.append(Statement(tuple(sides), tuple(signs), span, line, column, record.part))
    target = sides[0].tree
    if isinstance(target, Mention) and isinstance(target.quantity, Named):
        record.context.given.add(target.quantity.name)
        values = [number_of(side.tree) for side in sides[1:]]
        record.targets[target.quantity.name] = next((value for value in reversed(values) if value is not None), None)
