"""No `op.name == "sigmoid"` outside the dictionary of operations: readers switch on `op.kind`, so a new page needs no other change."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src/glassgrad"
MAY_KNOW_NAMES = ("ops/", "graph/dictionary.py")


def is_name_of_an_operation(expression: ast.expr) -> bool:
    """`op.name`, `node.op.name`, `add_op.name`, also inside a tuple or a call such as `op.name.lower()`."""
    for part in ast.walk(expression):
        if isinstance(part, ast.Attribute) and part.attr == "name":
            owner = part.value.attr if isinstance(part.value, ast.Attribute) else getattr(part.value, "id", "")
            if owner == "op" or owner.endswith("_op"):
                return True
    return False


def name_switches(source: str) -> list[int]:
    """The lines on which the name of an operation decides something."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare():
                decides = [node.left, *node.comparators]
            case ast.Match():
                decides = [node.subject]
            case ast.Call(func=ast.Attribute(attr="startswith" | "endswith") as method):
                decides = [method.value]
            case _:
                continue
        if any(is_name_of_an_operation(expression) for expression in decides):
            lines.append(node.lineno)
    return sorted(lines)


def test_only_the_dictionary_knows_operations_by_name():
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.relative_to(PACKAGE).as_posix().startswith(MAY_KNOW_NAMES)
        for line in name_switches(path.read_text(encoding="utf-8"))
    ]
    assert not found, f"switch on op.kind, or give the page a new field: {found}"


@pytest.mark.parametrize(
    "code",
    [
        'node.op.name == "add"',
        '"add" == op.name',
        'node.op.name != "add"',
        'node.op.name in {"add", "subtract"}',
        'op.name not in ("add",)',
        'x = [n for n in nodes if n.op.name == "add"]',
        '(node.op.name, 1) == ("add", 1)',
        'inner_op.name == "add"',
        'op.name.lower() == "add"',
        'op.name.startswith("arc")',
        'match node.op.name:\n    case "add":\n        pass',
    ],
)
def test_the_judge_refuses(code):
    assert name_switches(code) == [1]


@pytest.mark.parametrize(
    "code",
    ['node.name == "w1"', "node.op.kind is Kind.LEAF", "print(node.op.name)", "pages[node.op.name]", 'operand.name == "x"', "loop.name == name"],
)
def test_the_judge_accepts(code):
    assert name_switches(code) == []
