"""One made-up case, as the standard of the screens shows it: values that no sweep found, to draw screens from."""

from datetime import UTC, datetime

from fraudgraph.investigate.views.checks import ChecksView, FramingView, Grade, Least, Needed
from fraudgraph.investigate.views.ring import (
    CellTotals,
    Claimed,
    Claims,
    LinkedBy,
    MixRow,
    MixTable,
    RingView,
    TierTotal,
)
from fraudgraph.investigate.views.rings import BandTotal, RingRow, RingsView
from fraudgraph.investigate.views.why import Against, Drop, Reason, Standing, WhyView
from fraudgraph.model.checks import LeaveOneOut, NullCheck, Resampling, SweepChecks
from fraudgraph.model.checks import Standing as Framed
from fraudgraph.model.kinds import BUILT_IN, Forgeability, Kind
from fraudgraph.model.rings import (
    BIT,
    Band,
    Change,
    EvidenceClass,
    KindShare,
    Member,
    Review,
    Ring,
    Sign,
    State,
    Sweep,
    Tier,
)

PAYMENT, IP, PROMPT = BUILT_IN["payment_instrument"], BUILT_IN["ip"], BUILT_IN["prompt_fingerprint"]
NOTHING_LOADED = (BUILT_IN["device"], BUILT_IN["phone"], BUILT_IN["email"])


