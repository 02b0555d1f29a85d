"""Where the reading has got to: the token that comes next, and the brackets that are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .desk import Desk
from .frames import Frame
from .limits import DEEPEST
from .tokens import Sort, Token
from .written import Item


@dataclass
class Reader:
    """The next token, the open brackets, and whether an operand must come next."""

    desk: Desk
    coming: Iterator[Token]
    upcoming: Token
    frames: list[Frame]
    wants_operand: bool = True

    @property
    def frame(self) -> Frame:
        """The innermost open bracket."""
        return self.frames[-1]

    def take(self) -> Token:
        """The next token. Raises: ExpressionError for a line that ends outside all brackets."""
        token = self.upcoming
        if token.sort is not Sort.END:
            self.upcoming = next(self.coming)
        if token.new_line and len(self.frames) == 1 and token.sort is not Sort.END and not (self.frame.fresh and self.wants_operand):
            raise self.desk.refuse(token, "only one expression is read; put it in parentheses to go on in the next line")
        return token

    def push(self, item: Item) -> None:
        """An operand was read."""
        self.frame.operands.append(item)
        self.wants_operand = False

    def open(self, frame: Frame) -> None:
        """A bracket was opened. Raises: ExpressionError if too many are open."""
        if len(self.frames) > DEEPEST:
            raise self.desk.refuse(frame.opener, f"more than {DEEPEST} brackets inside one another; parse the expression in parts")
        self.frames.append(frame)
        self.wants_operand = True
