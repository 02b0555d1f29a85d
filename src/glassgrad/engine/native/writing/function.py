"""`Function`: the body of one machine function, written from top to bottom, with loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .types import I64, POINTER, Type
from .values import Operand, Value, constant

if TYPE_CHECKING:
    from .module import Module


@dataclass(eq=False)
class Loop:
    """A loop being written: its counter, what is carried from turn to turn, and, once it is over, what came of that."""

    counter: Value
    carried: tuple[Value, ...] = ()
    following: tuple[Value, ...] | None = None

    def carry(self, *values: Value) -> None:
        """What the next turn starts from; called once at the end of the body."""
        self.following = values

    @property
    def results(self) -> tuple[Value, ...]:
        """The carried values after the last turn."""
        return self.carried


@dataclass(eq=False)
class Function:
    """A function with parameters; `line` writes one instruction and returns its value."""

    module: Module
    name: str
    parameters: tuple[Value, ...] = ()
    returns: Type | None = None
    attributes: str = ""
    lines: list[str] = field(default_factory=list)
    _count: int = 0
    _block: str = "entry"

    def line(self, kind: Type, text: str) -> Value:
        """Write `%n = text`."""
        name = self.fresh()
        self.lines.append(f"  {name} = {text}")
        return Value(self, kind, name)

    def do(self, text: str) -> None:
        """Write an instruction that has no value."""
        self.lines.append(f"  {text}")

    def fresh(self, word: str = "v") -> str:
        """A name that nothing has yet."""
        self._count += 1
        return f"%{word}{self._count}"

    def constant(self, of: Type, number: float) -> Value:
        """A constant of that type."""
        return constant(self, of, number)

    def index(self, number: Operand) -> Value:
        """A whole number as i64."""
        return number if isinstance(number, Value) else constant(self, I64, number)

    def intrinsic(self, name: str, returns: Type, *inputs: Value) -> Value:
        """A call of one of LLVM's own functions, overloaded on the type of its result."""
        return self.call(f"llvm.{name}.{returns.suffix}", returns, *inputs)

    def call(self, name: str, returns: Type | None, *inputs: Value) -> Value:
        """A call of a function by name; one that the module does not define is declared."""
        self.module.declare(name, returns, [one.type for one in inputs])
        written = f"@{name}({', '.join(f'{one.type} {one.text}' for one in inputs)})"
        if returns is None:
            self.do(f"call void {written}")
            return constant(self, I64, 0)
        return self.line(returns, f"call {returns} {written}")

    def load(self, kind: Type, address: Value) -> Value:
        """The value at an address; nothing is assumed about the address but that it suits one lane."""
        return self.line(kind, f"load {kind}, ptr {address.text}, align {kind.bytes}")

    def store(self, value: Value, address: Value) -> None:
        """Write the value to an address."""
        self.do(f"store {value.type} {value.text}, ptr {address.text}, align {value.type.bytes}")

    def load_some(self, kind: Type, address: Value, mask: Value) -> Value:
        """The lanes whose mask holds; the others are 0, and memory is not touched for them."""
        name = f"llvm.masked.load.{kind.suffix}.p0"
        zero = Value(self, kind, "zeroinitializer")
        return self._masked(name, kind, f"ptr align {kind.bytes} {address.text}, {mask.type} {mask.text}, {kind} {zero.text}", [POINTER, mask.type, kind])

    def store_some(self, value: Value, address: Value, mask: Value) -> None:
        """Write the lanes whose mask holds."""
        kind = value.type
        name = f"llvm.masked.store.{kind.suffix}.p0"
        self._masked(name, None, f"{kind} {value.text}, ptr align {kind.bytes} {address.text}, {mask.type} {mask.text}", [kind, POINTER, mask.type])

    def _masked(self, name: str, returns: Type | None, inputs: str, kinds: list[Type]) -> Value:
        self.module.declare(name, returns, kinds)
        if returns is None:
            self.do(f"call void @{name}({inputs})")
            return constant(self, I64, 0)
        return self.line(returns, f"call {returns} @{name}({inputs})")

    def prefetch(self, address: Value, *, write: bool = False) -> None:
        """Ask for the cache line at an address ahead of time; never a fault, never a change of the result."""
        self.module.declare("llvm.prefetch.p0", None, [POINTER, Type("i32"), Type("i32"), Type("i32")])
        self.do(f"call void @llvm.prefetch.p0(ptr {address.text}, i32 {int(write)}, i32 3, i32 1)")

    @contextmanager
    def loop(self, start: Operand, stop: Operand, step: int = 1, *, carry: Sequence[Value] = ()) -> Iterator[Loop]:
        """Turns of `counter` from start (i64) while it is below stop; none at all if start ≥ stop.

        The values in `carry` go from turn to turn: the body reads `loop.carried` and ends with `loop.carry(…)`; afterwards `loop.results` are the last ones.
        """
        first, last = self.index(start), self.index(stop)
        head, body, end = (self._label(word) for word in ("head", "body", "end"))
        before = self._block
        counter, names = self.fresh("i"), [self.fresh("c") for _ in carry]
        self.do(f"br label %{head}")
        self._begin(head)
        patch = len(self.lines)
        loop = Loop(Value(self, I64, counter), tuple(Value(self, one.type, name) for one, name in zip(carry, names, strict=True)))
        again = self.fresh("again")
        self.do(f"{again} = icmp slt i64 {counter}, {last.text}")
        self.do(f"br i1 {again}, label %{body}, label %{end}")
        self._begin(body)
        yield loop
        if carry and loop.following is None:
            raise ValueError("the body of a loop that carries values must end with loop.carry(…)")
        following = loop.counter + step
        phis = [f"  {counter} = phi i64 [ {first.text}, %{before} ], [ {following.text}, %{self._block} ]"]
        for name, one, after in zip(names, carry, loop.following or (), strict=True):
            phis.append(f"  {name} = phi {one.type} [ {one.text}, %{before} ], [ {after.text}, %{self._block} ]")
        self.lines[patch:patch] = phis
        self.do(f"br label %{head}")
        self._begin(end)

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """What is written inside is done only if the condition holds."""
        yes, end = self._label("then"), self._label("endif")
        self.do(f"br i1 {condition.text}, label %{yes}, label %{end}")
        self._begin(yes)
        yield
        self.do(f"br label %{end}")
        self._begin(end)

    def either(self, condition: Value, yes: Callable[[], Sequence[Value]], no: Callable[[], Sequence[Value]]) -> tuple[Value, ...]:
        """The values of one branch or the other; only the one that is chosen is computed."""
        labels = [self._label(word) for word in ("yes", "no", "join")]
        self.do(f"br i1 {condition.text}, label %{labels[0]}, label %{labels[1]}")
        sides = []
        for label, branch in zip(labels, (yes, no), strict=False):
            self._begin(label)
            values = list(branch())
            sides.append((values, self._block))
            self.do(f"br label %{labels[2]}")
        self._begin(labels[2])
        (first, from_first), (second, from_second) = sides
        return tuple(
            self.line(one.type, f"phi {one.type} [ {one.text}, %{from_first} ], [ {other.text}, %{from_second} ]")
            for one, other in zip(first, second, strict=True)
        )

    def give(self, value: Value | None = None) -> None:
        """Return from the function."""
        self.do("ret void" if value is None else f"ret {value.type} {value.text}")

    def _label(self, word: str) -> str:
        return self.fresh(word)[1:]

    def _begin(self, label: str) -> None:
        self._block = label
        self.lines.append(f"{label}:")

    def __str__(self) -> str:
        inputs = ", ".join(f"{one.type} {one.text}" for one in self.parameters)
        linkage = "internal " if "internal" in self.attributes else ""
        rest = self.attributes.replace("internal", "").strip()
        body = "\n".join(self.lines)
        return f"define {linkage}{self.returns or 'void'} @{self.name}({inputs}) #0 {rest}{{\nentry:\n{body}\n}}\n"
