"""Tables: a row says what the quantity in its first cell is; the words above tell whether before or after the update."""

from __future__ import annotations

from .context import Context
from .derivatives import derivative_at
from .names import name_at
from .pieces import Chain, chain, equals
from .strip import Strip
from .tokens import Sort, Token

_MEANINGS = {
    "old": "old", "value": "old", "initial": "old", "before": "old", "given": "old", "result": "old", "start": "old",
    "new": "new", "after": "new", "updated": "new", "gradient": "gradient", "grad": "gradient", "derivative": "gradient", "gradients": "gradient",
}  # fmt: skip
"""Words in the head of a column → what its numbers are."""


def cells(held: list[Token]) -> list[list[Token]]:
    """The cells between the bars of a row."""
    found: list[list[Token]] = [[]]
    for token in held:
        if token.sort is Sort.SIGN and token.word == "|" and not token.command:
            found.append([])
        else:
            found[-1].append(token)
    return found[1:-1]


def heads(row: list[list[Token]]) -> list[str]:
    """What the columns of a table hold, by the words in its first row; "" where that is not known."""
    return [next((_MEANINGS[token.word.lower()] for token in cell if token.word.lower() in _MEANINGS), "") for cell in row]


def row_chains(context: Context, row: list[list[Token]], head: list[str]) -> list[Chain]:
    """What a row says: a name in its first cell, and a number in each of the others whose meaning is known."""
    if len(row) < 2 or not row[0] or not _is_quantity(context, row[0]):
        return []
    meanings = head if len(head) == len(row) else []
    found = []
    for number, cell in enumerate(row[1:], start=1):
        meaning = meanings[number] if meanings else ""
        if not cell or (len(row) > 2 and not meaning):
            continue
        target = _derivative(row[0]) if meaning == "gradient" else row[0]
        sign = equals(cell[0])
        found.append(chain([target, cell], [sign._replace(word="→") if meaning == "new" else sign]))
    return found


def _is_quantity(context: Context, cell: list[Token]) -> bool:
    strip = Strip(cell)
    name, found = name_at(strip, 0, layered=context.layered, times=context.times), derivative_at(context, strip, 0)
    return (name is not None and name.end == len(cell)) or (found is not None and found[1] == len(cell))


def _derivative(cell: list[Token]) -> list[Token]:
    """The derivative by what the cell names; what the cell names itself if that is a derivative already."""
    if cell[0].sort is not Sort.WORD or cell[0].word[0] == "d":
        return cell
    return [cell[0]._replace(word="d" + cell[0].word), *cell[1:]]
