"""A population while it grows: accounts with their traits, and what each of them holds.

Only integer codes here; `identifiers` names them at the end. Parts (households, firms, rings) enrol accounts and give
them cards, addresses and templates; `Population.freeze` returns arrays by account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from fraudgraph.simulate.arrays import DAY, NEVER, Floats, Ints
from fraudgraph.simulate.behaviour import Hours, Mix, Taste, Trouble
from fraudgraph.simulate.identifiers import Registry
from fraudgraph.simulate.script import Script, joined

EPOCH = date(1970, 1, 1)
CATEGORIES = (
    "individual",
    "family",
    "multi_account",
    "carrier",
    "vpn",
    "campus",
    "firm",
    "automated_firm",
    "agency",
    "reseller_customer",
    "hackathon",
    "victim",
    "ring",
    "pooler",
)
STATUSES = ("active", "suspended", "closed")
PLANS = ("free", "plus", "pro", "team", "api")
WEBMAIL = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com", "proton.me", "gmx.net", "qq.com", "mail.ru")


class Role(IntEnum):
    """How a card is used: monthly, once, tried and declined, stolen and disputed."""

    MAIN = 0
    ONCE = 1
    DECLINED = 2
    DISPUTED = 3


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days a population covers: first day, number of days, and the day a new model is launched (index, or none)."""

    first: date
    days: int
    launch: int | None = None

    @property
    def start(self) -> int:
        """First microsecond (UTC, since 1970)."""
        return (self.first - EPOCH).days * DAY

    @property
    def end(self) -> int:
        """First microsecond after the last day."""
        return self.start + self.days * DAY


# dtype and default of every trait of an account
_TRAITS: dict[str, tuple[type[np.generic], float]] = {
    "country": (np.int16, 0),
    "created": (np.int64, 0),
    "ended": (np.int64, NEVER),  # no exchange from here on
    "category": (np.int16, 0),
    "ring": (np.int16, -1),
    "group": (np.int32, -1),
    "organization": (np.int32, -1),
    "domain": (np.int32, 0),
    "plan": (np.int8, 0),
    "invoiced": (np.bool_, 0),
    "status": (np.int8, 0),
    "per_day": (np.float32, 0),  # mean exchanges a day, idle days included
    "active": (np.float32, 1),  # share of days with any
    "templated": (np.float32, 0),  # share of exchanges sent with a template
    "hours": (np.int8, Hours.PERSONAL),
    "clock": (np.int16, 0),
    "mix": (np.int8, Mix.CASUAL),
    "taste": (np.int8, Taste.LATE),
    "trouble": (np.int8, Trouble.NORMAL),
    "beat": (np.int16, 0),  # minutes between the moments at which a machine acts, or 0
}


@dataclass(frozen=True, slots=True)
class Holdings:
    """Identifiers of every account: those of account a are codes[start[a] : start[a + 1]], with repeats as weights."""

    start: Ints
    codes: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Actions:
    """What was done to accounts: account, action, reason (codes into ACTIONS and REASONS) and time."""

    account: Ints
    action: Ints
    reason: Ints
    at: Ints


@dataclass(frozen=True, slots=True)
class Planned:
    """Exchanges counted in advance: accounts, and counts of shape (accounts, days)."""

    accounts: Ints
    counts: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class World:
    """A finished population. Traits have one value an account; cards are (account, card, role) rows; script: where
    exchanges have sessions, those that were fixed in advance.
    """

    traits: dict[str, npt.NDArray[Any]]
    addresses: Holdings
    templates: Holdings
    cards: tuple[Ints, Ints, Ints]
    actions: Actions
    planned: Planned
    script: Script | None
    domains: tuple[str, ...]
    groups: tuple[str, ...]
    organizations: int

    @property
    def accounts(self) -> int:
        """How many accounts."""
        return len(self.traits["created"])


ACTIONS = ("blocked", "suspended", "reinstated")
REASONS = ("automated use", "payment dispute", "terms of use", "appeal upheld")


