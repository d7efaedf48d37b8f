"""Countries of the simulated population: share of accounts, clock, currency. Every share is an assumption."""

from dataclasses import dataclass

import numpy as np

from fraudgraph.simulate.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Country:
    """A country: relative share of honest accounts, half hours ahead of UTC, currency, its minor units a dollar."""

    code: str
    weight: float
    clock: int
    currency: str
    per_dollar: float


COUNTRIES: tuple[Country, ...] = (
    Country("US", 18.0, -11, "USD", 100),
    Country("IN", 12.0, 11, "INR", 8500),
    Country("GB", 6.5, 2, "GBP", 80),
    Country("DE", 6.5, 4, "EUR", 92),
    Country("JP", 6.0, 18, "JPY", 150),
    Country("BR", 6.0, -6, "BRL", 550),
    Country("FR", 5.0, 4, "EUR", 92),
    Country("ID", 4.5, 14, "IDR", 1_600_000),
    Country("CA", 4.0, -9, "CAD", 137),
    Country("KR", 4.0, 18, "KRW", 1380),
    Country("MX", 3.5, -12, "MXN", 1800),
    Country("ES", 3.0, 4, "EUR", 92),
    Country("IT", 3.0, 4, "EUR", 92),
    Country("AU", 3.0, 20, "AUD", 152),
    Country("PL", 2.5, 4, "PLN", 390),
    Country("NL", 2.0, 4, "EUR", 92),
    Country("TR", 2.0, 6, "TRY", 3800),
    Country("PH", 2.0, 16, "PHP", 5700),
    Country("VN", 2.0, 14, "VND", 25_400),
    Country("NG", 1.5, 2, "NGN", 155_000),
    Country("SE", 1.0, 4, "SEK", 1050),
    Country("SG", 1.0, 16, "SGD", 134),
    Country("ZA", 1.0, 4, "ZAR", 1850),
    Country("AE", 0.5, 8, "AED", 367),
)

WEIGHTS: Floats = np.array([c.weight for c in COUNTRIES]) / sum(c.weight for c in COUNTRIES)
CLOCKS: Ints = np.array([c.clock for c in COUNTRIES], np.int64)
