"""Rings that hide in time, and the few rings of a platform full of honest groups. Every figure is an assumption.

Those that hide in time have one card for three accounts or one each, a residential line an account, and a template for
one to three accounts; what gives them away is when their accounts are used.
"""

from dataclasses import replace

from fraudgraph.simulate.behaviour import Hours, Mix
from fraudgraph.simulate.ring_kinds import RingPlan

# fmt: off
_HIDDEN = RingPlan(
    "hidden", "hidden", size=100, least=40, per_day=14.0, per_card=3, second_card=0.0, addresses=0, residential=0,
    own_line=True, templates=0, templates_each=0, variant=2, templated=0.85, camouflage=0.1, load=0.05, bursts=20,
)
_SESSION = replace(_HIDDEN, type="session_rotation", workers=4, turn=20, carries="session")
_TEMPLATE = replace(_HIDDEN, type="template_rotation", workers=3, turn=16, carries="template", variant=0)
_LOCKSTEP = replace(_HIDDEN, type="lockstep", lockstep=18, per_day=14.0)
_BATCH = replace(_HIDDEN, type="signup_batch", batch=20)
_PLAIN = RingPlan("plain", "plain", size=60, least=20)

ROTATION: tuple[RingPlan, ...] = (
    replace(_SESSION, name="session-1", size=120),
    replace(_SESSION, name="session-2", size=60, workers=2, variant=1),
    replace(_SESSION, name="session-3", size=150, per_card=1, variant=3, hours=Hours.SHIFT),
    replace(_SESSION, name="session-4", size=100, per_card=1, variant=1, hand_over=20.0),
    replace(_SESSION, name="session-5", size=240, per_card=1, variant=1, workers=8, turn=40, hand_over=90.0),
    replace(_TEMPLATE, name="template-1", size=120),
    replace(_TEMPLATE, name="template-2", size=80, per_card=1),
    replace(_TEMPLATE, name="template-3", size=200, per_card=1, workers=6, hand_over=15.0),
    replace(_LOCKSTEP, name="lockstep-1", size=100),
    replace(_LOCKSTEP, name="lockstep-2", size=70, per_card=1, variant=1),
    replace(_LOCKSTEP, name="lockstep-3", size=180, per_card=1, variant=3, lockstep=30),
    replace(_BATCH, name="batch-1", size=120),
    replace(_BATCH, name="batch-2", size=80, per_card=1, variant=1, batch=40),
    replace(_SESSION, name="all-1", size=100, per_card=1, variant=1, batch=25),
    replace(_HIDDEN, name="none-1", size=90, per_card=1, variant=1),  # nothing to find: a bound for every method
    replace(_PLAIN, name="plain-1", size=60),
    replace(_PLAIN, name="plain-2", size=120, per_card=5, per_address=8),
)

BESIDE_STARTUPS: tuple[RingPlan, ...] = (
    replace(_PLAIN, name="plain-1", size=160, per_card=8, victims=6),
    replace(_PLAIN, name="tiny-1", size=9, per_card=5, addresses=4, per_address=5, templates=2, bursts=1, least=7),
    RingPlan(
        "resale-1", "resale", size=220, least=60, per_card=6, customers=0.5, camouflage=0.2, per_day=10.0, victims=4,
        mix=Mix.HARVEST_MILD, load=0.4,
    ),
    RingPlan("residential-1", "residential_proxy", size=150, least=40, addresses=0, residential=12, per_card=6),
    RingPlan(
        "camouflage-1", "camouflage", size=150, least=40, per_card=5, addresses=4, per_address=7, templates=2,
        camouflage=0.5, templated=0.7, hours=Hours.SHIFT, mix=Mix.HARVEST_MILD, load=0.3, victims=4,
    ),
    RingPlan("replaced-1", "banned_and_replaced", size=130, least=40, replaced=0.4, per_card=6, victims=4),
    replace(_SESSION, name="session-1", size=90, per_card=2),
)
# fmt: on
