"""`Reader`: a side that is being read."""

from __future__ import annotations

from .context import Context
from .frames import Frame, Role, Waiting, Work
from .limits import DEEPEST
from .refusing import UnreadableError
from .strip import Strip
from .tokens import Sort, Token
from .tree import Tree

NOTHING = Token(Sort.BREAK, 0, 0, "")


class Reader:
    """A side that is being read: where it is, and the brackets that are open."""

    def __init__(self, context: Context, strip: Strip) -> None:
        self.work = Work(context)
        self.context = context
        self.strip = strip
        self.tokens = strip.tokens
        self.at = 0
        self.wants_operand = True
        self.frames = [Frame(Role.WHOLE, NOTHING, "")]

    @property
    def frame(self) -> Frame:
        """The innermost open bracket."""
        return self.frames[-1]

    @property
    def before(self) -> Token:
        """The token before this one."""
        return self.tokens[self.at - 1] if self.at else NOTHING

    def peek(self, ahead: int = 0) -> Token:
        """The token so many further on."""
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else NOTHING

    def push(self, tree: Tree, end: int) -> None:
        """An operand was read; go on at the token number `end`."""
        self.frame.operands.append(tree)
        self.wants_operand = False
        self.at = end

    def open(self, frame: Frame, at: int) -> None:
        """A bracket was opened; go on at the token number `at`."""
        if len(self.frames) > DEEPEST:
            raise UnreadableError(f"there are more than {DEEPEST} brackets inside one another; write it in parts")
        self.frames.append(frame)
        self.wants_operand = True
        self.at = at

    def wait(self, waiting: Waiting, at: int) -> None:
        """An operator waits for what follows."""
        if len(self.frame.waiting) >= DEEPEST:
            raise UnreadableError(f"more than {DEEPEST} operators in a row wait for what follows; write it in parts")
        self.frame.waiting.append(waiting)
        self.wants_operand = True
        self.at = at


def oddity(token: Token) -> str:
    """Why this cannot stand in a formula."""
    if token.word == "%":
        return "per cent is not read; divide by 100"
    if token.sort in (Sort.PROSE, Sort.BREAK):
        return "words stand where a number or a quantity must come"
    if token.word.endswith("{cases}"):
        return "a distinction of cases is not read; write the case that holds"
    if token.sort is Sort.RELATION:
        return "an equals sign has no place between these brackets; settings such as axis=1 are not read"
    if token.sort is Sort.COMPARISON:
        return "a comparison has no place here"
    return f"{ascii(token.word)[1:-1] if not token.word.isprintable() else token.word!r} has no meaning in a calculation"
