"""`Value`: a number of the machine that has a name in LLVM's text; operators on it write the next line.

Every operation rounds once, as IEEE 754 says. Nothing carries a fast-math flag, so LLVM may not regroup or fuse what is written:
the same text gives the same bits on every machine, whatever the width of its vectors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .types import I32, I64, Type

if TYPE_CHECKING:
    from .function import Function

Operand: TypeAlias = "Value | float"


@dataclass(frozen=True, eq=False, slots=True)
class Value:
    """One value: the function it is computed in, its type, and its name there (`%7`, or a constant).

    `+ − * /` and the comparisons work lane by lane; a Python number beside a value becomes a constant of the value's type.
    For floating lanes comparisons with not-a-number are false, except `differs`. For whole numbers everything is signed.
    """

    function: Function
    type: Type
    text: str

    def __add__(self, other: Operand) -> Value:
        return self._two("fadd", "add", other)

    def __radd__(self, other: float) -> Value:
        return self._other(other) + self

    def __sub__(self, other: Operand) -> Value:
        return self._two("fsub", "sub", other)

    def __rsub__(self, other: float) -> Value:
        return self._other(other) - self

    def __mul__(self, other: Operand) -> Value:
        return self._two("fmul", "mul", other)

    def __rmul__(self, other: float) -> Value:
        return self._other(other) * self

    def __truediv__(self, other: Operand) -> Value:
        return self._two("fdiv", "sdiv", other)

    def __rtruediv__(self, other: float) -> Value:
        return self._other(other) / self

    def __mod__(self, other: Operand) -> Value:
        return self._two("frem", "srem", other)

    def __neg__(self) -> Value:
        return self.function.line(self.type, f"fneg {self.type} {self.text}") if self.type.is_floating else 0 - self

    def __lt__(self, other: Operand) -> Value:
        return self._compare("olt", "slt", other)

    def __le__(self, other: Operand) -> Value:
        return self._compare("ole", "sle", other)

    def __gt__(self, other: Operand) -> Value:
        return self._compare("ogt", "sgt", other)

    def __ge__(self, other: Operand) -> Value:
        return self._compare("oge", "sge", other)

    def equals(self, other: Operand) -> Value:
        """Whether the lanes are equal."""
        return self._compare("oeq", "eq", other)

    def differs(self, other: Operand) -> Value:
        """Whether the lanes are not equal; true for not-a-number."""
        return self._compare("une", "ne", other)

    @property
    def is_nan(self) -> Value:
        """Whether the lanes are not-a-number."""
        return self._compare("uno", "ne", self)

    def __and__(self, other: Operand) -> Value:
        return self._two("", "and", other)

    def __or__(self, other: Operand) -> Value:
        return self._two("", "or", other)

    def __xor__(self, other: Operand) -> Value:
        return self._two("", "xor", other)

    def __invert__(self) -> Value:
        return self ^ -1

    def __lshift__(self, other: Operand) -> Value:
        return self._two("", "shl", other)

    def __rshift__(self, other: Operand) -> Value:
        """Shifted to the right, the sign kept."""
        return self._two("", "ashr", other)

    def shifted_right(self, other: Operand) -> Value:
        """Shifted to the right, filled with zeros."""
        return self._two("", "lshr", other)

    def choose(self, yes: Value, no: Operand) -> Value:
        """`yes` where this truth value holds, else `no`. A single truth value may choose between whole vectors."""
        other = yes._other(no)
        return self.function.line(yes.type, f"select {self.type} {self.text}, {yes.type} {yes.text}, {other.type} {other.text}")

    @property
    def bits(self) -> Value:
        """The bits of floating lanes as whole numbers."""
        return self._converted("bitcast", self.type.integers)

    def as_floating(self, element: str = "") -> Value:
        """The bits of whole numbers as floating lanes."""
        return self._converted("bitcast", self.type.of(element or {32: "float", 64: "double"}[self.type.bits]))

    def to(self, element: str) -> Value:
        """The same numbers in lanes of another element: float ↔ double, whole ↔ floating (towards 0), truth → whole (0 or 1)."""
        old, new = self.type, self.type.of(element)
        if old == new:
            return self
        if old.is_floating and new.is_floating:
            word = "fpext" if new.bits > old.bits else "fptrunc"
        elif old.is_floating:
            word = "fptosi"
        elif new.is_floating:
            word = "uitofp" if old.element == "i1" else "sitofp"
        else:
            word = "trunc" if new.bits < old.bits else "zext" if old.element == "i1" else "sext"
        return self._converted(word, new)

    def abs(self) -> Value:
        """The value without its sign."""
        return self.function.intrinsic("fabs", self.type, self)

    def sqrt(self) -> Value:
        """The square root, correctly rounded."""
        return self.function.intrinsic("sqrt", self.type, self)

    def nearest(self) -> Value:
        """The nearest whole number, ties to even; still floating."""
        return self.function.intrinsic("roundeven", self.type, self)

    def floor(self) -> Value:
        """The next whole number below; still floating."""
        return self.function.intrinsic("floor", self.type, self)

    def with_sign_of(self, other: Operand) -> Value:
        """The size of this, the sign of the other."""
        return self.function.intrinsic("copysign", self.type, self, self._other(other))

    def splat(self, lanes: int) -> Value:
        """A single number in every lane."""
        if lanes == 1:
            return self
        vector = Type(self.type.element, lanes)
        first = self.function.line(vector, f"insertelement {vector} poison, {self.type} {self.text}, i64 0")
        return self.function.line(vector, f"shufflevector {vector} {first.text}, {vector} poison, <{lanes} x i32> zeroinitializer")

    def lane(self, number: int) -> Value:
        """One lane as a single number."""
        return self.function.line(self.type.single, f"extractelement {self.type} {self.text}, i64 {number}")

    def with_lane(self, number: int, value: Value) -> Value:
        """The vector with one lane replaced."""
        return self.function.line(self.type, f"insertelement {self.type} {self.text}, {value.type} {value.text}, i64 {number}")

    def shuffled(self, other: Value, order: list[int]) -> Value:
        """The lanes of this vector and then of the other, numbered through, in that order."""
        new = Type(self.type.element, len(order))
        mask = ", ".join(f"i32 {one}" for one in order)
        return self.function.line(new, f"shufflevector {self.type} {self.text}, {other.type} {other.text}, <{len(order)} x i32> <{mask}>")

    def at(self, index: Operand, element: Type) -> Value:
        """The address of entry `index` (a whole number) of an array of `element` that starts at this address."""
        place = index if isinstance(index, Value) else constant(self.function, I64, index)
        return self.function.line(self.type, f"getelementptr {element.single}, ptr {self.text}, {place.type} {place.text}")

    def _two(self, floating_word: str, whole_word: str, other: Operand) -> Value:
        word = floating_word if self.type.is_floating else whole_word
        return self.function.line(self.type, f"{word} {self.type} {self.text}, {self._other(other).text}")

    def _compare(self, floating_word: str, whole_word: str, other: Operand) -> Value:
        word = f"fcmp {floating_word}" if self.type.is_floating else f"icmp {whole_word}"
        return self.function.line(self.type.truths, f"{word} {self.type} {self.text}, {self._other(other).text}")

    def _other(self, other: Operand) -> Value:
        return other if isinstance(other, Value) else constant(self.function, self.type, other)

    def _converted(self, word: str, new: Type) -> Value:
        return self.function.line(new, f"{word} {self.type} {self.text} to {new}")


def constant(function: Function, of: Type, number: float) -> Value:
    """A constant in every lane; a floating one is rounded to the type, correctly."""
    one = _spelled(of, number)
    return Value(function, of, one if of.lanes == 1 else f"splat ({of.element} {one})")


def fma(a: Operand, b: Value, c: Operand) -> Value:
    """a·b + c, rounded once."""
    return b.function.intrinsic("fma", b.type, b._other(a), b, b._other(c))


def lane_numbers(function: Function, lanes: int) -> Value:
    """0, 1, 2, … as a vector of i32."""
    return Value(function, Type("i32", lanes), f"<{', '.join(f'i32 {one}' for one in range(lanes))}>") if lanes > 1 else constant(function, I32, 0)


def _spelled(of: Type, number: float) -> str:
    if of.element == "i1":
        return "true" if number else "false"
    if not of.is_floating:
        return str(int(number))
    # LLVM writes a float as the bits of the double of the same value.
    wide = _as_float32(number) if of.element == "float" else float(number)
    return f"0x{struct.unpack('<Q', struct.pack('<d', wide))[0]:016X}"


def _as_float32(number: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", number))[0])
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
