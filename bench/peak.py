"""The machine's peak: fused multiply-adds in registers and nothing else, as machine code made with llvmlite, one copy for each thread.

It is measured between the rounds of a run, so that a share of the peak compares with what the machine could do at that very time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Barrier, Thread
from time import perf_counter

ACCUMULATORS = 16
"""Independent chains: more than the 8 to 10 that hide the latency of two units; with 32 vector registers none is spilled."""
SECONDS = 0.03
Kernel = Callable[[int], float]


@dataclass(frozen=True)
class Shape:
    """How wide the vectors are, and how many chains run beside each other."""

    lanes: int
    accumulators: int

    @property
    def flops(self) -> int:
        """Of one turn of the loop: a multiplication and an addition in every lane."""
        return 2 * self.lanes * self.accumulators


def shapes() -> tuple[Shape, ...]:
    """What is tried; the fastest counts. AVX2 has 16 registers of 8 lanes, so 12 chains leave room for the two factors."""
    return (Shape(16, ACCUMULATORS), Shape(8, 12), Shape(4, ACCUMULATORS))


def source(shape: Shape) -> str:
    """The loop in LLVM's language: every chain is c ← c · a + b."""
    vector, chains = f"<{shape.lanes} x float>", range(shape.accumulators)
    phis = "\n".join(f"  %c{i} = phi {vector} [ %start{i}, %entry ], [ %n{i}, %loop ]" for i in chains)
    starts = "\n".join(f"  %start{i} = fadd {vector} %a, {_constant(shape.lanes, float(i))}" for i in chains)
    steps = "\n".join(f"  %n{i} = call {vector} @llvm.fma({vector} %c{i}, {vector} %a, {vector} %b)" for i in chains)
    sums = "\n".join(f"  %s{i} = fadd {vector} {f'%s{i - 1}' if i else '%n0'}, %n{i}" for i in chains)
    return f"""
declare {vector} @llvm.fma({vector}, {vector}, {vector})
define float @peak(i64 %turns, float %factor, float %term) {{
entry:
  %a0 = insertelement {vector} undef, float %factor, i32 0
  %a = shufflevector {vector} %a0, {vector} undef, <{shape.lanes} x i32> zeroinitializer
  %b0 = insertelement {vector} undef, float %term, i32 0
  %b = shufflevector {vector} %b0, {vector} undef, <{shape.lanes} x i32> zeroinitializer
{starts}
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
{phis}
{steps}
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %turns
  br i1 %more, label %loop, label %end
end:
{sums}
  %result = extractelement {vector} %s{shape.accumulators - 1}, i32 0
  ret float %result
}}
""".replace("@llvm.fma", f"@llvm.fma.v{shape.lanes}f32")


def _constant(lanes: int, value: float) -> str:
    return "<" + ", ".join(f"float {value:.1f}" for _ in range(lanes)) + ">"


@cache
def kernel(shape: Shape) -> Kernel:
    """The compiled loop: turns → a number that nobody needs. Called through ctypes, it lets other Python threads run."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(source(shape)), machine)
    engine.finalize_object()
    function = ctypes.CFUNCTYPE(ctypes.c_float, ctypes.c_int64, ctypes.c_float, ctypes.c_float)(engine.get_function_address("peak"))

    def call(turns: int, _alive: object = engine) -> float:
        return function(turns, 0.999, 0.001)

    return call


@cache
def fastest() -> tuple[Shape, int]:
    """The shape with the highest rate on this machine, and how many of its turns take about `SECONDS`."""
    rates = {}
    for shape in shapes():
        kernel(shape)(1000)
        rates[shape] = max(_timed(shape, 200_000) for _ in range(3))
    best = max(rates, key=rates.__getitem__)
    return best, max(1000, int(SECONDS * rates[best] / best.flops))


def _timed(shape: Shape, turns: int) -> float:
    started = perf_counter()
    kernel(shape)(turns)
    return turns * shape.flops / (perf_counter() - started)


def measure_peak(threads: int) -> float:
    """Flops per second of that many threads at once, from the moment the first begins until the last is done."""
    shape, turns = fastest()
    ready, spans = Barrier(threads), []

    def work() -> None:
        ready.wait()
        started = perf_counter()
        kernel(shape)(turns)
        spans.append((started, perf_counter()))

    workers = [Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = max(end for _, end in spans) - min(start for start, _ in spans)
    return threads * turns * shape.flops / seconds
