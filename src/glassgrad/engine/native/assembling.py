"""A whole program as one module: the groups, the order they are called in, the threads' meeting points, the loop over steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from .arrays import Way
from .emitting import WRITERS, Fetched, GroupWriter, Recorded, copy_row, is_heavy, needed_scratch, write_fetch, write_group, write_product
from .groups import Group
from .machine import Machine
from .meeting import meet
from .planning import Layout
from .slots import BAD_STEP, CURRENT_STEP, FLAGS, NOT_FINITE, ROWS, raise_flag
from .writing import BOOL, I64, POINTER, Function, Module, Type, Value

HEAVY_FETCH = 50_000
"""Entries of a batch from which on its rows are copied by all threads."""


@dataclass(eq=False)
class Assembly:
    """The module and what it needs: bytes of working memory per thread, and whether several threads are of any use."""

    module: Module
    scratch_bytes: int
    threaded: bool


@dataclass(frozen=True, eq=False)
class Part:
    """Something to be done in a step, and whether all threads share it."""

    write: Callable[[], None]
    shared: bool = False


@dataclass(eq=False)
class Assembler:
    """Writes the module of a layout."""

    layout: Layout
    kind: Type
    lanes: int
    machine: Machine
    threaded: bool = True
    module: Module = field(default_factory=Module)

    def __post_init__(self) -> None:
        self.heavy = [self.threaded and is_heavy(group) for group in self.layout.groups]
        self.threaded = any(self.heavy)
        products = [group for group in self.layout.groups if group.root is not None and group.root.way is Way.PRODUCT]
        room = max((needed_scratch(group, self.kind, self.machine) for group in products), default=0)
        self.scratch_bytes = -(-room // 4096) * 4096 + 64

    def single_pass(self) -> Assembly:
        """A function `run(context, thread, threads)`: every group once."""
        f, context, share = self._entry("run", [])
        self._in_order(f, context, share, self._calls(f, context, share))
        f.give()
        return Assembly(self.module, self.scratch_bytes, self.threaded)

    def many_steps(self, fetched: Sequence[Fetched], recorded: Sequence[Recorded], *, watched: bool) -> Assembly:
        """A function `steps(context, first, last, thread, threads)` → the step before which it stopped: the first that is not good, or `last`.

        A step is good if the state it leads to and, where it is watched, its first recorded output are finite.
        """
        once = self._one_step(list(fetched), list(recorded), watched=watched)
        f, context, share = self._entry("steps", [("first", I64), ("last", I64)], returns=I64)
        while_good(f, once, context, share)
        return Assembly(self.module, self.scratch_bytes, self.threaded)

    def _entry(self, name: str, more: list[tuple[str, Type]], returns: Type | None = None) -> tuple[Function, Value, tuple[Value, Value]]:
        f = self.module.function(name, [("context", POINTER), *more, ("thread", I64), ("threads", I64)], returns, internal=False)
        return f, f.parameters[0], (f.parameters[-2], f.parameters[-1])

    def _one_step(self, fetched: list[Fetched], recorded: list[Recorded], *, watched: bool) -> str:
        f = self.module.function("one_step", [("context", POINTER), ("step", I64), ("thread", I64), ("threads", I64)], BOOL)
        context, step, thread, threads = f.parameters
        share = (thread, threads)
        flags = f.load(POINTER, context.at(FLAGS, POINTER))
        shared = self.threaded and sum(one.leaf.size for one in fetched) >= HEAVY_FETCH

        def begin() -> None:
            f.store(step + 1, flags.at(CURRENT_STEP, I64))
            if not shared:
                self._fetch(f, context, step, fetched, None)

        def fetch() -> None:
            self._fetch(f, context, step, fetched, share)

        def finish() -> None:
            for number, one in enumerate(recorded):
                source = f.load(POINTER, context.at(one.place.slot, POINTER)).at(one.place.offset, Type("i8"))
                target = f.load(POINTER, context.at(one.slot, POINTER)).at(step * one.size, self.kind)
                copy_row(f, source, target, one.size, self.kind, self.lanes)
                if watched and number == 0:
                    with f.loop(0, one.size) as loop, f.when(~(f.load(self.kind, source.at(loop.counter, self.kind)).abs() < float("inf"))):
                        raise_flag(f, context, NOT_FINITE)

        parts = [Part(begin), *([Part(fetch, shared=True)] if shared else []), *self._calls(f, context, share), Part(finish)]
        self._in_order(f, context, share, parts)
        f.give(f.load(I64, flags.at(BAD_STEP, I64)).differs(step + 1))
        return f.name

    def _fetch(self, f: Function, context: Value, step: Value, fetched: list[Fetched], share: tuple[Value, Value] | None) -> None:
        write_fetch(f, context, step, fetched, self.kind, self.lanes, ROWS, share)

    def _calls(self, f: Function, context: Value, share: tuple[Value, Value]) -> list[Part]:
        """A call of every group's function, which is written on the way."""

        def call(name: str) -> Callable[[], None]:
            def write() -> None:
                f.call(name, None, context, *share)

            return write

        return [Part(call(self._group(group, heavy=heavy)), shared=heavy) for group, heavy in zip(self.layout.groups, self.heavy, strict=True)]

    def _in_order(self, f: Function, context: Value, share: tuple[Value, Value], parts: Sequence[Part]) -> None:
        """One part after the other. What is not worth dividing is done by the first thread; all meet before and after what is shared."""
        for shared, together in groupby(parts, key=lambda part: part.shared):
            if not self.threaded:
                for part in together:
                    part.write()
            elif shared:
                for part in together:
                    part.write()
                    meet(f, context, share)
            else:
                with f.when(share[0].equals(0)):
                    for part in together:
                        part.write()
                meet(f, context, share)

    def _group(self, group: Group, *, heavy: bool) -> str:
        f = self.module.function(f"group{group.number}", [("context", POINTER), ("thread", I64), ("threads", I64)])
        context, thread, threads = f.parameters
        share = (thread, threads) if heavy else None
        writer = GroupWriter(f, context, group, self.kind, self.lanes, self.layout.places, self.machine, share)
        if group.root is None:
            write_group(writer)
        elif group.root.way in WRITERS:
            WRITERS[group.root.way](writer)
        else:
            write_product(writer, self.scratch_bytes)
        return f.name


def while_good(f: Function, once: str, context: Value, share: tuple[Value, Value]) -> None:
    """`once` for every step, or epoch, until the last is done or one is bad: the one before which it stopped."""
    first, last = f.parameters[1:3]
    f.lines += [
        "  br label %head",
        "head:",
        f"  %step = phi i64 [ {first.text}, %entry ], [ %next, %good ]",
        f"  %more = icmp slt i64 %step, {last.text}",
        "  br i1 %more, label %body, label %end",
        "body:",
        f"  %fine = call i1 @{once}(ptr {context.text}, i64 %step, i64 {share[0].text}, i64 {share[1].text})",
        "  br i1 %fine, label %good, label %end",
        "good:",
        "  %next = add i64 %step, 1",
        "  br label %head",
        "end:",
        "  ret i64 %step",
    ]
