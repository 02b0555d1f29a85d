"""Where words are prose and where they are names: a formula ends where two things stand side by side and one is an ordinary word."""

from __future__ import annotations

from .alphabet import GREEK
from .context import LIBRARIES, Context, function_named, functions_of_one
from .derivatives import derivative_at
from .names import NEW, OLD, canonical
from .strip import Strip
from .tokens import Sort, Token
from .words import apart

FILLERS = frozenset(("is", "which", "this", "that", "gives", "so", "equals", "get", "we", "thus", "to", "i.e", "it", "are", "yields", "becomes"))
"""Words that change nothing between two sides: "which is = 4"."""

OPERATORS = frozenset(("+", "-", "*", "·", "⊙", "@", "/", "**"))
_BEGIN = frozenset(("(", "[", "{", "frac", "sqrt", "Σ", "∏", "∂", "∇", "beg"))
_END = frozenset((")", "]", "}", "end", "'", "''", "T"))


def begins_operand(token: Token) -> bool:
    """Whether a number or a quantity may begin with it."""
    if token.sort is Sort.SIGN:
        return token.word in _BEGIN
    return token.sort in (Sort.NUMBER, Sort.FRACTION, Sort.WORD, Sort.TEXT, Sort.PROSE)


def ends_operand(token: Token) -> bool:
    """Whether a number or a quantity may end with it."""
    if token.sort is Sort.SIGN:
        return token.word in _END
    return token.sort in (Sort.NUMBER, Sort.FRACTION, Sort.WORD, Sort.TEXT, Sort.PROSE, Sort.SUPERSCRIPT, Sort.SUBSCRIPT)


def is_ordinary(context: Context, strip: Strip, at: int) -> bool:
    """Whether the token may be a word of prose: letters only, no quantity of the sheet, nothing that is called."""
    token = strip.tokens[at]
    if token.sort is Sort.PROSE or token.sort is Sort.TEXT:
        return True
    if token.sort is not Sort.WORD or token.command or len(token.word) == 1:
        return False
    word = token.word
    if not word.isascii() or not word.isalpha() or word in GREEK or canonical(word) in context.names or canonical(word) != word:
        return False
    following = strip.tokens[at + 1] if at + 1 < len(strip.tokens) else None
    if following and not following.gap and (following.word in ("_", "'", "(", "[") or following.sort in (Sort.SUBSCRIPT, Sort.SUPERSCRIPT)):
        return False
    if following and function_named(word) in functions_of_one() and word.lower() in functions_of_one() and begins_operand(following):
        return is_ordinary_word_ahead(context, strip, at + 1)
    return not apart(context, token) and derivative_at(context, strip, at) is None


def is_ordinary_word_ahead(context: Context, strip: Strip, at: int) -> bool:
    """Whether a plain word of several letters stands there."""
    token = strip.tokens[at]
    return token.sort is Sort.WORD and len(token.word) > 1 and token.word.isalpha() and canonical(token.word) not in context.names


def fragments(context: Context, held: list[Token]) -> list[list[Token]]:
    """A run of tokens cut where a formula meets prose."""
    if not held:
        return [[]]
    strip = Strip(held)
    units = strip.units()
    prose = [is_ordinary(context, strip, start) for start, _ in units]
    _articles(context, strip, units, prose)
    found: list[list[Token]] = [[]]
    for number, (start, end) in enumerate(units):
        beside = number > 0 and (prose[number - 1] or prose[number])
        if (number and _cut(strip, units[number - 1], (start, end), prose=beside)) or _numbered(strip, units, prose, number):
            found.append([])
        found[-1] += held[start:end]
    return found


def _cut(strip: Strip, before: tuple[int, int], after: tuple[int, int], *, prose: bool) -> bool:
    last, first = strip.tokens[before[1] - 1], strip.tokens[after[0]]
    if not (ends_operand(last) and begins_operand(first)):
        return False
    return prose or last.math != first.math


def _numbered(strip: Strip, units: list[tuple[int, int]], prose: list[bool], number: int) -> bool:
    """Whether a number belongs to the word before it, as in "Step 1 a = 2"."""
    if number < 2 or not prose[number - 2]:
        return False
    before, token = strip.tokens[units[number - 1][0]], strip.tokens[units[number][0]]
    return before.sort is Sort.NUMBER and before.gap and token.gap and begins_operand(token)


