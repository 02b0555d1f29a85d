"""erf: the error function, the area under the bell curve."""

from __future__ import annotations

from ..writing import Value, fma
from .layout import layout_of
from .polynomial import polynomial

# erf(x)/x − 1 in powers of x², up to the split. Relative error in erf: 1.4e-9 and 1.4e-17.
SPLIT = 1.0
NEAR = {
    "float": (0.12837917, -0.37612626, 0.11283579, -0.026853347, 0.005187162, -0.0007997853, 7.806904e-05),
    "double": (
        0.12837916709551256, -0.37612638903183343, 0.11283791670936956, -0.026866170641960983, 0.00522397759675929, -0.0008548325486531441,
        0.0001205528055486021, -1.4924466997978289e-05, 1.6444170221459889e-06, -1.618416315830369e-07, 1.3617532393441022e-08, -7.609525733463439e-10,
    ),
}  # fmt: skip

# From here on the result rounds to 1.
LARGE = {"float": 3.93, "double": 5.95}

# Floats: erf(z + CENTRE) from the split to 3.93; error 6.9e-9. The centre is one where erf is, by luck, almost a float.
CENTRE = 2.4677734375
FAR_FLOAT = (
    0.9995169, 0.0025564106, -0.0063088024, 0.009528266, -0.009652418, 0.0066631264, -0.0029120469, 0.00048089292,
    0.00033583792, -0.00029373623, 7.734368e-05, 2.313822e-05, -1.7119706e-05, 2.0515641e-07, 1.0658708e-06,
)  # fmt: skip

# Doubles: log₂(1 − erf(x)) from the split to 5.95; error in erf 1.2e-18.
FAR_DOUBLE = (
    -2.6602827377871507e-07, -1.6279043093906906, -0.9184610746263109, -0.1482320690930031, 0.027522223270847298, 0.0004071783817414324,
    -0.0025549149800283225, 0.0009274213954409738, -6.63061353683866e-05, -0.00010062553732292902, 6.458800806718288e-05, -2.3690726055951427e-05,
    6.206025226180469e-06, -1.2193259195024866e-06, 1.8008764707979165e-07, -1.9507773325992633e-08, 1.4672272777396415e-09, -6.854915487641297e-11,
    1.4989400322235208e-12,
)  # fmt: skip

# 2^r for |r| ≤ ½; relative error 4.1e-18.
POWER_OF_TWO = (
    1.0, 0.6931471805599453, 0.24022650695910108, 0.05550410866482172, 0.00961812910760158, 0.0013333558146546496, 0.00015403530449086336,
    1.5252733633788822e-05, 1.3215438804133054e-06, 1.0178160097656798e-07, 7.073239421215965e-09, 4.4388609708712747e-10,
)  # fmt: skip


def erf(x: Value) -> Value:
    """2/√π · ∫₀ˣ e^(−t²) dt.

    Formula: x + x·P(x²) up to the split; then a polynomial (floats), or 1 − 2^P(|x|) (doubles).
    Largest error found: 0.99 units of the last place for both.
    """
    element = x.type.element
    size = x.abs()
    near = fma(x, polynomial(x * x, NEAR[element]), x)
    capped = (size > LARGE[element]).choose(x.function.constant(x.type, LARGE[element]), size)
    far = polynomial(capped - CENTRE, FAR_FLOAT) if element == "float" else _far_double(capped)
    return (size < SPLIT).choose(near, far.with_sign_of(x))


def _far_double(size: Value) -> Value:
    layout = layout_of(size.type)
    power = polynomial(size, FAR_DOUBLE)
    rounder = layout.rounder + layout.offset
    shifted = power + rounder
    r = power - (shifted - rounder)
    whole = (shifted.bits << layout.fraction).as_floating()
    return fma(-polynomial(r, POWER_OF_TWO), whole, 1.0)
