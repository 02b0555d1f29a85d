"""The nouns of a matrix product: how an operand lies in memory, and which thread does which share."""

from __future__ import annotations

from dataclasses import dataclass

from ..writing import Value


@dataclass(frozen=True)
class Matrix:
    """An operand as it lies in memory: entry (i, k) is at `pointer[i·row_stride + k·column_stride]`, counted in entries."""

    pointer: Value
    rows: int
    columns: int
    row_stride: int
    column_stride: int

    @property
    def transposed(self) -> Matrix:
        """The same entries, read the other way round."""
        return Matrix(self.pointer, self.columns, self.rows, self.column_stride, self.row_stride)


@dataclass(frozen=True)
class Share:
    """Which thread of how many: two i64. The threads share the work and never wait for each other."""

    thread: Value
    threads: Value


def work(m: int, n: int, k: int) -> float:
    """How many floating-point operations A (m, k) · B (k, n) takes: a multiplication and an addition per link of every chain.

    >>> work(2, 3, 4)
    48.0
    """
    return 2.0 * m * n * k
