"""The population while it grows: accounts and what they did, identifiers and who holds them, and the public places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Reals = NDArray[np.float64]

CARD, ADDRESS, TEMPLATE = 0, 1, 2
REGIONS = 20
ACCOUNTS_PER_CARRIER_ADDRESS = 220
LINES_PER_ACCOUNT = 1.6
EXITS, PUBLIC, REGIONAL = 200, 500, 100


def falling(n: int, exponent: float) -> Reals:
    """Shares proportional to 1 / rank ** exponent."""
    shares = np.arange(1, n + 1) ** -exponent
    return np.asarray(shares / shares.sum())


REGION_SHARES = falling(REGIONS, 0.9)


@dataclass(frozen=True)
class Conduct:
    """What accounts of a group do: median volume and its log-normal spread, beta parameters of the share of exchanges
    on templates, mean and deviation of the evenness of hours (entropy over log 24), declared as an organisation or not.
    """

    volume: float
    spread: float
    templated: tuple[float, float]
    hours: tuple[float, float]
    declared: bool = False


@dataclass(frozen=True)
class Outing:
    """How much accounts use public places: public templates (mean), shares behind carriers and VPN exits, share that
    is seen on dynamic lines.
    """

    templates: float = 1.5
    carrier: float = 0.45
    exits: float = 0.08
    lines: float = 1.0


@dataclass(frozen=True)
class Deeds:
    """One entry an account: exchanges, share of them on templates, day of sign-up (0: first of the window), evenness
    of hours, code of the declared organisation or -1.
    """

    volume: Reals
    templated: Reals
    signed_up: Reals
    evenness: Reals
    organization: Codes


class Ground:
    """Collects accounts (`enrol`), identifiers (`mint`), who holds them (`hold`), public visits (`go_public`)."""

    def __init__(self, rng: np.random.Generator, people: int, days: int) -> None:
        self.rng, self.days = rng, days
        self.accounts = 0
        self.kinds: list[NDArray[np.int8]] = []
        self.held: list[tuple[Codes, Codes]] = []
        self.deeds: list[Deeds] = []
        self.category: list[str] = []
        self.region: list[Codes] = []
        self.ring: list[Codes] = []
        self.rings: list[tuple[str, str]] = []
        self._identifiers = self._organizations = 0
        total = people * 1.25
        near = (total * REGION_SHARES).astype(int)
        self._carriers = [self.mint(max(2, n // ACCOUNTS_PER_CARRIER_ADDRESS), ADDRESS) for n in near]
        self._busy = [self._shares(rng.lognormal(0, 1.1, len(c))) for c in self._carriers]
        self.lines = [self.mint(int(n * LINES_PER_ACCOUNT) + 10, ADDRESS) for n in near]
        self._exits, self._exit_busy = self.mint(EXITS, ADDRESS), self._shares(rng.lognormal(0, 1.0, EXITS))
        self._public, self._public_shares = self.mint(PUBLIC, TEMPLATE), falling(PUBLIC, 1.05)
        self._regional = [self.mint(REGIONAL, TEMPLATE) for _ in range(REGIONS)]
        self._regional_shares = falling(REGIONAL, 1.05)

    @staticmethod
    def _shares(weights: Reals) -> Reals:
        return np.asarray(weights / weights.sum())

    def some_regions(self, n: int) -> Codes:
        """n regions, large ones more often."""
        return np.asarray(self.rng.choice(REGIONS, n, p=REGION_SHARES))

    def sign_ups(self, n: int) -> Reals:
        """Days of sign-up over nearly two years up to the end of the window."""
        return np.asarray(self.days - 700 * self.rng.beta(1, 1.6, n))

    def enrol(self, category: str, region: Codes, conduct: Conduct, signed_up: Reals, ring: int = -1) -> Codes:
        """New accounts, one an entry of `region`; returns their codes."""
        n, rng = len(region), self.rng
        self.accounts += n
        self.category += [category] * n
        self.region.append(region)
        self.ring.append(np.full(n, ring))
        self._organizations += conduct.declared
        self.deeds.append(
            Deeds(
                rng.lognormal(np.log(conduct.volume), conduct.spread, n),
                rng.beta(*conduct.templated, n),
                signed_up,
                np.clip(rng.normal(*conduct.hours, n), 0.0, 1.0),
                np.full(n, self._organizations if conduct.declared else -1),
            )
        )
        return np.arange(self.accounts - n, self.accounts)

    def mint(self, n: int, kind: int) -> Codes:
        """n identifiers of a kind that nobody holds yet."""
        self._identifiers += n
        self.kinds.append(np.full(n, kind, np.int8))
        return np.arange(self._identifiers - n, self._identifiers)

    def hold(self, accounts: Codes, identifiers: Codes) -> None:
        """accounts[i] holds identifiers[i]."""
        self.held.append((accounts, identifiers))

    def hold_some(self, accounts: Codes, identifier: int, share: float) -> None:
        """A random share of the accounts holds one identifier."""
        some = accounts[self.rng.random(len(accounts)) < share]
        self.hold(some, np.full(len(some), identifier))

    def go_public(self, accounts: Codes, region: Codes, outing: Outing) -> None:
        """Public templates, carriers' shared addresses, dynamic lines and VPN exits."""
        rng, n = self.rng, len(accounts)
        times = rng.poisson(outing.templates * 0.55, n)
        self.hold(np.repeat(accounts, times), rng.choice(self._public, int(times.sum()), p=self._public_shares))
        for code in np.unique(region):
            self._go_local(accounts[region == code], int(code), outing)
        hidden = accounts[rng.random(n) < outing.exits]
        times = rng.integers(1, 5, len(hidden))
        self.hold(np.repeat(hidden, times), rng.choice(self._exits, int(times.sum()), p=self._exit_busy))

    def _go_local(self, accounts: Codes, code: int, outing: Outing) -> None:
        rng, n = self.rng, len(accounts)
        places = (
            (rng.poisson(outing.templates * 0.45, n), self._regional[code], self._regional_shares),
            (rng.integers(1, 4, n) * (rng.random(n) < outing.carrier), self._carriers[code], self._busy[code]),
            (rng.integers(1, 4, n) * (rng.random(n) < outing.lines), self.lines[code], None),
        )
        for times, place, shares in places:
            self.hold(np.repeat(accounts, times), rng.choice(place, int(times.sum()), p=shares))
