"""Four calculations that are known from lectures, as sheets: what is given and how each quantity is defined, and which are worked out.

Their right numbers are worked out in plain Python in `right_numbers`, without anything of ours.
"""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True)
class Network:
    """`given` and `formulas` as they stand on the sheet; `asked` the quantities with a number, in the order of working."""

    given: str
    formulas: dict[str, str]
    asked: tuple[str, ...]


# What the course works out by hand (its backward pass errs; the numbers here are the right ones).
COURSE = Network(
    given="x = 1, y = 5, w1 = 2, b1 = 0, w2 = 3, b2 = 1, alpha = 0.1",
    formulas={"a1": "w1*x + b1", "a2": "w2*a1 + b2", "J": "1/2*(a2 - y)^2"},
    asked=("a1", "a2", "J", "dJ/da2", "dJ/db2", "dJ/dw2", "dJ/da1", "dJ/db1", "dJ/dw1", "w2_new", "b2_new", "w1_new", "b1_new"),
)
# The same network with numbers that do not hide anything.
LINEAR = Network(
    given="x = 1.5, y = 4, w1 = 0.8, b1 = 0.3, w2 = -1.2, b2 = 0.7, alpha = 0.05",
    formulas=COURSE.formulas,
    asked=COURSE.asked,
)
# M. Mazur, A Step by Step Backpropagation Example, 2015.
MAZUR = Network(
    given=(
        "i1 = 0.05, i2 = 0.10, target_o1 = 0.01, target_o2 = 0.99\n"
        "w1 = 0.15, w2 = 0.20, w3 = 0.25, w4 = 0.30, w5 = 0.40, w6 = 0.45, w7 = 0.50, w8 = 0.55, b1 = 0.35, b2 = 0.60, eta = 0.5"
    ),
    formulas={
        "net_h1": "w1*i1 + w2*i2 + b1",
        "out_h1": "1/(1 + e^(-net_h1))",
        "net_h2": "w3*i1 + w4*i2 + b1",
        "out_h2": "1/(1 + e^(-net_h2))",
        "net_o1": "w5*out_h1 + w6*out_h2 + b2",
        "out_o1": "1/(1 + e^(-net_o1))",
        "net_o2": "w7*out_h1 + w8*out_h2 + b2",
        "out_o2": "1/(1 + e^(-net_o2))",
        "E_o1": "1/2*(target_o1 - out_o1)^2",
        "E_o2": "1/2*(target_o2 - out_o2)^2",
        "E_total": "E_o1 + E_o2",
    },
    asked=(
        *("net_h1", "out_h1", "net_h2", "out_h2", "net_o1", "out_o1", "net_o2", "out_o2", "E_o1", "E_o2", "E_total"),
        *("dE_total/dout_o1", "dE_total/dnet_o1", "dE_total/dw5", "dE_total/dw6", "dE_total/dout_o2", "dE_total/dnet_o2", "dE_total/dw7", "dE_total/dw8"),
        *("dE_total/dout_h1", "dE_total/dnet_h1", "dE_total/dw1", "dE_total/dw2", "w5_new", "w6_new", "w7_new", "w8_new", "w1_new", "w2_new"),
    ),
)
# The neuron of Stanford's course CS231n, which is derived itself: no loss.
NEURON = Network(
    given="w0 = 2, x0 = -1, w1 = -3, x1 = -2, w2 = -3",
    formulas={"dot": "w0*x0 + w1*x1 + w2", "f": "1/(1 + e^(-dot))"},
    asked=("dot", "f", "df/ddot", "df/dw0", "df/dx0", "df/dw1", "df/dx1", "df/dw2"),
)
NETWORKS = {"course": COURSE, "linear": LINEAR, "mazur": MAZUR, "neuron": NEURON}


def right_numbers(name: str) -> dict[str, float]:
    """The right numbers of a network, in plain Python."""
    return {
        "course": lambda: _two_steps(1, 5, 2, 0, 3, 1, 0.1),
        "linear": lambda: _two_steps(1.5, 4, 0.8, 0.3, -1.2, 0.7, 0.05),
        "mazur": _mazur,
        "neuron": _neuron,
    }[name]()


