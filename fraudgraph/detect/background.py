"""The background: how likely an account fills a slot of an identifier if nobody works together.

A slot of identifier v is filled by account a of stratum r with probability

    pi_v(a) = (b_{v|r} / k_v) max(1, (d_{a,t} + 1) / (mean_{r,t} + 1)),      b_{v|r} = (k_{v,r} + kappa k_v / N) /
    (N_r + kappa)

The rate of the identifier in the account's own country, shrunk to the global one, so a carrier surprises nobody at
home; times how busy the account is with that kind. Only upwards: the sighting of a quiet account proves no more than
another's, otherwise the quiet holders of one hub would pass. The surprise is h = -log2 pi, at least 1 bit.
"""

import numpy as np

from fraudgraph.detect.codelength import Floats, Units, quantise
from fraudgraph.detect.incidence import Incidence, numbered
from fraudgraph.detect.params import Params


def mean_degree(incidence: Incidence) -> Floats:
    """float64[R, T]: identifiers of a kind that the accounts of a stratum have on average."""
    total = np.zeros((incidence.R, incidence.T))
    np.add.at(total, incidence.stratum, incidence.degree)
    return total / np.maximum(incidence.stratum_size, 1)[:, None]


def stratum_rate(incidence: Incidence, kappa: float) -> Floats:
    """float64[E]: b_{v|r} of each edge's identifier in its account's stratum."""
    v, r = incidence.identifier.astype(np.int64), incidence.stratum[incidence.account]
    share = incidence.holders[v] / incidence.N
    if incidence.R == 1:
        return np.asarray(share, dtype=np.float64)
    _, place = numbered(v * incidence.R + r, incidence.M * incidence.R)
    count = np.bincount(place)[place]
    return np.asarray((count + kappa * share) / (incidence.stratum_size[r] + kappa), dtype=np.float64)


def surprise(incidence: Incidence, params: Params) -> Units:
    """int64[E]: h of each edge in units."""
    v, a = incidence.identifier, incidence.account
    kind = incidence.kind[v]
    mean = mean_degree(incidence)[incidence.stratum[a], kind]
    busy = np.maximum((incidence.degree[a, kind] + 1.0) / (mean + 1.0), 1.0)
    pi = stratum_rate(incidence, params.kappa) / incidence.holders[v] * busy
    return quantise(np.maximum(-np.log2(pi), 1.0), params.unit)
