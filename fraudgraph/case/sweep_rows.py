"""Sweeps, rings and members as rows of the ledger, and back."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from fraudgraph.model.rings import (
    Band,
    Change,
    EvidenceClass,
    KindShare,
    Member,
    Review,
    Ring,
    RingIdentifier,
    Sign,
    State,
    Sweep,
    Tier,
)

_TIERS = {tier.value: tier for tier in Tier}
_CLASSES = {one.value: one for one in EvidenceClass}


def _by_field(value: Any) -> dict[str, Any]:
    """A dataclass as JSON sees it; what lies inside follows when its turn comes, without a copy of all."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


_ENCODER = json.JSONEncoder(separators=(",", ":"), sort_keys=True, ensure_ascii=False, default=_by_field)


def as_json(value: Any) -> str:
    """Compact JSON with sorted keys, dataclasses by field: the same value is the same text."""
    return _ENCODER.encode(value)


def sweep_row(sweep: Sweep) -> tuple[Any, ...]:
    """Columns of `sweeps` after status."""
    doc = {"parameters": sweep.parameters, "versions": sweep.versions, "counts": sweep.counts}
    return (
        sweep.sweep_id,
        sweep.as_of_us,
        sweep.window_us,
        sweep.seed,
        sweep.segments_sha256,
        sweep.started_us,
        sweep.finished_us,
        as_json(doc),
    )


def read_sweep(row: sqlite3.Row | tuple[Any, ...]) -> Sweep:
    """A sweep from the columns that sweep_row writes."""
    sweep_id, as_of_us, window_us, seed, segments, started_us, finished_us, text = row
    doc = json.loads(text)
    pairs = {name: tuple((key, value) for key, value in doc[name]) for name in ("parameters", "versions", "counts")}
    return Sweep(
        sweep_id,
        as_of_us,
        window_us,
        seed,
        pairs["parameters"],
        pairs["versions"],
        pairs["counts"],
        segments,
        started_us,
        finished_us,
    )


def ring_row(sweep_id: int, ring: Ring) -> tuple[Any, ...]:
    """Columns of `sweep_rings`."""
    head = (ring.rank, ring.band.value, ring.ring_class.value, ring.accounts, ring.ring_bits)
    return (sweep_id, ring.ring_id, *head, as_json(ring))


def read_ring(text: str) -> Ring:
    """A ring from its document."""
    doc: dict[str, Any] = json.loads(text)
    doc |= {
        "band": Band(doc["band"]),
        "review": Review(doc["review"]),
        "ring_class": EvidenceClass(doc["ring_class"]),
        "change": Change(doc["change"]),
        "kinds": tuple(KindShare(**share) for share in doc["kinds"]),
        "signs": tuple(_read_sign(sign) for sign in doc["signs"]),
        "cells": tuple(doc["cells"]),
        "associated": tuple(doc["associated"]),
        "roles": tuple((role, count) for role, count in doc.get("roles", ())),
    }
    return Ring(**doc)


def _read_sign(doc: Mapping[str, Any]) -> Sign:
    return Sign(**{**doc, "state": State(doc["state"]), "sources": tuple(doc["sources"])})


def member_row(sweep_id: int, member: Member) -> tuple[Any, ...]:
    """Columns of `members`."""
    return (
        sweep_id,
        member.account_id,
        member.ring_id,
        member.cell,
        member.tier.value,
        member.member_class.value,
        int(member.in_queue),
        member.member_bits,
        _shares_text(member.kind_bits),
        member.role,
    )


def _shares_text(shares: Iterable[tuple[str, int]]) -> str:
    """What as_json says of bits by kind, without an encoder for each of a hundred thousand members."""
    return f"{{{','.join(f'{_name_text(kind)}:{bits}' for kind, bits in sorted(shares))}}}"


@cache
def _name_text(kind: str) -> str:
    return as_json(kind)


def read_members(rows: Sequence[tuple[Any, ...]]) -> list[Member]:
    """Members from the columns of `members` after sweep_id."""
    shares = read_shares([row[7] for row in rows])
    return [
        Member(name, ring, cell, _TIERS[tier], _CLASSES[own], bool(queue), bits, tuple(sorted(share.items())), role)
        for (name, ring, cell, tier, own, queue, bits, _, role), share in zip(rows, shares, strict=True)
    ]


def read_shares(texts: Sequence[str]) -> list[dict[str, int]]:
    """Bits by kind of members, from the column `kind_bits`: read as one document, which takes a third of the time."""
    return list(json.loads(f"[{','.join(texts)}]"))


def identifier_row(sweep_id: int, ring_id: int, found: RingIdentifier) -> tuple[Any, ...]:
    """Columns of `ring_identifiers`."""
    return (sweep_id, ring_id, found.kind, found.value, found.holders, found.inside, found.bits)