def us(text: str) -> int:
    """UTC microseconds of `2026-06-05 23:58:40`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def units(bits: float) -> int:
    """Bits in units of 2^-20 bit."""
    return round(bits * BIT)


SWEEP = Sweep(12, us("2026-06-06 00:00:00"), None, 20260606, (), (), (("accounts", 612_480),), "00", 0, 0)


def ring(number: int, accounts: int, **changed: object) -> Ring:
    """A ring; what a test does not name is of no matter to it."""
    known: dict[str, object] = {
        "ring_id": number,
        "rank": 1,
        "band": Band.LOOK_FIRST,
        "review": Review.TO_DO,
        "ring_class": EvidenceClass.A,
        "change": Change.GREW,
        "joined": 3_201,
        "left": 89,
        "born_sweep": 4,
        "accounts": accounts,
        "core": accounts,
        "probable": 0,
        "periphery": 0,
        "open_accounts": accounts,
        "suspended_accounts": 0,
        "exchanges": 100,
        "served": 90,
        "exchanges_7d": 10,
        "first_us": us("2026-04-22 00:03:11"),
        "last_us": us("2026-06-05 23:58:40"),
        "ring_bits": units(24.7 * accounts),
        "name_bits": units(6.0 * accounts),
        "kinds": (),
        "signs": (),
        "cells": (accounts,),
        **changed,
    }
    return Ring(**known)  # type: ignore[arg-type]  # the names above are those of Ring


def row(one: Ring, signs: tuple[int, int, int], linked_by: tuple[Kind, ...], delta: int) -> RingRow:
    """A row of `rings`."""
    return RingRow(one, *signs, linked_by, delta)


def _listed() -> tuple[RingRow, ...]:
    all_three, card_and_ip, card_and_prompt = (PAYMENT, PROMPT, IP), (PAYMENT, IP), (PAYMENT, PROMPT)
    more, against = Band.FIND_MORE, Band.MORE_AGAINST
    new, changed, born = Review.NEW, Review.CHANGED, Change.BORN

    def one(number: int, accounts: int, harm: int, still: int, **other: object) -> Ring:
        return ring(number, accounts, exchanges_7d=harm, open_accounts=still, **other)

    return (
        row(one(7, 24_975, 6_278_493, 22_641), (7, 8, 3), all_three, 3_112),
        row(one(49, 412, 188_204, 412, review=new, change=born), (6, 8, 0), card_and_prompt, 412),
        row(one(12, 1_806, 96_310, 1_311, review=changed, change=Change.SPLIT), (6, 8, 1), card_and_ip, 0),
        row(one(55, 391, 71_092, 377, review=new, change=Change.SPLIT), (5, 8, 1), card_and_ip, 0),
        row(one(21, 3_340, 64_417, 2_918, review=changed, change=Change.MERGED), (5, 8, 2), all_three, 0),
        row(one(50, 88, 40_118, 88, review=new, change=born), (5, 7, 1), card_and_ip, 88),
        row(one(31, 2_207, 311_940, 2_207, band=more, ring_class=EvidenceClass.B), (5, 8, 1), (PROMPT, IP), 64),
        row(one(44, 130, 22_871, 130, band=more, ring_class=EvidenceClass.C), (4, 6, 2), (PAYMENT,), 0),
        row(one(15, 1_204, 402_117, 1_204, band=against), (1, 8, 5), all_three, 11),
        row(one(52, 233, 9_480, 233, band=against, review=new, change=born), (2, 8, 4), card_and_ip, 233),
    )


RINGS = RingsView(
    sweep=SWEEP,
    rows=_listed(),
    bands=(
        BandTotal(Band.LOOK_FIRST, 6, 31_012),
        BandTotal(Band.FIND_MORE, 2, 2_337),
        BandTotal(Band.MORE_AGAINST, 2, 1_437),
    ),
    accounts=34_786,
    all_accounts=612_480,
    to_do=8,
    new=7,
    changed=3,
    dormant_to_do=1,
    dormant=10,
    merged_away=1,
)


def sign(sentence: str, value: float | None, others: float | None, innocent: str, unit: str = "share") -> Sign:
    """A sign of abuse that is present."""
    return Sign(sentence, sentence, False, State.PRESENT, unit, value, others, None, innocent, (), 1.0)


def against(sentence: str, accounts: int, reading: str) -> Sign:
    """A sign that speaks against abuse."""
    return Sign(sentence, sentence, True, State.PRESENT, "share", 0.05, 0.5, accounts, reading, (), -1.0)


CHECKS = SweepChecks(
    NullCheck(20, 0, tuple(range(20)), 41.3),
    Resampling(10, 0.2, 0.6, 0, tuple(range(10)), 790.0),
    LeaveOneOut((("ip",), ("payment_instrument",), ("prompt_fingerprint",), ("ip", "prompt_fingerprint")), 61.0),
)
CHECKED = ChecksView(
    CHECKS,
    0.9712,
    (("ip", 24_411), ("payment_instrument", 22_905), ("prompt_fingerprint", 21_640)),
    21_002,
)
UNCHECKED = ChecksView(SweepChecks(), None, (), None)
FRAMING = FramingView(
    grades=(
        Grade(Forgeability.PAYMENT, (PAYMENT,), units(12.4 * 24_975)),
        Grade(Forgeability.NETWORK, (IP,), units(7.1 * 24_975)),
        Grade(Forgeability.TEXT, (PROMPT,), units(11.2 * 24_975)),
    ),
    left=19_480,
    at_most=4,
    least=(
        Least(Framed.LINKED, ((Needed(PROMPT, 2, 318),), (Needed(PAYMENT, 1, 6_204),))),
        Least(Framed.CORE, ((Needed(IP, 1, 1_912), Needed(PROMPT, 1, 318)),)),
        Least(Framed.QUEUE, ()),
    ),
)

RING = RingView(
    ring=ring(
        7,
        24_975,
        core=22_318,
        probable=1_946,
        periphery=711,
        kinds=(KindShare("payment_instrument", units(12.4 * 24_975), 6_204, 23_871, 22_905),),
        signs=(
            sign("exchanges on a template of 50+ accounts", 0.941, 0.032, "a popular starter kit"),
            sign("busiest hour of the day (flat is 4.2 %)", 0.046, 0.118, "scheduled jobs"),
            sign("accounts per payment identifier, median", 4, 1, "one employer or parent pays", "accounts"),
            Sign("pivot", "moved to a new model within 48 h", False, State.ABSENT, "share", 0.0, 0.0, None, "", (), 0),
            Sign("device", "one device for many", False, State.UNKNOWN, "share", None, None, None, "a lab", (), 0),
            against("90+ days old when the ring began", 1_304, "bought, taken over, or bystanders"),
            against("invoiced, or declare an organisation", 250, "may be customers"),
        ),
    ),
    sweep=SWEEP,
    judged=None,
    claims=Claims(Claimed.INDICATED, Claimed.INDICATED, Claimed.NOT_ENTERED, None),
    exchanges=28_795_104,
    served=27_918_220,
    first_us=us("2026-04-22 00:03:11"),
    last_us=us("2026-06-05 23:58:40"),
    days=45,
    facts_end_us=us("2026-06-05 23:59:58"),
    active_at_end=True,
    cut_by_end=True,
    account_days=1_032_000,
    open_accounts=22_641,
    suspended_accounts=2_334,
    others_accounts=554_163,
    empty_kinds=NOTHING_LOADED,
    tiers=(
        TierTotal(Tier.CORE, 22_318, 26_204_118, 20_417),
        TierTotal(Tier.PROBABLE, 1_946, 2_011_873, 1_611),
        TierTotal(Tier.PERIPHERY, 711, 579_113, 613),
    ),
    linked_by=(
        LinkedBy(PAYMENT, units(12.4 * 24_975), 6_204, 23_871, 22_905),
        LinkedBy(PROMPT, units(11.2 * 24_975), 318, 24_802, 21_640),
        LinkedBy(IP, units(7.1 * 24_975), 1_912, 19_204, 24_411),
    ),
    daily=tuple((20_565 + place, 20_000 * (place + 1)) for place in range(45)),
    mixes=(
        MixTable(
            "model",
            (
                MixRow("large-4", 22_104_882, 224),
                MixRow("medium-4", 5_932_410, 513),
                MixRow("small-4", 700_000, 200),
                MixRow("tiny-4", 57_812, 63),
            ),
            28_795_104,
            1_000,
        ),
        MixTable(
            "capability",
            (MixRow("software engineering", 17_903_655, 240), MixRow("agentic reasoning", 10_891_449, 760)),
            28_795_104,
            1_000,
        ),
    ),
    cells=CellTotals(212, 1_318, 96),
    associated=(19, 31),
    association=3,
    previous_sweep=11,
    previous_accounts=21_863,
    notes=(),
    checks=CHECKED,
    framing=FRAMING,
)


def _member(account: str) -> Member:
    bits = (("payment_instrument", units(16.4)), ("ip", units(15.1)))
    return Member(account, 7, 1, Tier.CORE, EvidenceClass.A, True, units(31.8), bits)


def _reason(kind: Kind, value: str, holders: int, bits: float, seen: tuple[str, str], outside: int) -> Reason:
    first, last = (us(f"{day} 01:00:00") for day in seen)
    return Reason(kind, value, holders, units(bits), True, first, last, 0, holders - outside, 0, outside)


_REASONS = (
    _reason(PAYMENT, "pm_8Qd2Lk4fZr", 5, 16.4, ("2026-05-03", "2026-05-29"), 0),
    _reason(IP, "203.0.113.77", 11, 15.1, ("2026-05-04", "2026-06-02"), 0),
    _reason(PROMPT, "tpl_9c41e07b", 2_304, 7.6, ("2026-04-30", "2026-06-05"), 6),
)

WHY = WhyView(
    first="acct_7f3a91c2",
    second="acct_d018be44",
    sweep=SWEEP,
    first_member=_member("acct_7f3a91c2"),
    second_member=_member("acct_d018be44"),
    judged=None,
    reasons=_REASONS,
    shared_hubs=0,
    total_bits=units(39.1),
    kinds=3,
    hard=1,
    standing=Standing.HOLDS,
    drops=(
        Drop(PAYMENT, units(22.7), 2, Standing.HOLDS),
        Drop(IP, units(24.0), 2, Standing.HOLDS),
        Drop(PROMPT, units(31.5), 2, Standing.HOLDS),
        Drop(None, units(16.4), 1, Standing.WEAKENS),
    ),
    weakest=None,
    against=Against(
        countries=("BR", "ID"),
        email_domains=("mail.example", "post.example"),
        organizations=None,
        created_apart_us=31 * 86_400_000_000,
        apart=(),
        outside=(_REASONS[2],),
    ),
    empty_kinds=NOTHING_LOADED,
    longer_paths=2,
)
