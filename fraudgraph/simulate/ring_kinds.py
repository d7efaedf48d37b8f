"""Kinds of planted rings and how each hides. Every figure is an assumption, chosen so that strengths vary."""

from dataclasses import dataclass, replace

from fraudgraph.simulate.behaviour import Hours, Mix, Taste


@dataclass(frozen=True, slots=True)
class RingPlan:
    """One planted ring at scale 1.

    size: accounts; least: what a smaller scale may not go below. exchanges: exact total at scale 1, or 0 to derive it
    from per_day (exchanges a day and account). first_day, last_day: of its exchanges, counted from the first day of
    the window; last_day -1 is the last of the window.
    per_card: accounts on each card of the pool (0: no card, 1: a card each); second_card: share with one more of it.
    addresses: of the ring's pool, drawn by each account; per_address: how many accounts draw each; six: IPv6, a host of
    its own for each account; residential: how many addresses of the public dynamic lines.
    templates: in the pool; templates_each: drawn by each account; templated: share of exchanges sent with one.
    load: spread of the accounts' volumes (log-normal sigma); aged: signed up long before; bursts: of sign-ups;
    late: share that signs up after the first day; victims: honest people whose card it uses.
    camouflage: share of exchanges at public places. cell: accounts in a cell with a pool of its own (0: no cells);
    bridges: accounts of a cell that borrow an identifier of the next. replaced: share of accounts that are blocked and
    replaced within hours. hosting: name of an address pool of which each account rents one, among other tenants.
    own_line: each account has a line of its own, seen with nobody else. variant: accounts on each template of the pool,
    exactly (0: as `templates` says). batch: accounts that sign up one after another, a minute apart at most (0: none).
    customers: share of accounts that also carry the traffic of real customers.
    workers: so many use the accounts in rotation (0: each for itself), `turn` exchanges each, the next within
    `hand_over` seconds; carries: "session" or "template", what goes over to the next account. lockstep: moments a day
    at which all accounts act.
    """

    name: str
    type: str
    size: int
    least: int = 7
    exchanges: int = 0
    per_day: float = 12.0
    first_day: int = 6
    last_day: int = -1
    per_card: float = 9.0
    second_card: float = 0.25
    addresses: int = 6
    per_address: float = 12.0
    six: bool = False
    residential: int = 1
    templates: int = 3
    templates_each: int = 2
    templated: float = 0.92
    camouflage: float = 0.06
    hours: Hours = Hours.FLAT
    load: float = 0.1
    aged: bool = False
    bursts: int = 3
    late: float = 0.0
    cell: int = 0
    bridges: int = 0
    replaced: float = 0.0
    hosting: str = ""
    mix: Mix = Mix.HARVEST
    taste: Taste = Taste.LARGE
    victims: int = 0
    own_line: bool = False
    variant: int = 0
    batch: int = 0
    customers: float = 0.0
    workers: int = 0
    turn: int = 20
    hand_over: float = 45.0
    carries: str = "session"
    lockstep: int = 0

    @property
    def timed(self) -> bool:
        """Whether the moments of its exchanges are scripted."""
        return bool(self.workers or self.lockstep)

    def span(self, days: int) -> tuple[int, int]:
        """First and last day of its exchanges in a window of so many days."""
        return min(self.first_day, max(0, days - 7)), days - 1 if self.last_day < 0 else self.last_day

    def total(self, accounts: int, scale: float, days: int) -> int:
        """Its exchanges, exactly."""
        first, last = self.span(days)
        return (
            round(self.exchanges * scale)
            if self.exchanges
            else round(accounts * self.per_day * (last - first + 1) * 0.9)
        )


CAMPAIGN = RingPlan(
    "campaign",
    "campaign",
    size=25_000,
    exchanges=28_800_000,
    first_day=21,
    per_card=20,
    second_card=0.2,
    addresses=22,
    per_address=140,
    residential=3,
    templates=12,
    templates_each=4,
    templated=0.94,
    load=0.06,
    bursts=60,
    late=0.08,
    victims=12,
)