def _articles(context: Context, strip: Strip, units: list[tuple[int, int]], prose: list[bool]) -> None:
    """The words "a" and "I" beside an ordinary word are prose."""
    for number, (start, _) in enumerate(units):
        token = strip.tokens[start]
        if token.word in ("a", "A", "I") and not token.math and token.word not in context.names:
            after = units[number + 1][0] if number + 1 < len(units) else -1
            beside = (number > 0 and prose[number - 1]) or (after > 0 and prose[number + 1])
            prose[number] = beside and after > 0 and strip.tokens[after].gap and begins_operand(strip.tokens[after])


def is_prose_group(context: Context, strip: Strip, start: int, end: int) -> bool:
    """Whether a bracket holds words, as in "(see above)" and "(rounded)"; one that is raised to a power, or counted with, does not."""
    following = strip.tokens[end] if end < len(strip.tokens) else None
    if following and (following.sort is Sort.SUPERSCRIPT or (following.sort is Sort.SIGN and following.word in OPERATORS)):
        return False
    inside = strip.part(start + 1, end - 1)
    prose = [is_ordinary(context, inside, at) for at in range(len(inside.tokens))]
    if all(prose):
        return bool(prose)
    pairs = zip(inside.tokens, inside.tokens[1:], prose, prose[1:], strict=False)
    return any((first or second) and ends_operand(one) and begins_operand(other) for one, other, first, second in pairs)


# ── words that belong together ───────────────────────────────────────────────────────────────────────────────────────────────────────


def joined(held: list[Token]) -> list[Token]:
    """The tokens with `np.` in front of functions left out, "learning rate" as one name, and "new w1" as w1 after the update."""
    found: list[Token] = []
    at = 0
    while at < len(held):
        token = held[at]
        following = held[at + 1] if at + 1 < len(held) else token
        if token.word in LIBRARIES and _has_attribute(held, at):
            held[at + 2] = held[at + 2]._replace(gap=token.gap, start=token.start)
            at += 2
            continue
        if token.word.lower() == "learning" and following.word.lower() in ("rate", "rates"):
            found.append(Token(Sort.TEXT, token.start, following.end, "learning_rate", token.gap, token.math))
            at += 2
            continue
        if token.word == "partial" and _is_derivative(held, at):
            found.append(token._replace(sort=Sort.SIGN, word="∂"))
            at += 1
            continue
        end = _marked(held, at)
        if end:
            mark = "new" if token.word.lower() in NEW else "old"
            found.append(held[end]._replace(start=token.start, word=f"{held[end].word}_{mark}", gap=token.gap))
            at = end + 1
            continue
        found.append(token)
        at += 1
    return [_new_text(token) for token in found]


def _has_attribute(held: list[Token], at: int) -> bool:
    """Whether a dot and a word follow, as in `np.dot`."""
    dot, word = held[at + 1 : at + 2], held[at + 2 : at + 3]
    return bool(word) and dot[0].word == "." and not (dot[0].gap or word[0].gap) and word[0].sort is Sort.WORD and word[0].word != "T"


def _is_derivative(held: list[Token], at: int) -> bool:
    if at and held[at - 1].word == "/":
        return True
    return any(one.word == "/" and other.word == "partial" for one, other in zip(held[at + 1 : at + 9], held[at + 2 : at + 10], strict=False))


def _marked(held: list[Token], at: int) -> int:
    """The number of the name that "new" or "old" in front of it belongs to, or 0."""
    if held[at].sort is not Sort.WORD or held[at].word.lower() not in NEW | OLD or held[at].word == "alt":
        return 0
    for number in range(at + 1, min(at + 4, len(held))):
        token = held[number]
        if token.sort is not Sort.WORD:
            return 0
        following = held[number + 1] if number + 1 < len(held) else None
        ends = following is None or following.sort is Sort.RELATION or (following.sort is Sort.SIGN and following.word not in ("(", "["))
        if ends or (following is not None and following.sort is Sort.SUBSCRIPT):
            return number
    return 0


def _new_text(token: Token) -> Token:
    return token._replace(word=token.word.replace(" ", "_")) if token.sort is Sort.TEXT else token
