"""How quantities are written: `∂J/∂w1`, and w1 with a note that it is the updated one."""

from __future__ import annotations

import re

from glassgrad.graph import Binds
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.plain import latex_words
from glassgrad.writing.symbols import symbol

from .quantities import BEFORE, INSIDE, UNNAMED_RATE, Derivative, Named, Quantity, Updated

LAYERED = re.compile(r"(?P<letter>[^\W\d_]+)\^\((?P<layer>\d+)\)(?P<rest>(_\w+)?)")


def quantity_symbol(quantity: Quantity, *, array: bool = False) -> Fragment:
    """The symbol of a quantity.

    >>> quantity_symbol(Derivative("J", ("w1",))).text, quantity_symbol(Updated("w1")).text, quantity_symbol(Derivative("f", ("x", "x"))).text
    ('∂J/∂w1', 'w1_new', '∂²f/∂x²')
    """
    if isinstance(quantity, Named):
        return name_symbol(quantity.name, array=array)
    if isinstance(quantity, Updated):
        plain = name_symbol(quantity.name, array=array)
        return fragment(f"{plain.text}_new", rf"{plain.latex}^{{\text{{new}}}}", latex_binds=Binds.SIGN)
    return _derivative(quantity, array=array)


def name_symbol(name: str, *, array: bool = False) -> Fragment:
    """The symbol of a name; what stands inside an activation and has no name is called by the activation."""
    if name.startswith(INSIDE):
        outer = name_symbol(name.removeprefix(INSIDE).split(" ")[0])
        return fragment(f"the weighted sum in {outer.text}", rf"\text{{the weighted sum in }} {outer.latex}", Binds.SUM)
    if name == UNNAMED_RATE:
        return symbol("α")
    if name.startswith(BEFORE):
        old = name.removeprefix(BEFORE)
        return fragment(f"{old} of the step before", rf"\text{{{latex_words(old)} of the step before}}")
    layered = LAYERED.fullmatch(name)
    if layered is None:
        return symbol(name, array=array)
    letter, below = symbol(layered["letter"]), layered["rest"].removeprefix("_")
    latex = f"{letter.latex}^{{({layered['layer']})}}" + (f"_{{{below}}}" if below else "")
    return fragment(name, latex, latex_binds=Binds.SIGN)


def _derivative(quantity: Derivative, *, array: bool) -> Fragment:
    of, order = name_symbol(quantity.of), len(quantity.by)
    counted = [(name, quantity.by.count(name)) for name in dict.fromkeys(quantity.by)]
    text, latex = _raised("∂", order), r"\partial" + (f"^{{{order}}}" if order > 1 else "")
    below_text = "".join(f"∂{_raised(_by(name, array=array).text, times)}" for name, times in counted)
    below_latex = "".join(rf"\partial {_by(name, array=array).latex}" + (f"^{{{times}}}" if times > 1 else "") for name, times in counted)
    return fragment(f"{text}{of.text}/{below_text}", rf"\frac{{{latex} {of.latex}}}{{{below_latex}}}", Binds.SIGN)


def _by(name: str, *, array: bool) -> Fragment:
    """The symbol of what is derived by; one of several words in brackets."""
    plain = name_symbol(name, array=array)
    return fragment(f"({plain.text})", rf"\left({plain.latex}\right)") if name.startswith(INSIDE) else plain


def _raised(text: str, power: int) -> str:
    return text if power == 1 else text + str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
