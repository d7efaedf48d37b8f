"""How accounts behave: hours, capabilities, models, outcomes and token counts, as tables of quantiles.

Every table is drawn from by one uniform integer, so that a day of a million exchanges costs a few array lookups. All
shares are assumptions.
"""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from fraudgraph.simulate.arrays import Floats

HALF_HOURS = 48
HOUR_QUANTILES = 4096
QUANTILES = 1024
TOKEN_QUANTILES = 65536

CAPABILITIES = (
    "software_engineering",
    "agentic_reasoning",
    "writing",
    "data_analysis",
    "translation",
    "customer_support",
    "tutoring",
    "general_chat",
)
MODELS = ("meridian-4-mini", "meridian-4", "meridian-4-max", "meridian-5")
OUTCOMES = ("served", "blocked", "refused", "error")


class Hours(IntEnum):
    """When an account works, in its own local time."""

    PERSONAL = 0
    OFFICE = 1
    FLAT = 2
    STUDENT = 3
    SHIFT = 4
    NIGHT_BATCH = 5
    EVENT = 6


class Mix(IntEnum):
    """What an account works on."""

    CASUAL = 0
    WRITER = 1
    CODER = 2
    STUDENT = 3
    ANALYST = 4
    SUPPORT = 5
    TRANSLATOR = 6
    EXTRACTION = 7
    HARVEST = 8
    HARVEST_MILD = 9


class Taste(IntEnum):
    """Which models an account asks for; LATE, EARLY and PIVOT differ in how fast they move to a new one."""

    SMALL = 0
    LATE = 1
    EARLY = 2
    LARGE = 3
    PIVOT = 4


class Trouble(IntEnum):
    """How often exchanges are blocked, refused or fail."""

    NORMAL = 0
    MACHINE = 1
    PROBED = 2


# 24 relative weights a local hour; half hours in between are the same.
_HOURLY = {
    Hours.PERSONAL: (2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 7, 7, 7, 7, 7, 8, 9, 11, 13, 14, 13, 9, 5),
    Hours.OFFICE: (0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.6, 2, 8, 13, 14, 13, 8, 11, 14, 14, 12, 8, 3, 2, 1.5, 1, 0.6, 0.3),
    Hours.FLAT: (1,) * 24,
    Hours.STUDENT: (6, 4, 3, 1, 1, 0.5, 0.5, 1, 3, 5, 6, 6, 5, 6, 7, 7, 7, 7, 8, 10, 12, 13, 12, 9),
    Hours.SHIFT: (5, 5, 4, 0.5, 0.2, 0.2, 0.2, 1, 8, 9, 9, 9, 6, 9, 9, 9, 9, 9, 6, 9, 9, 9, 8, 6),
    Hours.NIGHT_BATCH: (16, 16, 16, 16, 14, 10, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 6, 12),
    Hours.EVENT: (5, 4, 3, 3, 2, 2, 2, 3, 5, 8, 10, 10, 8, 9, 10, 10, 10, 10, 9, 9, 9, 8, 7, 6),
}
_WEEKEND = {Hours.PERSONAL: 0.85, Hours.OFFICE: 0.15, Hours.STUDENT: 0.7, Hours.SHIFT: 0.95}
# Relative weights in the order of CAPABILITIES.
_MIXES = {
    Mix.CASUAL: (4, 2, 16, 6, 6, 1, 8, 57),
    Mix.WRITER: (2, 2, 62, 6, 8, 2, 3, 15),
    Mix.CODER: (58, 12, 6, 10, 1, 1, 4, 8),
    Mix.STUDENT: (16, 4, 22, 8, 6, 0.5, 30, 13.5),
    Mix.ANALYST: (14, 8, 12, 48, 3, 2, 2, 11),
    Mix.SUPPORT: (4, 8, 14, 8, 10, 48, 1, 7),
    Mix.TRANSLATOR: (1, 1, 20, 3, 62, 4, 2, 7),
    Mix.EXTRACTION: (6, 6, 4, 76, 4, 3, 0.2, 0.8),
    Mix.HARVEST: (56, 36, 2, 3, 0.5, 0.2, 1, 1.3),
    Mix.HARVEST_MILD: (44, 24, 9, 8, 2, 1, 2, 10),
}
_BEFORE_LAUNCH = {
    Taste.SMALL: (80, 18, 2),
    Taste.LATE: (35, 50, 15),
    Taste.EARLY: (15, 50, 35),
    Taste.LARGE: (2, 13, 85),
    Taste.PIVOT: (2, 13, 85),
}
_OUTCOME = {Trouble.NORMAL: (973, 2, 10, 15), Trouble.MACHINE: (985, 1, 2, 12), Trouble.PROBED: (958, 6, 22, 14)}
# Median input and output tokens by capability; the spread is log-normal.
_TOKENS = ((1500, 900), (2600, 1100), (420, 700), (1700, 500), (600, 620), (700, 260), (320, 560), (160, 280))
_TOKEN_SPREAD = (0.95, 0.75)

