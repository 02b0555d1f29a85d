"""The digits are right and the decimal point is not."""

from .slip import Slip

decimal_point = Slip(
    name="decimal_point",
    title="decimal point in the wrong place",
    says="The digits are right, and the decimal point stands in the wrong place.",
    advice="Estimate how large the result must be before you write it down.",
    plausible=0.3,
    by_numbers=True,
)
