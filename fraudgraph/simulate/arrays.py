"""Array types of the simulator, seeded streams, and the few draws that every part makes."""

import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.integer[Any]]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NEVER = np.iinfo(np.int64).max


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one part of a population: parts do not disturb each other's draws."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def zipf(n: int, exponent: float) -> Floats:
    """Probabilities proportional to 1 / rank ** exponent, shape (n,)."""
    weight = 1.0 / np.arange(1, n + 1, dtype=np.float64) ** exponent
    return np.asarray(weight / weight.sum())


def pick(rng: np.random.Generator, weights: Floats, n: int) -> Ints:
    """n indices drawn with the given probabilities (inverse of the cumulative sum: fast for millions of draws)."""
    cumulative = np.cumsum(weights)
    drawn = np.searchsorted(cumulative, rng.random(n) * cumulative[-1], side="right")
    return np.asarray(drawn.clip(0, len(weights) - 1))


def split(total: int, parts: int) -> Ints:
    """Sizes of `parts` nearly equal parts that sum to total."""
    base, extra = divmod(total, parts)
    return np.full(parts, base, np.int64) + (np.arange(parts) < extra)


def distinct_each(rng: np.random.Generator, rows: int, pool: int, each: int) -> Ints:
    """`each` distinct numbers below `pool` for every row, shape (rows, each), by sequential draws past earlier ones.

    Uniform over ordered samples without replacement (each <= pool).
    """
    chosen = np.empty((rows, each), np.int64)
    for column in range(each):
        value = rng.integers(0, pool - column, rows)
        earlier = np.sort(chosen[:, :column], axis=1)
        for place in range(column):
            value = value + (value >= earlier[:, place])
        chosen[:, column] = value
    return chosen
