"""How threads wait for each other inside compiled code: at a barrier, or for a number that another thread counts up."""

from __future__ import annotations

from .slots import BARRIER, YIELD
from .writing import BOOL, I32, I64, POINTER, Function, Module, Value

SPINS = 4000
"""Looks at the meeting point before a waiting thread offers its processor to others."""


def meet(f: Function, context: Value, share: tuple[Value, Value]) -> None:
    """Every thread waits here for the others."""
    if "barrier" not in f.module.functions:
        _write_barrier(f.module)
    f.call("barrier", None, context, *share)


def wait(f: Function, context: Value, counter: Value, goal: Value, ended: Value, limit: Value) -> Value:
    """Wait until the counter has come to the goal, or `ended` is at most the limit: whether it has."""
    if "wait" not in f.module.functions:
        _write_wait(f.module)
    return f.call("wait", BOOL, f.load(POINTER, context.at(YIELD, POINTER)), counter, goal, ended, limit)


def tell(f: Function, counter: Value, number: Value) -> None:
    """Let the threads that wait see this number, and everything written before it."""
    f.do(f"store atomic i64 {number.text}, ptr {counter.text} seq_cst, align 8")


def _write_barrier(module: Module) -> None:
    """Wait until every thread has come here as often as this one.

    A counter goes up by one for every arrival and never down; each thread remembers, in a cache line of its own, how often it came.
    """
    f = module.function("barrier", [("context", POINTER), ("thread", I64), ("threads", I64)])
    f.attributes = "internal noinline"
    context, thread, threads = f.parameters
    with f.when(threads > 1):
        counter = f.load(POINTER, context.at(BARRIER, POINTER))
        mine = counter.at((thread + 1) * 8, I64)
        rounds = f.load(I64, mine) + 1
        f.store(rounds, mine)
        f.do(f"%arrived = atomicrmw add ptr {counter.text}, i64 1 seq_cst, align 8")
        wait(f, context, counter, rounds * threads, counter, f.constant(I64, -1))
    f.give()


def _write_wait(module: Module) -> None:
    f = module.function("wait", [("aside", POINTER), ("counter", POINTER), ("goal", I64), ("ended", POINTER), ("limit", I64)], BOOL)
    f.attributes = "internal noinline"
    f.lines += [
        "  br label %look",
        "look:",
        "  %spins = phi i64 [ 0, %entry ], [ %spun, %again ], [ 0, %stepaside ]",
        "  %end = load atomic i64, ptr %ended seq_cst, align 8",
        "  %now = load atomic i64, ptr %counter seq_cst, align 8",
        "  %there = icmp sge i64 %now, %goal",
        "  %over = icmp sle i64 %end, %limit",
        "  %enough = or i1 %there, %over",
        "  br i1 %enough, label %done, label %again",
        "again:",
        "  %spun = add i64 %spins, 1",
        f"  %long = icmp sgt i64 %spun, {SPINS}",
        "  br i1 %long, label %stepaside, label %look",
        "stepaside:",
        f"  %stepped = call {I32} %aside()",
        "  br label %look",
        "done:",
        "  ret i1 %there",
    ]