Table = npt.NDArray[np.integer[Any]]


def quantiles(weights: Floats, n: int) -> npt.NDArray[np.uint8]:
    """n codes in proportion to the weights: indexing with a uniform integer below n draws from them."""
    cumulative = np.cumsum(weights) / np.sum(weights)
    places = (np.arange(n) + 0.5) / n
    return np.searchsorted(cumulative, places, side="right").clip(0, len(weights) - 1).astype(np.uint8)


def hour_table() -> npt.NDArray[np.uint8]:
    """UTC half hour of [Hours * 48 + clock, quantile]; clock is half hours ahead of UTC, modulo 48."""
    rows = []
    for hours in Hours:
        local = np.repeat(np.asarray(_HOURLY[hours], np.float64), 2)
        rows += [quantiles(np.roll(local, -clock), HOUR_QUANTILES) for clock in range(HALF_HOURS)]
    return np.stack(rows)


def week_table() -> Floats:
    """Relative load of [Hours, weekday], Monday first, mean 1 over the week."""
    table = np.ones((len(Hours), 7))
    for hours, weekend in _WEEKEND.items():
        table[hours, 5:] = weekend
    return np.asarray(table / table.mean(axis=1, keepdims=True))


def capability_table() -> npt.NDArray[np.uint8]:
    """Capability code of [Mix, quantile]."""
    return np.stack([quantiles(np.asarray(_MIXES[mix], np.float64), QUANTILES) for mix in Mix])


def outcome_table() -> npt.NDArray[np.uint8]:
    """Outcome code of [Trouble, quantile]."""
    return np.stack([quantiles(np.asarray(_OUTCOME[t], np.float64), QUANTILES) for t in Trouble])


def new_model_share(taste: Taste, days_since_launch: int) -> float:
    """Share of an account's exchanges on the new model; negative days are before the launch."""
    if days_since_launch < 0 or taste is Taste.SMALL:
        return 0.0
    if taste is Taste.PIVOT:
        return (0.55, 0.93)[days_since_launch] if days_since_launch < 2 else 0.97
    halfway, most = {Taste.LATE: (16.0, 0.35), Taste.EARLY: (7.0, 0.6), Taste.LARGE: (9.0, 0.6)}[taste]
    return float(most / (1.0 + np.exp(-(days_since_launch - halfway) / 3.0)))


def model_table(days_since_launch: int) -> npt.NDArray[np.uint8]:
    """Model code of [Taste, quantile] on a day."""
    rows = []
    for taste in Taste:
        new = new_model_share(taste, days_since_launch)
        old = np.asarray(_BEFORE_LAUNCH[taste], np.float64)
        rows.append(quantiles(np.append(old / old.sum() * (1.0 - new), new), QUANTILES))
    return np.stack(rows)


def token_table(which: int, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """Token counts of [capability, quantile]; which: 0 input, 1 output. Log-normal around the capability's median."""
    spread = rng.standard_normal(TOKEN_QUANTILES) * _TOKEN_SPREAD[which]
    medians = np.array([pair[which] for pair in _TOKENS], np.float64)
    return np.clip(np.round(medians[:, None] * np.exp(spread)[None, :]), 1, 200_000).astype(np.int32)
