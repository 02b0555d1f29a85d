"""Any number of rows in blocks of one size."""

import numpy as np
import numpy.typing as npt


def in_blocks(rows: int, size: int) -> npt.NDArray[np.intp]:
    """The numbers of so many rows in blocks (blocks, size); the last one is filled up with the last row.

    >>> in_blocks(5, 2).tolist()
    [[0, 1], [2, 3], [4, 4]]
    """
    count = -(-rows // size)
    return np.minimum(np.arange(count * size), rows - 1).reshape(count, size)
