"""The contestants: one page for each, and this table of contents. Only `worker.py` imports the pages: each needs a library of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contestant:
    """`name` is also the file's name, `title` is what tables call it.

    `same_steps`: it makes the very steps that it is told to make, so its losses can be checked.
    """

    name: str
    title: str
    packages: tuple[str, ...]
    same_steps: bool = True
    compiles_long: bool = False


OURS = Contestant("glassgrad_program", "glassgrad", ("glassgrad", "numpy"))
PEERS = (
    Contestant("torch_eager", "PyTorch eager", ("torch",)),
    Contestant("torch_compiled", "torch.compile", ("torch",), compiles_long=True),
    Contestant("jax_step", "JAX jit per step", ("jax", "jaxlib")),
    Contestant("jax_scan", "JAX scan over the epoch", ("jax", "jaxlib")),
    Contestant("scikit_learn", "scikit-learn MLP", ("scikit-learn",), same_steps=False),
    Contestant("numpy_by_hand", "NumPy by hand", ("numpy",)),
)
CONTESTANTS = (OURS, *PEERS)
