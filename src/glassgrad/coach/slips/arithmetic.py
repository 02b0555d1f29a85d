"""The numbers are the right ones, and what they come to was worked out wrongly."""

from .slip import Slip

arithmetic = Slip(
    name="arithmetic",
    title="slip of the pen",
    says="The right numbers were put in, but what they come to is something else.",
    advice="Estimate first how large the result must be, and work it out a second time.",
    plausible=0.5,
    by_numbers=True,
)
