"""Values as JSON has them: snake_case, unit last, unknown is null and never left out."""

from collections.abc import Iterable

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import parts
from fraudgraph.investigate.views.judged import Judged
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import KindShare, Member, Ring, Sign, Sweep

Plain = dict[str, object]


def sweep(value: Sweep | None) -> parts.Sweep | None:
    """A sweep."""
    if value is None:
        return None
    return {
        "sweep_id": names.sweep_id(value.sweep_id),
        "as_of": times.iso(value.as_of_us),
        "window_seconds": None if value.window_us is None else value.window_us / times.SECOND_US,
        "seed": value.seed,
        "parameters": dict(value.parameters),
        "versions": dict(value.versions),
        "counts": dict(value.counts),
        "segments_sha256": value.segments_sha256,
        "started": times.iso(value.started_us),
        "finished": times.iso(value.finished_us),
    }


def ring(value: Ring) -> parts.Ring:
    """A ring, as the sweep left it."""
    return {
        "ring_id": names.ring_id(value.ring_id),
        "rank": value.rank,
        "band": value.band.value,
        "review": value.review.value,
        "ring_class": value.ring_class.value,
        "change": value.change.value,
        "joined": value.joined,
        "left": value.left,
        "born_sweep_id": names.sweep_id(value.born_sweep),
        "accounts": value.accounts,
        "core": value.core,
        "probable": value.probable,
        "periphery": value.periphery,
        "open_accounts": value.open_accounts,
        "suspended_accounts": value.suspended_accounts,
        "exchanges": value.exchanges,
        "served": value.served,
        "exchanges_7d": value.exchanges_7d,
        "first_exchange": times.iso(value.first_us),
        "last_exchange": times.iso(value.last_us),
        "ring_bits": numbers.bits_number(value.ring_bits),
        "name_bits": numbers.bits_number(value.name_bits),
        "kinds": [_kind_share(one) for one in value.kinds],
        "signs": [sign(one) for one in value.signs],
        **weighed(value),
        "cells": list(value.cells),
        "associated": [names.ring_id(one) for one in value.associated],
        "association_id": association_id(value.association),
    }


def _kind_share(one: KindShare) -> parts.KindShare:
    return {
        "kind": one.kind,
        "kind_bits": numbers.bits_number(one.bits),
        "identifiers": one.identifiers,
        "accounts": one.accounts,
        "accounts_without": one.left_without,
    }


def weighed(value: Ring) -> parts.Weighed:
    """The balance of a ring's signs, what it has meant so far, and the roles of its members."""
    return {
        "balance_abuse_bits": value.balance,
        "calibrated_abuse_bits": value.calibrated,
        "judged_rings": value.judged_rings,
        "roles": dict(value.roles),
    }


def sign(value: Sign) -> parts.Sign:
    """A sign, for or against; abuse_bits are never added to bits of linkage."""
    return {
        "name": value.name,
        "sentence": value.sentence,
        "against": value.against,
        "state": value.state.value,
        "unit": value.unit,
        "ring": value.ring,
        "others": value.others,
        "accounts": value.accounts,
        "innocent": value.innocent,
        "sources": list(value.sources),
        "abuse_bits": value.abuse_bits,
        "group": value.group,
        "reference": value.reference,
    }


def member(value: Member | None) -> parts.Member | None:
    """A membership, where there is one."""
    return None if value is None else membership(value)


def membership(value: Member) -> parts.Member:
    """A membership."""
    return {
        "account_id": value.account_id,
        "ring_id": names.ring_id(value.ring_id),
        "cell": value.cell,
        "tier": value.tier.value,
        "member_class": value.member_class.value,
        "in_queue": value.in_queue,
        "member_bits": numbers.bits_number(value.member_bits),
        "kind_bits": {kind: numbers.bits_number(units) for kind, units in value.kind_bits},
        "role": value.role,
    }


def judged(value: Judged | None) -> parts.Judgement | None:
    """The judgement that stands."""
    if value is None:
        return None
    return {
        "judgement_id": f"J-{value.judgement_id:04d}",
        "at": times.iso(value.at_us),
        "actor": value.actor,
        "verdict": value.verdict,
    }


def kinds(values: Iterable[Kind]) -> list[str]:
    """Kinds by their full names."""
    return [kind.name for kind in values]


def association_id(number: int | None) -> str | None:
    """`AS-0003`."""
    return None if number is None else f"AS-{number:04d}"