def _two_steps(x: float, y: float, w1: float, b1: float, w2: float, b2: float, alpha: float) -> dict[str, float]:
    a1 = w1 * x + b1
    a2 = w2 * a1 + b2
    by_a2 = a2 - y
    by_a1 = by_a2 * w2
    found = {
        "a1": a1,
        "a2": a2,
        "J": (a2 - y) ** 2 / 2,
        "dJ/da2": by_a2,
        "dJ/db2": by_a2,
        "dJ/dw2": by_a2 * a1,
        "dJ/da1": by_a1,
        "dJ/db1": by_a1,
        "dJ/dw1": by_a1 * x,
    }
    old = {"w1": w1, "b1": b1, "w2": w2, "b2": b2}
    return found | {f"{one}_new": old[one] - alpha * found[f"dJ/d{one}"] for one in ("w2", "b2", "w1", "b1")}


def _sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def _mazur() -> dict[str, float]:
    i1, i2, t1, t2, b1, b2, eta = 0.05, 0.10, 0.01, 0.99, 0.35, 0.60, 0.5
    w = dict(zip((f"w{n}" for n in range(1, 9)), (0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55), strict=True))
    h = {"net_h1": w["w1"] * i1 + w["w2"] * i2 + b1, "net_h2": w["w3"] * i1 + w["w4"] * i2 + b1}
    h |= {"out_h1": _sigmoid(h["net_h1"]), "out_h2": _sigmoid(h["net_h2"])}
    o = {"net_o1": w["w5"] * h["out_h1"] + w["w6"] * h["out_h2"] + b2, "net_o2": w["w7"] * h["out_h1"] + w["w8"] * h["out_h2"] + b2}
    o |= {"out_o1": _sigmoid(o["net_o1"]), "out_o2": _sigmoid(o["net_o2"])}
    e = {"E_o1": (t1 - o["out_o1"]) ** 2 / 2, "E_o2": (t2 - o["out_o2"]) ** 2 / 2}
    e["E_total"] = e["E_o1"] + e["E_o2"]
    g = {"out_o1": o["out_o1"] - t1, "out_o2": o["out_o2"] - t2}
    g |= {f"net_o{n}": g[f"out_o{n}"] * o[f"out_o{n}"] * (1 - o[f"out_o{n}"]) for n in (1, 2)}
    g |= {"w5": g["net_o1"] * h["out_h1"], "w6": g["net_o1"] * h["out_h2"], "w7": g["net_o2"] * h["out_h1"], "w8": g["net_o2"] * h["out_h2"]}
    g["out_h1"] = g["net_o1"] * w["w5"] + g["net_o2"] * w["w7"]
    g["net_h1"] = g["out_h1"] * h["out_h1"] * (1 - h["out_h1"])
    g |= {"w1": g["net_h1"] * i1, "w2": g["net_h1"] * i2}
    new = {f"{one}_new": w[one] - eta * g[one] for one in ("w5", "w6", "w7", "w8", "w1", "w2")}
    return {**h, **o, **e, **{f"dE_total/d{one}": number for one, number in g.items()}, **new}


def _neuron() -> dict[str, float]:
    w0, x0, w1, x1, w2 = 2, -1, -3, -2, -3
    dot = w0 * x0 + w1 * x1 + w2
    f = _sigmoid(dot)
    slope = f * (1 - f)
    return {"dot": dot, "f": f, "df/ddot": slope, "df/dw0": x0 * slope, "df/dx0": w0 * slope, "df/dw1": x1 * slope, "df/dx1": w1 * slope, "df/dw2": slope}


def written(number: float, digits: int = 6) -> str:
    """A number as a person writes it, with so many significant digits."""
    return f"{float(f'{number:.{digits}g}'):.12f}".rstrip("0").rstrip(".") if number != int(number) else str(int(number))


def sheet(network: Network, numbers: dict[str, float], digits: int = 6) -> str:
    """The sheet with these numbers, each quantity with its formula where it has one of its own."""
    lines = [network.given]
    for name in network.asked:
        formula = f"{network.formulas[name]} = " if name in network.formulas else ""
        lines.append(f"{name} = {formula}{written(numbers[name], digits)}")
    return "\n".join(lines) + "\n"
