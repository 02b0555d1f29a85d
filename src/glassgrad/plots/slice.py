"""The loss against one weight: the true slice that a step saw, the tangent there, and the step that was taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glassgrad.graph import SettingError, unknown_name
from glassgrad.training import Run
from glassgrad.writing.numbers import number

from .figures import check_axes, in_style, say
from .kind import Kind, needs_its_steps
from .measured.run_slices import run_slices
from .measured.slice import POINTS, LossSlice, are_flat, climb
from .settings import LOG
from .slice_close import goes_beyond, paint_close
from .slice_panel import paint_panel
from .slice_panels import new_panels
from .slice_words import Scale, caption, left_out, moves_most, shows, title
from .stacks import given_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def slice(  # noqa: A001 - the page's name, and the kind's
    run: Run,
    *,
    weights: tuple[str, ...] = (),
    steps: tuple[int, ...] = (),
    points: int = POINTS,
    log: str = "auto",
    axes: Axes | Sequence[Axes] | None = None,
) -> list[Axes]:
    """Paint the loss against one weight, or several in panels of their own, as steps of the run saw it: the slice, the tangent, and the step taken.

    Without `weights`, against the one that moves the farthest; without `steps`, at a few from the first to the last. A slice is the loss of the step
    itself, with its batch, penalty and dropout, while all else is held; `points` on each. Of one weight, steps too short to be seen are shown up close.
    `log`: "yes", "no", or "auto", a logarithmic axis of losses where a run diverges; of such a run, only the steps before its loss has grown a
    thousandfold are shown without `steps`.
    Raises: SettingError for weights or steps that are not there, for more than 6 weights or 8 steps, or where `axes` are not one for each weight.

    >>> from glassgrad.training import train
    >>> panels = slice(train("moons", hidden=(4,), epochs=2, seed=0), weights=("W2[0,0]",), steps=(1, 5), points=31)
    >>> panels[0].get_xlabel(), [one.get_title("left") for one in panels]
    ('w⁽²⁾₀₀ (W2[0,0])', ['The loss against w⁽²⁾₀₀', 'step 1', 'step 5'])
    """
    if log not in LOG:
        raise unknown_name("axis", log, [one for one in LOG if one])
    check_axes(axes, three_d=False)
    KIND.check(run.plan)
    measured = run_slices(run, weights=weights, steps=steps, points=points)
    count = len(measured.slices)
    panels = new_panels(count, len(measured.close)) if axes is None else given_axes(axes, count)
    logarithmic = is_logarithmic(measured.slices, log)
    words = " ".join(filter(None, (moves_most(measured), left_out(measured))))
    closer = len(panels) > count
    beyond = closer and any(goes_beyond(one, logarithmic=logarithmic) for one in measured.close)
    _paint(panels[:count], measured.slices, measured.loss, measured.causes, closer=closer, beyond=beyond, says=words, logarithmic=logarithmic)
    if closer:
        paint_close(panels[count:], measured.close, logarithmic=logarithmic)
    return panels


def is_logarithmic(weights: Sequence[Sequence[LossSlice]], log: str) -> bool:
    """Whether losses are drawn on a logarithmic axis. Raises: SettingError for "yes" where no loss is above 0."""
    highest = max(one.before for slices in weights for one in slices)
    if log == "yes" and not highest > 0:
        raise SettingError(f"the loss is {number(highest).text} before these steps; only losses above 0 have a logarithm: leave out log")
    return log == "yes" or (log != "no" and any(map(climb, weights)))


def paint_slices(axes: Axes, slices: Sequence[LossSlice], *, loss: str = "loss", causes: Sequence[str] = (), says: str = "") -> None:
    """Paint the slices of several steps along the same weight, each with its tangent and its step.

    `loss` names it; `causes` say why the curve differs from step to step; `says` are more sentences for the caption.
    """
    _paint([axes], [slices], loss, causes, says=says)


@in_style
def _paint(
    panels: Sequence[Axes],
    weights: Sequence[Sequence[LossSlice]],
    loss: str,
    causes: Sequence[str],
    *,
    says: str,
    closer: bool = False,
    beyond: bool = False,
    logarithmic: bool = False,
) -> None:
    """Paint the slices along each weight on axes of its own, with one key for all, and say once what all of them show."""
    scale = Scale(aligned=not logarithmic and any(map(are_flat, weights)), logarithmic=logarithmic)
    keyed = 0 if len(panels) <= 2 else (len(panels) - 1) // 2 * 2  # the first one of the last row
    drawn = [
        paint_panel(axes, slices, loss=loss, scale=scale, closer=closer, key_columns=(3 if len(panels) == 1 else 2) * (place == keyed))
        for place, (axes, slices) in enumerate(zip(panels, weights, strict=True))
    ]
    seen, cut = any(one.seen for one in drawn), any(one.cut for one in drawn)
    beyond |= any(one.beyond for one in drawn)
    how = caption(weights, scale=scale, seen=seen, cut=cut, causes=causes, closer=closer, beyond=beyond, says=says)
    say(panels[0], title=title(weights), shows=shows(weights, loss=loss), caption=how)


KIND = Kind(name="slice", says="the loss against one weight, as chosen steps saw it, with the tangent and the step taken", paint=slice, fits=needs_its_steps)