class Population:
    """Collects accounts and holdings; see `enrol`, `pay`, `connect`, `prompt`, `plan`, `script`, `act`."""

    def __init__(self, calendar: Calendar, sessions: bool = False) -> None:
        self.calendar = calendar
        self.sessions = sessions
        self.registry = Registry()
        self.size = 0
        self.organizations = 0
        self.domains: list[str] = list(WEBMAIL)
        self.groups: list[str] = []
        self._traits: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in _TRAITS}
        self._cards: list[tuple[Ints, Ints, Ints]] = []
        self._addresses: list[tuple[Ints, Ints]] = []
        self._templates: list[tuple[Ints, Ints]] = []
        self._actions: list[Actions] = []
        self._planned: list[Planned] = []
        self._scripts: list[Script] = []
        self._scripted_sessions = 0

    def enrol(self, n: int, **traits: npt.ArrayLike) -> Ints:
        """n new accounts with the given traits (scalars or one value an account); returns their codes."""
        unknown = set(traits) - set(_TRAITS)
        if unknown:
            raise KeyError(f"no such trait: {sorted(unknown)}")
        for name, (dtype, default) in _TRAITS.items():
            value = np.asarray(traits.get(name, default)).astype(dtype)
            self._traits[name].append(np.array(np.broadcast_to(value, (n,))))
        self.size += n
        return np.arange(self.size - n, self.size)

    def group(self, name: str) -> int:
        """Code of a new honest group."""
        self.groups.append(name)
        return len(self.groups) - 1

    def organization(self) -> int:
        """Code of a new declared organisation."""
        self.organizations += 1
        return self.organizations - 1

    def domain(self, name: str) -> int:
        """Code of a new e-mail domain."""
        self.domains.append(name)
        return len(self.domains) - 1

    def pay(self, accounts: Ints, cards: Ints, role: Role = Role.MAIN) -> None:
        """accounts[i] pays with cards[i]."""
        self._cards.append((accounts, cards, np.full(len(accounts), int(role))))

    def connect(self, accounts: Ints, addresses: Ints, times: int = 1) -> None:
        """accounts[i] is seen at addresses[i], `times` times as often as at an address given once."""
        self._addresses.append((np.repeat(accounts, times), np.repeat(addresses, times)))

    def prompt(self, accounts: Ints, templates: Ints, times: int = 1) -> None:
        """accounts[i] sends templates[i], `times` times as often as a template given once."""
        self._templates.append((np.repeat(accounts, times), np.repeat(templates, times)))

    def plan(self, accounts: Ints, counts: npt.NDArray[np.int32]) -> None:
        """Fix the exchanges of accounts: counts has one row an account and one column a day."""
        self._planned.append(Planned(accounts, counts))

    def script(self, rows: Script) -> None:
        """Fix exchanges to the microsecond, beside others of the same accounts; sessions are numbered from 0."""
        self._scripts.append(rows.moved(self._scripted_sessions))
        self._scripted_sessions += int(rows.session.max(initial=-1)) + 1

    def act(self, accounts: Ints, action: str, reason: str, at: Ints) -> None:
        """Record what was done to accounts and when (UTC microseconds)."""
        n = len(accounts)
        codes = np.full(n, ACTIONS.index(action)), np.full(n, REASONS.index(reason))
        self._actions.append(Actions(accounts, codes[0], codes[1], at))

    def held_cards(self) -> tuple[Ints, Ints]:
        """(accounts, cards) of every main card so far."""
        account, card, role = (np.concatenate(part) for part in zip(*self._cards, strict=True))
        main = role == Role.MAIN
        return account[main], card[main]

    def trait(self, name: str) -> npt.NDArray[Any]:
        """One trait of every account so far (a copy)."""
        return np.concatenate(self._traits[name])

    def overwrite(self, name: str, accounts: Ints, value: npt.ArrayLike) -> None:
        """Replace a trait of some accounts."""
        whole = self.trait(name)
        whole[accounts] = value
        self._traits[name] = [whole]

    def house(self) -> None:
        """Give everybody without an address a line of their own."""
        seen = np.zeros(self.size, np.bool_)
        for accounts, _ in self._addresses:
            seen[accounts] = True
        homeless = np.flatnonzero(~seen)
        self.connect(homeless, self.registry.new_addresses(len(homeless)))

    def freeze(self) -> World:
        """The finished population."""
        nobody = np.zeros(0, np.int64)
        cards = [np.concatenate([nobody, *part]) for part in zip(*self._cards, strict=True)]
        acts = [np.concatenate([nobody, *(getattr(a, f) for a in self._actions)]) for f in Actions.__slots__]
        planned = [p.counts for p in self._planned] or [np.zeros((0, self.calendar.days), np.int32)]
        return World(
            traits={name: np.concatenate(parts) for name, parts in self._traits.items()},
            addresses=_by_account(self._addresses, self.size),
            templates=_by_account(self._templates, self.size),
            cards=(cards[0], cards[1], cards[2]),
            actions=Actions(*acts),
            planned=Planned(np.concatenate([nobody, *(p.accounts for p in self._planned)]), np.concatenate(planned)),
            script=joined(self._scripts) if self.sessions else None,
            domains=tuple(self.domains),
            groups=tuple(self.groups),
            organizations=self.organizations,
        )


def _by_account(pairs: Sequence[tuple[Ints, Ints]], size: int) -> Holdings:
    account = np.concatenate([p[0] for p in pairs])
    code = np.concatenate([p[1] for p in pairs]).astype(np.int32)
    order = np.argsort(account, kind="stable")
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(account, minlength=size), out=start[1:])
    return Holdings(start, code[order])


def presence(created: Ints, ended: Ints, calendar: Calendar) -> Floats:
    """Share of each day that each account exists, shape (accounts, days)."""
    opens = calendar.start + np.arange(calendar.days) * DAY
    begins = np.maximum(created[:, None], opens[None, :])
    ends = np.minimum(ended[:, None], opens[None, :] + DAY)
    return np.asarray(np.clip((ends - begins) / DAY, 0.0, 1.0))
