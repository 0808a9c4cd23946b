"""Names for the kinds of numpy arrays that the engine passes about."""

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Rows = NDArray[np.int64]
Seats = NDArray[np.int16]
Slots = NDArray[np.uint32]
Small = NDArray[np.int32]
Words = NDArray[np.uint64]
