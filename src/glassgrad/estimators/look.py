"""How a notebook shows an estimator: as scikit-learn does, and beneath it the diagram of the network, once there is one."""

from __future__ import annotations

from glassgrad.training import Run


def with_network(html: str, run: Run | None) -> str:
    """The HTML of scikit-learn, and the diagram of the fitted network."""
    return html if run is None else f"{html}\n<div>{run.draw().svg()}</div>"
