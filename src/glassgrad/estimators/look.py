"""How a notebook shows an estimator: as scikit-learn does, and beneath it the diagram of the network, once there is one."""

from __future__ import annotations

from typing import Any

from sklearn import get_config
from sklearn.utils import estimator_html_repr

from glassgrad.training import Run


class ShownWithItsNetwork:
    """What scikit-learn asks an estimator for when a notebook shows it; from 1.7 on `_html_repr` would be enough, 1.6 does not know it."""

    def _html_repr(self) -> str:
        return with_network(estimator_html_repr(self), getattr(self, "run_", None))

    def _repr_html_inner(self) -> str:
        return self._html_repr()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        del kwargs
        return {"text/plain": repr(self)} | ({"text/html": self._html_repr()} if get_config()["display"] == "diagram" else {})


def with_network(html: str, run: Run | None) -> str:
    """The HTML of scikit-learn, and the diagram of the fitted network."""
    return html if run is None else f"{html}\n<div>{run.draw().svg()}</div>"
