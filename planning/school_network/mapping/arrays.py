"""Names for the kinds of numpy arrays that the engine works with, and how one is closed to writing."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]


def closed(*arrays: NDArray[np.generic]) -> None:
    """Nobody writes into them any more: a run is immutable."""
    for array in arrays:
        array.setflags(write=False)
