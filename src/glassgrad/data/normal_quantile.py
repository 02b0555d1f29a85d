"""The quantile of the standard normal distribution, in +, −, ×, ÷ and √ only, so that every machine gets the same bits."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# Coefficients, highest power first: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), routine PPND16.
_CENTRE_TOP = (
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665,
)
_CENTRE_BOTTOM = (
    5226.495278852854,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1.0,
)
_MIDDLE_TOP = (
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835,
)
_MIDDLE_BOTTOM = (
    1.0507500716444169e-09,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1.0,
)
_TAIL_TOP = (
    2.0103343992922881e-07,
    2.7115555687434876e-05,
    0.0012426609473880784,
    0.026532189526576124,
    0.29656057182850487,
    1.7848265399172913,
    5.463784911164114,
    6.657904643501103,
)
_TAIL_BOTTOM = (
    2.0442631033899397e-15,
    1.421511758316446e-07,
    1.8463183175100548e-05,
    0.0007868691311456133,
    0.014875361290850615,
    0.1369298809227358,
    0.599832206555888,
    1.0,
)

_LOG_2 = 0.6931471805599453
_SERIES = tuple(1.0 / (2 * power + 1) for power in reversed(range(13)))  # log m = 2 s (1 + s²/3 + s⁴/5 + …); 0.0295^13 / 27 is below 2^−53


def normal_quantile(probability: FloatArray) -> FloatArray:
    """The number that a standard normal draw stays below with this probability.

    Formula: Φ⁻¹(p).   Shape: any, kept.   Range: 0 < p < 1 gives a finite number, accurate to about 1e-15 relative.
    Source: M. J. Wichura, Algorithm AS 241: the percentage points of the normal distribution.

    >>> normal_quantile(np.array([0.5, 0.975])).round(4)
    array([0.  , 1.96])
    """
    offset = probability - 0.5
    inside = np.clip(offset, -0.425, 0.425)
    square = 0.180625 - inside * inside
    centre = inside * _polynomial(_CENTRE_TOP, square) / _polynomial(_CENTRE_BOTTOM, square)
    return np.where(np.abs(offset) <= 0.425, centre, np.copysign(_outside(probability), offset))


def _outside(probability: FloatArray) -> FloatArray:
    distance = np.sqrt(-portable_log(np.minimum(probability, 1.0 - probability)))
    near, far = np.minimum(distance, 5.0) - 1.6, np.maximum(distance, 5.0) - 5.0
    middle = _polynomial(_MIDDLE_TOP, near) / _polynomial(_MIDDLE_BOTTOM, near)
    tail = _polynomial(_TAIL_TOP, far) / _polynomial(_TAIL_BOTTOM, far)
    return np.where(distance <= 5.0, middle, tail)


def portable_log(x: FloatArray) -> FloatArray:
    """The natural logarithm without the machine's own `log`, whose last bit differs between processors.

    Formula: log(m · 2^e) = 2 · artanh((m − 1) / (m + 1)) + e · log 2, with m between √½ and √2.   Range: x > 0.

    >>> portable_log(np.array([1.0, 2.718281828459045]))
    array([0., 1.])
    """
    fraction, exponent = np.frexp(x)
    small = fraction < 0.7071067811865476
    fraction, exponent = np.where(small, 2.0 * fraction, fraction), exponent - small
    s = (fraction - 1.0) / (fraction + 1.0)
    return 2.0 * s * _polynomial(_SERIES, s * s) + exponent * _LOG_2


def _polynomial(coefficients: Sequence[float], x: FloatArray) -> FloatArray:
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total
