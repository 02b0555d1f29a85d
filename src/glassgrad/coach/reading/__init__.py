"""Reading a hand calculation as people write it: plain text, Markdown, LaTeX, or all of them mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glassgrad.graph import ExpressionError

from ..quantities import Derivative, Named, Quantity, Updated
from .chains import chains
from .context import Context, letters_of_time
from .limits import DEEPEST, LONGEST_LINE, LONGEST_SHEET, MOST_STATEMENTS
from .lines import Line, meant_lines
from .looks import plain_looks
from .markup import without_markup
from .noting import forget_derivatives, note_names
from .numbers import writes_decimal_commas
from .pieces import Chain
from .places import Places
from .sheet import Sheet, Side, Statement, Unread
from .statements import Record, add_unread, take_in
from .tables import cells, heads, row_chains
from .tokens import Token, tokens
from .tree import Array, At, Called, Indexed, Literal, Mention, Operated, Span, Tree
from .walking import trees

__all__ = [
    "Array", "At", "Called", "Derivative", "Indexed", "Literal", "Mention", "Named", "Operated", "Quantity", "Sheet", "Side", "Span", "Statement",
    "Tree", "Unread", "Updated", "read_sheet",
]  # fmt: skip

_MAY_SAY_SOMETHING = re.compile(
    r"[=≈≃≅≡≐≔←→↦⟶＝:|]|\\(?:approx|simeq|cong|equiv|doteq|to|gets|coloneqq|mapsto|(?:long)?(?:left|right)arrow)\b|->|<-|\bis\b|\bequals\b"
)
_PART = re.compile(r"\s*(?:(?:forward|backward|training)\s+)?(?:iteration|epoch|round|pass)\s*#?\s*([0-9]{1,6})\b", re.IGNORECASE)


def read_sheet(text: str) -> Sheet:
    r"""Read the statements of a hand calculation: chains of equalities, in their order, among whatever prose stands around them.

    Read are plain text, Markdown and LaTeX, in any mixture; names and derivatives in all their spellings; one statement may go on in the
    next line with an equals sign, and a line may hold several, parted by commas, semicolons or words. `x.T`, `x^T` and `x^{\top}`
    transpose; `[1, 2]`, `(1, 2)` and `[1 2; 3 4]` are arrays, and a column, `[1; 2]`, is read as a vector of shape (2,), as is a single row of
    `bmatrix`. "learning rate: 0.1" and "x is 1" are read like x = 1. Lines without any sign of equality are prose, and so are comparisons.
    What has such a sign and cannot be read is handed back in `unread`, with its place and the reason. `e` to a power is the exponential,
    unless the sheet gives a quantity e.
    Limits: 200,000 characters, 5,000 statements; 20,000 characters, 2,000 operations and 100 nested brackets a statement.
    Raises: ExpressionError for a sheet beyond the first two limits, or what is no text.

    >>> sheet = read_sheet("So a1 = w_1·x + b_1 = 2\n" r"\frac{\partial J}{\partial w_{1}} = 4, w1_new = 1.4 (rounded)")
    >>> [sheet.text[one.span.start : one.span.end] for one in sheet.statements]
    ['a1 = w_1·x + b_1 = 2', '\\frac{\\partial J}{\\partial w_{1}} = 4', 'w1_new = 1.4']
    >>> [one.sides[0].tree.quantity for one in sheet.statements]
    [Named(name='a1'), Derivative(of='J', by=('w1',)), Updated(name='w1')]
    """
    if not isinstance(text, str):
        raise ExpressionError(f"a sheet is a text, not {type(text).__name__}")
    if len(text) > LONGEST_SHEET:
        raise ExpressionError(f"the sheet has {len(text):,} characters; at most {LONGEST_SHEET:,} are read. Check it in parts")
    plain = without_markup(text)
    context = Context(text, decimal_comma=writes_decimal_commas(plain), times=letters_of_time(plain))
    record = Record(context, Places(text))
    lines = [(line, _tokens(record, plain, line)) for line in meant_lines(plain)]
    _note_all_names(context, lines)
    _read(record, plain, lines)
    record.statements.sort(key=lambda one: one.span.start)
    record.unread.sort(key=lambda one: (one.line, one.column))
    return Sheet(text, tuple(record.statements), tuple(record.unread), context.decimal_comma, _spellings(record))


def _spellings(record: Record) -> dict[str, str]:
    """How the names in what was read were first written."""
    names = set[str]()
    for statement in record.statements:
        for side in statement.sides:
            for tree in trees(side.tree):
                if isinstance(tree, Mention):
                    quantity = tree.quantity
                    names.update((quantity.of, *quantity.by) if isinstance(quantity, Derivative) else (quantity.name,))
    return {name: spelling for name, spelling in record.context.spellings.items() if name in names}


Lines = list[tuple[Line, list[Token]]]


def _tokens(record: Record, plain: str, line: Line) -> list[Token]:
    """The tokens of a line, none if it says nothing or is refused."""
    piece = plain[line.start : line.end]
    if not _MAY_SAY_SOMETHING.search(piece):
        return []
    if len(piece) > LONGEST_LINE:
        add_unread(record, Span(line.start, line.start + 200), f"this line has {len(piece):,} characters; at most {LONGEST_LINE:,} are read")
        return []
    held = plain_looks(plain, tokens(plain, line.start, line.end, decimal_comma=record.context.decimal_comma))
    if _depth(held) > DEEPEST:
        add_unread(record, Span(held[0].start, held[-1].end), f"there are more than {DEEPEST} brackets inside one another; write it in parts")
        return []
    return held


def _depth(held: list[Token]) -> int:
    depth = deepest = 0
    for token in held:
        if token.word in ("(", "[", "{", "beg"):
            depth += 1
            deepest = max(deepest, depth)
        elif token.word in (")", "]", "}", "end"):
            depth -= 1
    return deepest


def _note_all_names(context: Context, lines: Lines) -> None:
    """Go through the sheet once for its names: what a piece means depends on which quantities there are, also further down."""
    count = 0
    for _, found in _all_chains(context, lines):
        count += len(found)
        if count > MOST_STATEMENTS:
            raise ExpressionError(f"the sheet has more than {MOST_STATEMENTS:,} statements. Check it in parts")
        for chain in found:
            note_names(context, chain)
    forget_derivatives(context)
    context.spellings.clear()


def _read(record: Record, plain: str, lines: Lines) -> None:
    last_part = ""
    for line, found in _all_chains(record.context, lines):
        heading = _PART.match(plain, line.start, line.end)
        if heading and int(heading[1]) >= 2 and heading[1] != last_part:
            record.part += 1
            last_part = heading[1]
        for chain in found:
            take_in(record, chain)


def _all_chains(context: Context, lines: Lines) -> Iterator[tuple[Line, list[Chain]]]:
    head: list[str] = []
    for line, held in lines:
        if not line.cells:
            head = []
            yield line, chains(context, list(held)) if held else []
            continue
        row = cells(held)
        named = heads(row)
        if not head and any(named):
            head = named
            continue
        yield line, row_chains(context, row, head) + [chain for cell in row for chain in chains(context, list(cell)) if cell]
