"""Kinds of identifiers: what each proves, how it is shown, what it is derived from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """What a kind proves. `other` (undeclared) never decides a class; `timing` supports ownership, and never makes
    class A without it.
    """

    OWNERSHIP = "ownership"
    NETWORK = "network"
    CONTENT = "content"
    TIMING = "timing"
    OTHER = "other"


class Forgeability(StrEnum):
    """What an outsider would need to make an account carry such an identifier, hardest to forge first.

    payment: pay with it; phone: answer a call on it; device: sit at it; network: send traffic through it; timing: act
    when others act; text: know the words. unknown (undeclared) is treated as the easiest.
    """

    PAYMENT = "payment"
    PHONE = "phone"
    DEVICE = "device"
    NETWORK = "network"
    TIMING = "timing"
    TEXT = "text"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for the hardest to forge, more for easier ones."""
        return list(Forgeability).index(self)

    @property
    def hard(self) -> bool:
        """Whether an outsider can hardly forge it: payment, phone and device."""
        return self in (Forgeability.PAYMENT, Forgeability.PHONE, Forgeability.DEVICE)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of identifier.

    show: the word on screens (JSON has the full name); forgeability: what an outsider needs to forge it;
    derived_from: the kind of which this one is a function; lifetime_days: how long one holder keeps one (None: for
    good); hub: every identifier of the kind means nothing (a block list) and is excluded; causes: who else could
    share it.
    """

    name: str
    family: Family = Family.OTHER
    show: str = ""
    forgeability: Forgeability = Forgeability.UNKNOWN
    derived_from: str | None = None
    lifetime_days: int | None = None
    hub: bool = False
    causes: str = ""

    @property
    def word(self) -> str:
        """The short word on screens."""
        return self.show or self.name

    @property
    def hard_to_fake(self) -> bool:
        """An outsider can hardly make an account carry it."""
        return self.forgeability.hard


_PAYMENT, _PHONE, _DEVICE = Forgeability.PAYMENT, Forgeability.PHONE, Forgeability.DEVICE
_NETWORK, _TIMING, _TEXT = Forgeability.NETWORK, Forgeability.TIMING, Forgeability.TEXT

BUILT_IN: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("payment_instrument", Family.OWNERSHIP, "payment", _PAYMENT, causes="hard: card thief, reseller"),
            Kind("device", Family.OWNERSHIP, "", _DEVICE, causes="hard: shared or sold machine, emulator"),
            Kind("phone", Family.OWNERSHIP, "", _PHONE, causes="hard: reassigned number, SMS service"),
            Kind("ip", Family.NETWORK, "", _NETWORK, lifetime_days=30, causes="easy: VPN exit, office, NAT"),
            Kind("prompt_fingerprint", Family.CONTENT, "prompt", _TEXT, causes="easy: prompts are copied"),
            Kind("email", Family.OTHER, causes="easy: typing error, shared mailbox"),
            Kind("api_client", Family.OTHER, causes="easy: the same software"),
            Kind("payment_attempt", Family.OTHER, "attempt", causes="easy: card testing, declined only"),
            Kind("hand_over", Family.TIMING, "hand-over", _TIMING, causes="easy: one login passed on, reused ids"),
            Kind("lockstep", Family.TIMING, "", _TIMING, causes="easy: an event, a common scheduler"),
            Kind("signup_batch", Family.OTHER, "sign-ups", _TIMING, causes="easy: a class, a launch, an event"),
            Kind(
                "prompt_group",
                Family.CONTENT,
                "near prompt",
                _TEXT,
                derived_from="prompt_fingerprint",
                causes="easy: prompts are copied, reworded",
            ),
        )
    }
)


PAID_WITH = ("payment_instrument", "payment_attempt")
"""Kinds of which payments tell most."""


def graded(known: Forgeability, hard: bool) -> Forgeability:
    """The grade of a kind of which only hard or easy was said: the known one if it agrees, else the least that does."""
    if known.hard == hard:
        return known
    return Forgeability.DEVICE if hard else Forgeability.UNKNOWN


def kind_of(name: str, declared: Mapping[str, Kind] = BUILT_IN) -> Kind:
    """The kind of that name; an undeclared name is a kind of family `other`."""
    return declared.get(name) or BUILT_IN.get(name) or Kind(name)


def declare(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """The built-in kinds with these declared over them."""
    return {**BUILT_IN, **{kind.name: replace(kind) for kind in kinds}}


def root_of(kind: Kind, declared: Mapping[str, Kind]) -> Kind:
    """The kind at the head of the chain `derived_from` (the kind itself if it is not derived)."""
    seen = {kind.name}
    while kind.derived_from and kind.derived_from not in seen:
        kind = kind_of(kind.derived_from, declared)
        seen.add(kind.name)
    return kind
