"""Matrix product: every row of one array against every column of another, each pair multiplied and summed."""

from glassgrad.graph import Binds, Case, Domain, Example, Kind, Node, Notation, Op, Shape, ShapeError, broadcast, pages, say_shape, size


def _shape(a: Shape, b: Shape) -> Shape:
    if not a or not b:
        raise ShapeError("a matrix product needs rows and columns; multiply by a single number with * instead")
    rows, columns = a[:-1][-1:], b[-1:] if len(b) > 1 else ()
    inner = b[-2] if len(b) > 1 else b[0]
    if a[-1] != inner:
        raise ShapeError(f"cannot multiply {say_shape(a)} by {say_shape(b)}: the first has {a[-1]} columns, the second has {inner} rows")
    return (*broadcast(a[:-2], b[:-2]), *rows, *columns)


def _flip(x: Node) -> Node:
    rank = len(x.shape)
    return x.T if rank == 2 else pages.transpose(x, axes=(*range(rank - 2), rank - 1, rank - 2))


def _derivative(upstream: Node, output: Node, a: Node, b: Node) -> tuple[Node, Node]:
    # A single row or column is treated as a matrix with one row or column, as NumPy does, and reshaped back.
    left = a if len(a.shape) > 1 else pages.reshape(a, shape=(1, *a.shape))
    right = b if len(b.shape) > 1 else pages.reshape(b, shape=(*b.shape, 1))
    stack = broadcast(left.shape[:-2], right.shape[:-2])
    full = (*stack, left.shape[-2], right.shape[-1])
    flow = upstream if upstream.shape == full else pages.reshape(upstream, shape=full)
    to_left, to_right = flow @ _flip(right), _flip(left) @ flow
    if left is not a:
        to_left = pages.reshape(to_left, shape=(*stack, *a.shape))
    if right is not b:
        to_right = pages.reshape(to_right, shape=(*stack, *b.shape))
    return to_left, to_right


matmul = Op(
    name="matmul",
    sign="@",
    says="the matrix product of $a and $b",
    notation=Notation(text="$a @ $b", latex=r"$a \, $b", symbol="@", binds=Binds.PRODUCT, spellings=("dot",)),
    kind=Kind.CONTRACTION,
    shape=_shape,
    compute=lambda m, a, b: m.matmul(a, b),
    derivative=_derivative,
    because="product rule for matrices: each factor is met by the transpose of the other",
    cost=lambda inputs, output, **settings: 2 * size(output) * inputs[0][-1],
    domain=Domain(
        cases=(
            Case(shapes=((2, 3), (3, 4))),
            Case(shapes=((3,), (3,))),
            Case(shapes=((2, 3), (3,))),
            Case(shapes=((3,), (3, 2))),
            Case(shapes=((2, 2, 3), (3, 2))),
            Case(shapes=((2, 1, 2, 3), (3, 3, 1))),
            Case(shapes=((2, 2, 3), (3,))),
            Case(shapes=((3,), (2, 3, 2))),
        )
    ),
    example=Example(inputs=([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]), output=[17.0, 39.0]),
    source="A. Cayley, A Memoir on the Theory of Matrices, 1858",
)
