"""Lengths of prefix codes in bits, and their integer form.

The log-factorial table is built once for the largest argument: log2 n! = lgamma(n + 1) / ln 2.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Units = NDArray[np.int64]


_largest: list[Floats] = []
"""The largest table so far: each holds the smaller ones, so one is enough."""


def _sized(size: int) -> Floats:
    if not _largest or len(_largest[0]) < size:
        numbers = np.arange(1 << max(10, (size - 1).bit_length()), dtype=np.float64)
        _largest[:] = [np.asarray(gammaln(numbers + 1.0) / math.log(2.0), dtype=np.float64)]
    return _largest[0]


def log2_factorial(n: Any) -> Floats:
    """log2 n! of whole numbers n >= 0 (any shape)."""
    whole = np.asarray(n, dtype=np.int64)
    largest = int(whole.max()) if whole.size else 0
    if largest > 1 << 25:
        return np.asarray(gammaln(whole.astype(np.float64) + 1.0) / math.log(2.0), dtype=np.float64)
    return np.asarray(_sized(largest + 1)[whole], dtype=np.float64)


def log2_choose(n: Any, k: Any) -> Floats:
    """log2 of n choose k, 0 <= k <= n (arrays broadcast)."""
    n, k = np.asarray(n, dtype=np.int64), np.asarray(k, dtype=np.int64)
    return log2_factorial(n) - log2_factorial(k) - log2_factorial(n - k)


def whole_number_code(m: Any) -> Floats:
    """log2 m(m + 1): the code of a whole number m >= 1 under the prior 1 / m(m + 1)."""
    m = np.asarray(m, dtype=np.float64)
    return np.asarray(np.log2(m * (m + 1.0)), dtype=np.float64)


def quantise(bits: Any, unit: int) -> Units:
    """Bits as whole units of 1 / unit bit, so that sums are exact in any order."""
    return np.rint(np.asarray(bits, dtype=np.float64) * unit).astype(np.int64)


def sum_units(groups: NDArray[Any], values: Units, size: int) -> Units:
    """Exact sums of whole units by group (below 2^53 units a group, 2^33 bits)."""
    return np.bincount(groups, values, minlength=size).astype(np.int64)
