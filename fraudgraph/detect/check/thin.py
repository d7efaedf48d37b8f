"""Copies that lost something: a random part of the sightings, or every sighting of some kinds."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.sightings import Sightings

DROPPED = 0.2
"""Share of the sightings that a resample loses."""


def resampled(sightings: Sightings, seed: int, dropped: float = DROPPED) -> Sightings:
    """Each sighting is lost with the same chance, those of private identifiers too; who is left as the only holder of
    an identifier has it as a private one.
    """
    s, draw = sightings, np.random.default_rng(seed)
    stays = draw.random(len(s.account)) >= dropped
    shared = np.zeros(s.degree.shape, np.int64)
    np.add.at(shared, (s.account, s.kind[s.identifier]), 1)
    left = np.zeros(s.degree.shape, np.int64)
    np.add.at(left, (s.account[stays], s.kind[s.identifier[stays]]), 1)
    private = draw.binomial(s.degree - shared, 1 - dropped)
    return _shared_only(replace(s, degree=(left + private).astype(s.degree.dtype)), stays)


def without(sightings: Sightings, kinds: Collection[str]) -> Sightings:
    """The sightings as if these kinds had never been loaded: no identifier, no degree, no code of theirs."""
    s = sightings
    keep = np.array([name not in kinds for name in s.kinds], bool)
    code = np.cumsum(keep) - 1
    stays = keep[s.kind[s.identifier]]
    left = replace(
        s,
        kind=np.where(keep, code, 0)[s.kind].astype(s.kind.dtype) if len(s.kind) else s.kind,
        kinds=tuple(name for name in s.kinds if name not in kinds),
        degree=s.degree[:, keep],
    )
    return _shared_only(left, stays)


def _shared_only(s: Sightings, stays: NDArray[np.bool_]) -> Sightings:
    """The sightings where `stays` (bool[E]) holds, of the identifiers that then have 2 holders or more."""
    holders = np.bincount(s.identifier[stays], minlength=s.identifiers)
    shared = holders >= 2
    edge = stays & shared[s.identifier]
    code = (np.cumsum(shared) - 1)[s.identifier[edge]]
    return replace(
        s,
        account=s.account[edge],
        identifier=code.astype(s.identifier.dtype),
        kind=s.kind[shared],
        identifier_values=s.identifier_values[shared],
        count=s.count[edge],
    )
