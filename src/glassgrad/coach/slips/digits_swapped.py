"""Two neighbouring digits changed places."""

from .slip import Slip

digits_swapped = Slip(
    name="digits_swapped",
    title="digits swapped",
    says="Two neighbouring digits changed places when the number was written down.",
    advice="Compare a number with the one you copied it from, digit by digit.",
    plausible=0.25,
    by_numbers=True,
)
