"""Trees of a sheet as one line of text, so that tables of tests can be read: ∂J/∂w, w1⁺ for w1 after the update, every operator in brackets."""

from glassgrad.coach.reading import Array, At, Called, Derivative, Indexed, Literal, Mention, Updated, read_sheet


def say_quantity(quantity):
    if isinstance(quantity, Derivative):
        return f"∂{quantity.of}/" + "".join(f"∂{name}" for name in quantity.by)
    return quantity.name + "⁺" * isinstance(quantity, Updated)


def say(tree):
    match tree:
        case Literal():
            return f"{tree.value:.17g}"
        case Mention():
            return say_quantity(tree.quantity)
        case At():
            return f"{say_quantity(tree.quantity)}@({', '.join(map(say, tree.point))})"
        case Array():
            return f"[{', '.join(map(say, tree.parts))}]"
        case Indexed():
            return f"{say(tree.whole)}{list(tree.index)}"
        case Called():
            return f"{tree.word}{chr(39) * tree.primes}({', '.join(map(say, tree.parts))})"
    if len(tree.parts) == 1:
        return f"{tree.sign}({say(tree.parts[0])})"
    return f"({say(tree.parts[0])} {tree.sign} {say(tree.parts[1])})"


def say_statement(statement):
    said = say(statement.sides[0].tree)
    return said + "".join(f" {sign} {say(side.tree)}" for sign, side in zip(statement.relations, statement.sides[1:], strict=True))


def said(text):
    """All statements of a sheet, and how many pieces could not be read, if any."""
    sheet = read_sheet(text)
    return "; ".join([*map(say_statement, sheet.statements), *("unread" for _ in sheet.unread)])
