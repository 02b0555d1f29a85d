"""`Shape`: what is known about a product before anything of it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..machine import Machine
from ..writing import Type

COLLIDES, WAYS = 4096, 12  # bytes apart that make cache lines fall into the same set, and how many lines a set holds


@dataclass(frozen=True)
class Shape:
    """C (m, n) = A (m, k) · B (k, n) on a machine. Strides: from row to row, from column to column.

    `finishes`: something is done with the blocks of C at once.
    """

    kind: Type
    m: int
    n: int
    k: int
    a_strides: tuple[int, int]
    b_strides: tuple[int, int]
    machine: Machine
    finishes: bool

    @property
    def lanes(self) -> int:
        """How many entries a register holds."""
        return max(2, self.machine.register_bytes // self.kind.bytes)

    @property
    def along_columns(self) -> bool:
        """Whether the entries of A follow each other from row to row, as in the gradient of a weight."""
        return self.a_strides[0] == 1 and self.a_strides[1] != 1

    @property
    def is_narrow(self) -> bool:
        """Whether C is better computed lying down: at half a register of columns, or less if A must be transposed for it.

        32 × 16 · 16 × 3 takes 200 cycles instead of 290, and 130 if A lies as in the gradient of a weight.
        """
        return self.m > self.n and self.n <= (self.lanes // 2 if self.along_columns else self.lanes * 3 // 8)

    @property
    def lying(self) -> Shape:
        """Cᵀ = Bᵀ · Aᵀ."""
        return replace(self, m=self.n, n=self.m, a_strides=self.b_strides[::-1], b_strides=self.a_strides[::-1])

    def collides(self, stride: int) -> bool:
        """Whether entries a stride apart, one for every k, fall into the same set of the first cache and push each other out."""
        return stride * self.kind.bytes % COLLIDES == 0 and self.k > WAYS
