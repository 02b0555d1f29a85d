"""Where prose makes a formula unclear: what the words before, behind and between say about it. What is unclear is refused, not guessed."""

from __future__ import annotations

from .context import Context
from .names import name_at
from .pieces import Piece
from .prose import FILLERS, OPERATORS, begins_operand, fragments, is_ordinary
from .strip import Strip
from .tokens import Sort, Token

CHANGING = frozenset((
    "gradient", "gradients", "derivative", "derivatives", "slope", "sensitivity", "change", "twice", "half", "double", "minus", "plus", "times",
    "negative", "squared", "over", "not", "unless", "delta", "new", "updated", "as", "limit",
))  # fmt: skip
"""Words that make something else of the name behind them: "gradient for w1 = 4" says nothing about w1 itself."""

MEANT_BY_OF = frozenset(("value", "weight", "bias", "rate", "input", "output", "target", "loss", "cost", "prediction", "activation", "weights", "values"))
"""Words before "of" that leave the name as it is: "a value of w1 = 2"."""

GOING_ON = frozenset(("times", "plus", "minus", "over", "divided", "squared", "cubed", "percent", "million", "thousand", "per", "or", "to", "mod"))
"""Words behind a number that change it."""

SEVERAL_BEFORE = "several quantities stand before one sign; give each its own statement"

SEVERAL_BEHIND = "several values stand behind one sign; give each its own statement, or write an array in square brackets"

_COMMA = "is this comma a decimal comma? This sheet has decimal points; write numbers with a point, and a blank behind a comma that parts them"

_DANGLING = "the calculation seems to go on behind a break"


def clear_target(context: Context, held: list[Token]) -> tuple[list[Token], str]:
    """The target, and why it is unclear what the words before it make of it, if so."""
    cut = fragments(context, held)
    while len(cut) > 1 and len(cut[-1]) == 1 and cut[-1][0].word.lower() in FILLERS:
        cut.pop()
    target = _without_numbering(list(cut[-1]))
    if len(target) > 1 and target[-1].word == "+" and not target[-1].gap and target[-2].word != "**":  # w5+ = …
        target[-1] = target[-1]._replace(sort=Sort.SUPERSCRIPT)
    if len(target) == 1 and target[0].word.lower() in FILLERS:
        target = []
    words = [token.word.lower() for fragment in cut[:-1] for token in fragment]
    if len(cut) > 2 and words[-1] == "and" and is_lone_name(context, cut[-3]):
        return target, SEVERAL_BEFORE
    if words and target and is_lone_name(context, target):
        changing = next((word for word in reversed(words) if word in CHANGING), "")
        if changing or (words[-1] == "of" and words[-2:-1] and words[-2] not in MEANT_BY_OF):
            what = changing or f"{words[-2]} of"
            return target, f"{what!r} stands before the name: write what is meant as a formula, like ∂J/∂w1 = 4 or w1_new = 1.4"
    return target, ""


def _without_numbering(held: list[Token]) -> list[Token]:
    """The tokens without an "(a)" that counts statements."""
    listed = len(held) > 3 and held[0].word == "(" and held[2].word == ")" and held[3].gap and not held[0].math
    return held[3:] if listed and len(held[1].word) == 1 and begins_operand(held[3]) and held[3].word != "(" else held


def cut_side(context: Context, held: list[Token], following: Token | None) -> tuple[list[list[Token]], str]:
    """What of a side belongs to its chain, and what begins the next chain, if another sign follows; and why that is unclear."""
    cut = fragments(context, held)
    trouble = _unclear_end(context, cut) if len(cut) > 1 else ""
    if following is None:
        return [cut[0]], trouble
    if len(cut) == 1:
        return _two_statements(context, cut[0], following)
    rest = [fragment for fragment in cut[1:] if not (len(fragment) == 1 and fragment[0].word.lower() in FILLERS)]
    return ([cut[0], clear_target(context, rest[-1])[0]] if rest else [cut[0]]), trouble


def _unclear_end(context: Context, cut: list[list[Token]]) -> str:
    """Why it is unclear whether a formula ends where prose seems to begin, "" if it is clear."""
    kept, behind = cut[0], cut[1]
    word = behind[0].word.lower()
    if word in GOING_ON and kept and kept[0].sort is not Sort.WORD:
        return f"the word {word!r} behind a number changes it; write a sign or leave the word out"
    if word == "and" and len(cut) > 2 and len(behind) == 1 and is_number(cut[2]):
        return SEVERAL_BEHIND
    if len(behind) > 1 and behind[0].sort is Sort.WORD and behind[1].sort is Sort.SIGN and behind[1].word in OPERATORS - {"-"}:
        return f"is {behind[0].word!r} a quantity or a word? If it is a quantity, write an operator before it"
    if len(kept) > 1 and is_ordinary(context, Strip(kept), len(kept) - 1):
        return f"is {kept[-1].word!r} a quantity or a word? If it is a word, put it in brackets"
    return ""


def _two_statements(context: Context, held: list[Token], following: Token) -> tuple[list[list[Token]], str]:
    """`x = 1 y = 5` without a comma: clear where the blanks tell, else refused."""
    strip = Strip(held)
    for at in range(1, len(held)):
        token, before = held[at], held[at - 1]
        after_value = before.sort is Sort.NUMBER or before.word == "]"
        if token.sort is Sort.WORD and after_value and token.gap and not token.math and not token.command:
            name = name_at(strip, at, layered=context.layered, times=context.times)
            if name is not None and name.end == len(held):
                between = context.text[before.end : token.start]
                if "  " in between or "\t" in between or not following.gap:
                    return [held[:at], held[at:]], ""
                if at > 1 and {name.canonical, name.canonical.removeprefix("d")} & context.given:
                    continue  # a factor of something that is known, in the middle of a formula: w - 0.1 dw
                return [held], f"does a new statement begin with {token.word!r}? Put a comma before it; to multiply write *"
    return [held], ""


def trouble_around(context: Context, before: Piece | None, piece: Piece, after: Piece | None) -> str:
    """What the pieces beside tell: lists without brackets, and calculations that go on behind a comma."""
    if piece.ended_by == "0,0" or (before is not None and before.ended_by == "0,0"):
        return _COMMA
    if piece.ended_by == "!":
        return "is this ! a factorial? Factorials are not read; if it is none, leave it out"
    if after is not None and piece.ended_by in (",", ";") and is_number(after.held):
        return SEVERAL_BEHIND
    if after is not None and after.held[0].sort is Sort.SIGN and after.held[0].word in OPERATORS and piece.ended_by not in (".", ":", ",", ";"):
        return _DANGLING
    if after is not None and after.held[0].sort is Sort.SIGN and after.held[0].word in OPERATORS - {"-"}:
        return _DANGLING
    if before is not None and before.ended_by == "," and is_lone_name(context, before.held):
        return SEVERAL_BEFORE
    return ""


def is_number(held: list[Token]) -> bool:
    """Whether this is a number and nothing else, its sign apart."""
    digits = held[1:] if held and held[0].word == "-" else held
    return len(digits) == 1 and digits[0].sort in (Sort.NUMBER, Sort.FRACTION)


def is_lone_name(context: Context, held: list[Token]) -> bool:
    """Whether this is the name of a quantity and nothing else."""
    strip = Strip(held)
    name = name_at(strip, 0, layered=context.layered, times=context.times)
    return name is not None and name.end == len(held) and not is_ordinary(context, strip, 0)
