"""Named scenarios with the figures of the public campaigns.

Public are only: about 25,000 accounts, 28.8 million exchanges, 22 April to 5 June 2026; before that three campaigns of
150,000, 3.4 million and 13 million exchanges by about 24,000 accounts in all. How the 24,000 divide, the earlier
windows and everything else about the populations is assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from fraudgraph.simulate.behaviour import Taste
from fraudgraph.simulate.population import Calendar
from fraudgraph.simulate.ring_kinds import CAMPAIGN, SUPPORTING, RingPlan
from fraudgraph.simulate.timed_kinds import BESIDE_STARTUPS, ROTATION


@dataclass(frozen=True, slots=True)
class Groups:
    """How many honest groups of each kind at scale 1."""

    firms: int = 130
    automated_firms: int = 24
    campuses: int = 26
    agencies: int = 40
    resellers: int = 30
    hackathons: int = 24
    poolers: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named population: figures at scale 1, times `scale_of_scenario` (a tenth for the demonstration).

    honest: accounts in no ring; rings: the campaign, where there is one, first, then the others. sessions: exchanges
    have a session_id, and honest accounts hand on to each other now and then.
    """

    name: str
    description: str
    honest: int
    calendar: Calendar
    rings: tuple[RingPlan, ...]
    groups: Groups = Groups()
    scale_of_scenario: float = 1.0
    sessions: bool = False

    @property
    def campaign(self) -> RingPlan:
        """The ring with the public figures."""
        return self.rings[0]

    @property
    def figures(self) -> Mapping[str, int]:
        """Accounts and exchanges of the campaign (of all rings where none is one), honest accounts, rings and days, at
        the scenario's own scale.
        """
        by = self.scale_of_scenario
        main = self.rings[:1] if self.campaign.exchanges else self.rings
        return {
            "campaign_accounts": sum(round(ring.size * by) for ring in main),
            "campaign_exchanges": sum(ring.total(ring.size, by, self.calendar.days) for ring in main),
            "honest_accounts": round(self.honest * by),
            "planted_rings": len(self.rings),
            "days": self.calendar.days,
        }


_FULL = Scenario(
    name="campaign",
    description=(
        "One ring of 25,000 accounts with 28.8 million exchanges from 2026-04-22 to 2026-06-05, "
        "30 other rings of 7 to 3,000 accounts, and 520,000 accounts in no ring."
    ),
    honest=520_000,
    calendar=Calendar(date(2026, 4, 1), 66, launch=47),
    rings=(CAMPAIGN, *SUPPORTING),
)

_EARLY_RINGS = tuple(
    plan
    for plan in SUPPORTING
    if plan.name
    in {
        "plain-2", "plain-3", "tiny-1", "tiny-3", "residential-1", "paraphrase-1", "camouflage-1", "cells-1", "slow-1",
        "one-time-1", "no-template-1", "replaced-1",
    }
)  # fmt: skip


def _earlier(name: str, ring: RingPlan, honest: int, calendar: Calendar, says: str) -> Scenario:
    share = honest / _FULL.honest
    groups = Groups(
        *(round(max(2, getattr(Groups(), f) * share)) if getattr(Groups(), f) else 0 for f in Groups.__slots__)
    )
    description = f"An earlier campaign: {ring.size:,} accounts with {ring.exchanges:,} exchanges{says}"
    return Scenario(name, description, honest, calendar, (ring, *_EARLY_RINGS), groups)


_150K = replace(
    CAMPAIGN, name="campaign-150k", size=1_200, exchanges=150_000, first_day=7, per_card=12, addresses=8,
    per_address=30, templates=4, templates_each=2, bursts=6, victims=2, per_day=5.0,
)  # fmt: skip
_3_4M = replace(
    CAMPAIGN, name="campaign-3.4m", size=6_300, exchanges=3_400_000, first_day=7, per_card=16, addresses=14,
    per_address=60, templates=8, templates_each=3, bursts=20, victims=4, camouflage=0.15,
)  # fmt: skip
_13M = replace(
    CAMPAIGN, name="campaign-13m", type="model_pivot", size=16_500, exchanges=13_000_000, first_day=7, bursts=40,
    addresses=18, per_address=110, templates=10, templates_each=4, victims=8, taste=Taste.PIVOT,
)  # fmt: skip

_STARTUPS = Scenario(
    name="startups",
    description=(
        "Hackathons, automated firms, agencies, resellers, campuses and people with several accounts, "
        "7 rings of 9 to 220 accounts, and 42,000 accounts in no ring."
    ),
    honest=42_000,
    calendar=Calendar(date(2026, 2, 2), 42),
    rings=BESIDE_STARTUPS,
    groups=Groups(firms=36, automated_firms=30, campuses=6, agencies=60, resellers=12, hackathons=40, poolers=160),
    sessions=True,
)
_ROTATION = Scenario(
    name="rotation",
    description=(
        "17 rings of 60 to 240 accounts, of which 15 share next to nothing and are used in rotation, in lockstep or "
        "signed up in batches, and 40,000 accounts in no ring."
    ),
    honest=40_000,
    calendar=Calendar(date(2026, 2, 2), 42),
    rings=ROTATION,
    groups=Groups(firms=20, automated_firms=10, campuses=3, agencies=10, resellers=4, hackathons=6, poolers=40),
    sessions=True,
)

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        scenario.name: scenario
        for scenario in (
            _FULL,
            replace(
                _FULL,
                name="demo",
                description=(
                    "The campaign at a tenth of its size: a ring of 2,500 accounts with 2.88 million exchanges, "
                    "30 smaller rings, and 52,000 accounts in no ring."
                ),
                scale_of_scenario=0.1,
            ),
            _earlier(
                "campaign-150k", _150K, 60_000, Calendar(date(2025, 10, 6), 42), ", slow and spread over five weeks."
            ),
            _earlier(
                "campaign-3.4m", _3_4M, 150_000, Calendar(date(2025, 11, 17), 42), ", some of it at public places."
            ),
            _earlier(
                "campaign-13m",
                _13M,
                300_000,
                Calendar(date(2026, 1, 12), 42, launch=24),
                ", moving to a new model within two days of its launch.",
            ),
            _STARTUPS,
            _ROTATION,
        )
    }
)
