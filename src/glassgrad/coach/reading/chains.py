"""A line taken apart: chains of equalities, and the prose before, between and behind them left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .clarity import SEVERAL_BEFORE, clear_target, cut_side, is_number, trouble_around
from .context import Context
from .labels import is_label, labelled, said_in_words
from .pieces import Chain, Piece, chain, pieces_of, segmented, without_prose_groups
from .prose import joined
from .tokens import Token


def chains(context: Context, held: list[Token]) -> list[Chain]:
    """The chains of equalities on a line."""
    found: list[Chain] = []
    waiting = [joined(held)]
    while waiting:
        kept, aside = without_prose_groups(context, waiting.pop())
        waiting += reversed(aside)
        pieces = pieces_of(kept)
        for number, piece in enumerate(pieces):
            before, after = pieces[number - 1] if number else None, pieces[number + 1] if number + 1 < len(pieces) else None
            found += labelled(context, piece, after) if is_label(piece, after) else _piece_chains(context, before, piece, after)
    return found


def _piece_chains(context: Context, before: Piece | None, piece: Piece, after: Piece | None) -> list[Chain]:
    segments, signs = segmented(piece.held)
    if not signs:
        return said_in_words(context, piece.held)
    found = _cut_into_chains(context, segments, signs)
    trouble = trouble_around(context, before, piece, after)
    if trouble and found:
        at = 0 if trouble == SEVERAL_BEFORE else -1
        found[at] = replace(found[at], trouble=trouble)
    return found


def _cut_into_chains(context: Context, segments: list[list[Token]], signs: list[Token]) -> list[Chain]:
    """Chains, parted where prose stands between two signs of equality."""
    found: list[Chain] = []
    target, trouble = clear_target(context, segments[0])
    sides, between = [target], list[Token]()
    for number, segment in enumerate(segments[1:]):
        between.append(signs[number])
        following = signs[number + 1] if number + 1 < len(signs) else None
        cut, unclear = cut_side(context, segment, following)
        trouble = trouble or unclear
        sides.append(cut[0])
        if len(cut) > 1:
            found.append(chain(sides, between, trouble))
            sides, between, trouble = [cut[1]], [], ""
    if between:
        found.append(chain(sides, between, trouble))
    return [part for one in found for part in _parted_at_arrows(one)]


def _parted_at_arrows(whole: Chain) -> list[Chain]:
    """An arrow that stands between no old and new value says "so": the chains before and behind it. "w1 = 2 → w1 = 1.4" is an update."""
    signs = whole.relations
    if "→" not in signs or (signs[0] == "→" and "→" not in signs[1:]) or (signs == ("=", "→") and is_number(list(whole.sides[2]))):
        return [whole]
    found, start = list[Chain](), 0
    for end in (*(number for number, sign in enumerate(signs) if sign == "→"), len(signs)):
        if end > start:
            found.append(chain(whole.sides[start : end + 1], whole.signs[start:end], whole.trouble))
        start = end + 1
    for number in range(1, len(found)):
        if _said(found[number].sides[0]) == _said(found[0].sides[0]) and len(found[number].sides) > 1:
            arrow = found[number].signs[0]._replace(word="→")
            found[number] = replace(found[number], signs=(arrow, *found[number].signs[1:]))
    return found


def _said(side: Sequence[Token]) -> str:
    return " ".join(token.word for token in side)
