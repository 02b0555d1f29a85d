"""The native engine's matrix product: every entry is one chain of fused multiply-adds, whatever the tiles, threads and vectors."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("llvmlite")

from glassgrad.engine.native.contraction import Matrix, Share, contract, plans, scratch_bytes, shapes
from glassgrad.engine.native.machine import Compiled, Machine, compile_module
from glassgrad.engine.native.writing import I64, POINTER, Function, Module, Value, floating, fma

CANARY = 12345.0
HOST = Machine()
AVX2 = Machine("haswell", "+avx2,+fma,+bmi,+bmi2,+f16c,-avx512f")
SMALL_CACHES = {
    plans: {"DEEPEST": 24, "TALLEST": 40, "BLOCK": 1024, "SPAN": 64, "FINISHED": 1024, "STREAMS": 256, "LARGE": 2**15, "NEAR": 1024},
    shapes: {"COLLIDES": 8, "WAYS": 2},
}


@dataclass(frozen=True)
class Case:
    m: int
    k: int
    n: int
    dtype: str = "float32"
    a_kind: str = "rows"  # how A lies in memory: row after row, column after column, or with gaps everywhere
    b_kind: str = "rows"
    gap: int = 0  # unused entries between the rows of C
    finish: bool = False
    keep_product: bool = True
    prefetch: bool = False
    small_caches: bool = False  # as if the machine's caches held a few tiles only, so that small matrices are cut into blocks and packed

    @property
    def a_strides(self) -> tuple[int, int]:
        return _strides(self.a_kind, self.m, self.k)

    @property
    def b_strides(self) -> tuple[int, int]:
        return _strides(self.b_kind, self.k, self.n)

    @property
    def c_stride(self) -> int:
        return self.n + self.gap


def _strides(kind: str, rows: int, columns: int) -> tuple[int, int]:
    return {"rows": (columns, 1), "columns": (1, rows), "wide": (columns + 3, 1), "tall": (1, rows + 5), "gaps": (3 * columns + 1, 3)}[kind]


def _laid_out(values: np.ndarray, strides: tuple[int, int]) -> np.ndarray:
    """The memory in which the matrix lies; not-a-number wherever it has no entry."""
    rows, columns = values.shape
    memory = np.full((rows - 1) * strides[0] + (columns - 1) * strides[1] + 1, np.nan, values.dtype)
    for row in range(rows):
        memory[row * strides[0] : row * strides[0] + (columns - 1) * strides[1] + 1 : strides[1]] = values[row]
    return memory


def _written(case: Case, machine: Machine) -> Module:
    """`run(a, b, c, context, scratch, thread, threads)`; the finishing touch writes the tile's entries and its place to the context's three arrays."""
    kind = floating(np.dtype(case.dtype))
    module = Module()
    pointers = [(name, POINTER) for name in ("a", "b", "c", "context", "scratch")]
    function = module.function("run", [*pointers, ("thread", I64), ("threads", I64)], internal=False)
    a, b, c, context, scratch, thread, threads = function.parameters
    if case.finish:
        _write_finish(module, case)

    def fetch(there: Function, row: Value, column: Value) -> None:
        there.prefetch(c.at(row * case.c_stride + column, kind))

    contract(
        function,
        kind,
        Matrix(a, case.m, case.k, *case.a_strides),
        Matrix(b, case.k, case.n, *case.b_strides),
        Matrix(c, case.m, case.n, case.c_stride, 1),
        machine=machine,
        scratch=scratch,
        share=Share(thread, threads),
        finish="finish" if case.finish else None,
        context=context if case.finish else None,
        keep_product=case.keep_product,
        prefetch=fetch if case.prefetch else None,
    )
    function.give()
    return module


def _write_finish(module: Module, case: Case) -> None:
    """Context: the finished product (m, n) and, after it, how often each entry was finished."""
    kind = floating(np.dtype(case.dtype))
    names = [("context", POINTER), ("tile", POINTER), *((name, I64) for name in ("stride", "row", "column", "rows", "columns"))]
    function = module.function("finish", names)
    context, tile, stride, row, column, rows, columns = function.parameters
    with function.loop(0, rows) as i, function.loop(0, columns) as j:
        entry = function.load(kind, tile.at(i.counter * stride + j.counter, kind))
        place = (row + i.counter) * case.n + column + j.counter
        function.store(entry, context.at(place, kind))
        times = context.at(place + case.m * case.n, kind)
        function.store(function.load(kind, times) + 1.0, times)
    function.give()


@cache
def _compiled(case: Case, machine: Machine) -> tuple[Compiled, int]:
    """The code, and how many entries of working memory it wants."""
    kind = floating(np.dtype(case.dtype))
    with pytest.MonkeyPatch.context() as patch:
        if case.small_caches:
            for page, sizes in SMALL_CACHES.items():
                for name, value in sizes.items():
                    patch.setattr(page, name, value)
        room = scratch_bytes(kind, case.m, case.n, case.k, case.a_strides, case.b_strides, machine) // kind.bytes
        return compile_module(_written(case, machine), machine, speed=1), room


@cache
def _oracle(dtype: str) -> Compiled:
    """`chain(a, b, c, m, n, k)` for matrices that lie row after row: one scalar chain after another."""
    kind = floating(np.dtype(dtype))
    module = Module()
    function = module.function("chain", [("a", POINTER), ("b", POINTER), ("c", POINTER), ("m", I64), ("n", I64), ("k", I64)], internal=False)
    a, b, c, m, n, k = function.parameters
    with function.loop(0, m) as i, function.loop(0, n) as j:
        with function.loop(0, k, carry=[function.constant(kind, 0.0)]) as link:
            x = function.load(kind, a.at(i.counter * k + link.counter, kind))
            y = function.load(kind, b.at(link.counter * n + j.counter, kind))
            link.carry(fma(x, y, link.carried[0]))
        function.store(link.results[0], c.at(i.counter * n + j.counter, kind))
    function.give()
    return compile_module(module, speed=1)


def _call(address: int, *inputs: Any) -> None:
    passed = [ctypes.c_void_p(one.ctypes.data) if isinstance(one, np.ndarray) else ctypes.c_int64(one) for one in inputs]
    ctypes.CFUNCTYPE(None, *(type(one) for one in passed))(address)(*passed)


def _chains(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    c = np.empty((a.shape[0], b.shape[1]), a.dtype)
    _call(_oracle(a.dtype.name).address("chain"), a, b, c, *c.shape, a.shape[1])
    return c


def _aligned(size: int, dtype: str) -> np.ndarray:
    memory = np.full(size + 16, CANARY, dtype)
    return memory[-memory.ctypes.data % 64 // memory.itemsize :][:size]


def _check(case: Case, machine: Machine = HOST, threads: tuple[int, ...] = (1,)) -> None:
    rng = np.random.default_rng([case.m, case.k, case.n])
    a, b = (rng.standard_normal(shape).astype(case.dtype) for shape in ((case.m, case.k), (case.k, case.n)))
    wanted = _chains(a, b)
    code, room = _compiled(case, machine)
    for number in threads:
        edge = 40
        c = np.full(case.m * case.c_stride + 2 * edge, CANARY, case.dtype)
        context = np.zeros((2, case.m, case.n), case.dtype)
        inside = c[edge:-edge]
        for thread in range(number):
            scratch = _aligned(room + edge, case.dtype)
            places = _laid_out(a, case.a_strides), _laid_out(b, case.b_strides)
            _call(code.address("run"), *places, inside, context, scratch[:room], thread, number)
            assert (scratch[room:] == CANARY).all(), "wrote behind the working memory"
        product = inside.reshape(case.m, case.c_stride)
        if case.keep_product:
            np.testing.assert_array_equal(product[:, : case.n], wanted)
        else:
            assert (product == CANARY).all(), "wrote a product that is not kept"
        assert (c[:edge] == CANARY).all()
        assert (c[-edge:] == CANARY).all()
        assert (product[:, case.n :] == CANARY).all()
        if case.finish:
            np.testing.assert_array_equal(context[0], wanted)
            assert (context[1] == 1).all(), "finished not exactly once"


def test_the_scalar_chain_rounds_once_per_link() -> None:
    rng = np.random.default_rng(1)
    for dtype in ("float32", "float64"):
        a, b = rng.standard_normal((2, 5)).astype(dtype), rng.standard_normal((5, 3)).astype(dtype)
        for (i, j), entry in np.ndenumerate(_chains(a, b)):
            chain = Fraction(0)
            for k in range(5):
                chain = _rounded(Fraction(float(a[i, k])) * Fraction(float(b[k, j])) + chain, dtype)
            assert Fraction(float(entry)) == chain


def _rounded(exact: Fraction, dtype: str) -> Fraction:
    """The nearest number of the type; the two neighbours of the truncated one are asked, so nothing rounds twice."""
    near = np.dtype(dtype).type(float(exact))
    around = [near, np.nextafter(near, near.dtype.type(np.inf)), np.nextafter(near, near.dtype.type(-np.inf))]
    return min((Fraction(float(one)) for one in around), key=lambda one: abs(one - exact))


lengths = st.integers(1, 70)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    case=st.builds(
        Case,
        lengths,
        lengths,
        lengths,
        dtype=st.sampled_from(["float32", "float64"]),
        a_kind=st.sampled_from(["rows", "columns", "wide", "tall", "gaps"]),
        b_kind=st.sampled_from(["rows", "columns", "wide", "tall", "gaps"]),
        gap=st.sampled_from([0, 0, 3]),
        finish=st.booleans(),
        prefetch=st.booleans(),
        small_caches=st.booleans(),
    ),
    keep=st.booleans(),
    machine=st.sampled_from([HOST, HOST, AVX2]),
)
def test_every_entry_is_one_chain_of_fused_multiply_adds(case: Case, machine: Machine, *, keep: bool) -> None:
    _check(replace(case, keep_product=keep or not case.finish), machine, threads=(1, 2, 3))


@pytest.mark.parametrize("machine", [HOST, AVX2], ids=["host", "avx2"])
@pytest.mark.parametrize(("m", "k", "n"), [(32, 2, 8), (32, 8, 1), (1, 33, 70), (16, 32, 3), (5, 1, 1), (1, 1, 1), (70, 5, 129)])
def test_small_and_narrow_products(m: int, k: int, n: int, machine: Machine) -> None:
    for a_kind, b_kind in (("rows", "rows"), ("columns", "rows"), ("rows", "columns")):
        for keep in (True, False):
            _check(Case(m, k, n, a_kind=a_kind, b_kind=b_kind, finish=True, keep_product=keep), machine, threads=(1, 3))


@pytest.mark.parametrize(
    "case",
    [
        Case(130, 2100, 300, gap=7),
        Case(700, 70, 600, a_kind="columns", finish=True, keep_product=False),
        Case(600, 300, 260, a_kind="tall"),
        Case(70, 1500, 530, b_kind="columns", finish=True),
        Case(300, 1100, 300, a_kind="columns", finish=True, keep_product=False),
    ],
    ids=str,
)
def test_products_that_do_not_fit_into_the_caches(case: Case) -> None:
    _check(case, threads=(1, 2))


def test_equal_tiles_share_one_kernel() -> None:
    module = Module()
    pointers = [(name, POINTER) for name in ("a", "b", "c", "scratch")]
    function = module.function("run", pointers, internal=False)
    a, b, c, scratch = function.parameters
    for k in (5, 9, 40):
        contract(
            function, floating(np.dtype("float32")), Matrix(a, 64, k, k, 1), Matrix(b, k, 64, 64, 1), Matrix(c, 64, 64, 64, 1), machine=HOST, scratch=scratch
        )
    function.give()
    assert len(module.functions) == 2
