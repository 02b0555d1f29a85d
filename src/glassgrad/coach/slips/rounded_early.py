"""A number on the way was rounded too far."""

from .slip import Slip

rounded_early = Slip(
    name="rounded_early",
    title="rounded too early",
    says="A number on the way was rounded, and the rounding was carried on.",
    advice="Carry on at least two digits more than you want to give, and round at the end only.",
    plausible=0.4,
    by_numbers=True,
)
