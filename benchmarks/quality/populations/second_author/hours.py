"""Hours of the day with a given evenness: entropy over log 24, from 0 (always the same hour) to 1 (round the clock)."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.populations.second_author.ground import Codes, Reals

LEVELS, QUANTILES = 101, 4096
_SHARPNESS = np.concatenate([[0.0], np.geomspace(0.01, 400.0, 400)])


def _shares(sharpness: Reals) -> Reals:
    """Shares of the 24 hours from the peak on: a von Mises distribution on the clock, shape (len(sharpness), 24)."""
    shape = np.cos(2 * np.pi * np.arange(24) / 24) - 1.0
    weight = np.exp(sharpness[:, None] * shape[None, :])
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def evenness(shares: Reals) -> Reals:
    """Entropy of each row over log 24."""
    return np.asarray(-(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1) / np.log(24))


def table() -> NDArray[np.int64]:
    """Hours after the peak of [level of evenness in hundredths, quantile]."""
    reached = evenness(_shares(_SHARPNESS))
    wanted = np.interp(np.linspace(0, 1, LEVELS), reached[::-1], _SHARPNESS[::-1])
    edges = np.cumsum(_shares(wanted), axis=1)
    places = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return np.stack([np.searchsorted(row, places).clip(0, 23) for row in edges])


def draw(rng: np.random.Generator, level: Reals, peak: Codes) -> Codes:
    """An hour for each entry, given its evenness and the hour of its peak."""
    rows = np.rint(level * (LEVELS - 1)).astype(np.int64)
    return np.asarray((peak + table()[rows, rng.integers(0, QUANTILES, len(level))]) % 24)
