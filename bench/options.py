"""What a run of the benchmark is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from .contestants import OURS, PEERS, Contestant
from .nets import NETS, Net
from .processes import CORES, peers_python_exists


@dataclass(frozen=True, kw_only=True)
class Options:
    """`quick` measures little, in seconds, and coarsely; `engine` is glassgrad's."""

    quick: bool = False
    peers: bool = True
    engine: str = "native"
    nets: tuple[Net, ...] = NETS
    show_errors: bool = False
    rounds_asked: int | None = None

    @property
    def rounds(self) -> int:
        """Rounds of every comparison: an odd number, so that the median is one of them."""
        return self.rounds_asked or (3 if self.quick else 9)

    @property
    def round_seconds(self) -> float:
        """How long a contestant works in one round, about."""
        return 0.05 if self.quick else 0.3

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """glassgrad, and the peers that are there. A quick run does not wait for long compilations."""
        if not (self.peers and peers_python_exists()):
            return (OURS,)
        return (OURS, *(peer for peer in PEERS if not (self.quick and peer.compiles_long)))

    @property
    def thread_counts(self) -> tuple[int, ...]:
        """1, and all cores; every contestant tries both, and the better counts. A quick run only tries 1."""
        return (1,) if CORES == 1 or self.quick else (1, CORES)