# fmt: off
_PLAIN = RingPlan("plain", "plain", size=100, least=20)
_TINY = RingPlan(
    "tiny", "tiny", size=8, per_card=4, second_card=0.5, addresses=4, per_address=5, templates=2, bursts=1, load=0.15,
)
_RESIDENTIAL = RingPlan(
    "residential", "residential_proxy", size=150, least=40, addresses=0, residential=12, per_card=8, second_card=0.4,
    templates=3, camouflage=0.08,
)
_PARAPHRASE = RingPlan(
    "paraphrase", "rotating_templates", size=150, least=40, per_card=3.5, second_card=0.4, addresses=4, per_address=7,
    templates=20, templates_each=2, templated=0.85, hours=Hours.SHIFT,
)
_CAMOUFLAGE = RingPlan(
    "camouflage", "camouflage", size=150, least=40, per_card=6, addresses=4, per_address=8, templates=2,
    camouflage=0.5, templated=0.7, hours=Hours.SHIFT, mix=Mix.HARVEST_MILD, load=0.3,
)
_CELLS = RingPlan(
    "cells", "cells", size=200, least=80, per_card=7, second_card=0.5, addresses=4, per_address=7, templates=2,
    cell=20, bridges=3,
)
_SLOW = RingPlan(
    "slow", "slow_drip", size=100, least=40, per_day=2.4, first_day=0, per_card=4, second_card=0.25, addresses=3,
    per_address=6, camouflage=0.3, aged=True, hours=Hours.SHIFT, mix=Mix.HARVEST_MILD, load=0.5, templated=0.75,
)
_ONE_TIME = RingPlan(
    "one-time", "one_time_cards", size=180, least=40, per_card=1, second_card=0.0, addresses=4, per_address=7,
    templates=4,
)
_NO_TEMPLATE = RingPlan(
    "no-template", "no_template", size=90, least=40, per_card=4, second_card=0.3, addresses=3, per_address=6,
    templates=0, templates_each=0, templated=0.0, hours=Hours.SHIFT, load=0.2,
)
_CARD_ONLY = RingPlan(
    "card-only", "card_only", size=400, least=150, per_card=8, second_card=0.5, addresses=0, residential=9,
    templates=0, templates_each=0, templated=0.25, hours=Hours.SHIFT, load=0.3, camouflage=0.3,
)
_HOSTING = RingPlan(
    "tenant", "shared_hosting", size=200, least=40, per_card=6, addresses=4, per_address=9, hosting="hosting-1",
    templates=2,
)
_REPLACED = RingPlan("replaced", "banned_and_replaced", size=160, least=40, replaced=0.4, per_card=6)
_PIVOT = RingPlan("pivot", "model_pivot", size=220, least=40, taste=Taste.PIVOT, hours=Hours.SHIFT, addresses=7)

SUPPORTING: tuple[RingPlan, ...] = (
    replace(_PLAIN, name="plain-1", size=40, hours=Hours.SHIFT),
    replace(_PLAIN, name="plain-2", size=120, per_card=5, per_address=8, six=True),
    replace(_PLAIN, name="plain-3", size=300, first_day=20, templates=2),
    replace(
        _PLAIN, name="plain-4", size=3000, per_card=15, addresses=10, per_address=40, templates=5, templates_each=3,
        per_day=9.0, bursts=12, late=0.1, victims=3,
    ),
    replace(_TINY, name="tiny-1", size=7, per_card=7),
    replace(_TINY, name="tiny-2", size=8),
    replace(_TINY, name="tiny-3", size=10, addresses=3, hours=Hours.SHIFT),
    replace(_TINY, name="tiny-4", size=12, per_card=6),
    replace(_RESIDENTIAL, name="residential-1", size=150, per_card=4, second_card=0.3, templates=6, templates_each=1),
    replace(_RESIDENTIAL, name="residential-2", size=400, per_card=10),
    replace(_RESIDENTIAL, name="residential-3", size=1500, per_card=12, templates=6, per_day=9.0, bursts=8),
    replace(
        _PARAPHRASE, name="paraphrase-1", size=150, per_card=3, second_card=0.3, addresses=2, per_address=4,
        templates=30, templates_each=1,
    ),
    replace(_PARAPHRASE, name="paraphrase-2", size=300, templates=40),
    replace(_PARAPHRASE, name="paraphrase-3", size=900, templates=120, per_day=10.0, bursts=6),
    replace(_CAMOUFLAGE, name="camouflage-1", size=150),
    replace(
        _CAMOUFLAGE, name="camouflage-2", size=350, camouflage=0.7, per_card=4, addresses=2, per_address=5,
        templates=6, templates_each=1, victims=2,
    ),
    replace(_CAMOUFLAGE, name="camouflage-3", size=1200, per_day=8.0, bursts=8),
    replace(_CELLS, name="cells-1", size=200),
    replace(_CELLS, name="cells-2", size=600, per_day=12.0, bursts=6),
    replace(_SLOW, name="slow-1", size=100, per_card=3, addresses=2, per_address=4, templates=5, templates_each=1),
    replace(_SLOW, name="slow-2", size=600, per_card=7, addresses=4, per_address=9),
    replace(_ONE_TIME, name="one-time-1", size=180),
    replace(_ONE_TIME, name="one-time-2", size=500, templates=6, per_day=12.0),
    replace(_NO_TEMPLATE, name="no-template-1", size=90),
    replace(_CARD_ONLY, name="card-only-1", size=400, per_day=12.0),
    replace(_HOSTING, name="tenant-1", size=200),
    replace(_HOSTING, name="tenant-2", size=350, per_card=8),
    replace(_REPLACED, name="replaced-1", size=160),
    replace(_REPLACED, name="replaced-2", size=700, per_day=12.0, bursts=6, victims=2),
    replace(_PIVOT, name="pivot-1", size=1000, per_day=11.0, bursts=8),
)
# fmt: on
