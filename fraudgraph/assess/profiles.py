"""What each account did, as arrays: the input of the indicators."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Profiles:
    """One entry an account, in the order of `Sightings.account_ids` (N of them). Times are UTC microseconds; -1 is
    unknown.

    exchanges, served, exchanges_7d (in the 7 days before the last visible exchange), first_us, last_us, active_days
    (UTC calendar days with an exchange), created_us, suspended_us: int64[N]. hours: int32[N, 24], exchanges by hour
    of the day (UTC). shared_template: int64[N], exchanges whose prompt_fingerprint 50 or more accounts hold;
    with_template: int64[N], exchanges that have a prompt_fingerprint at all. organization, domain: int32[N], code of
    organization_id and of email_domain in small letters (-1 none given). capabilities: int32[N, C], exchanges on each
    of the C most frequent capabilities (32 at most). invoiced, suspended: int8[N], 1 yes, 0 no, -1 unknown
    (suspended: by status or by the last action before as_of). measured: names of what any fact measures, of:
    exchanges, outcome, template, created, organization, billing, status, country, email_domain, capability.
    """

    exchanges: Counts
    served: Counts
    exchanges_7d: Counts
    first_us: Counts
    last_us: Counts
    active_days: Counts
    hours: NDArray[np.int32]
    shared_template: Counts
    with_template: Counts
    created_us: Counts
    suspended_us: Counts
    organization: NDArray[np.int32]
    domain: NDArray[np.int32]
    capabilities: NDArray[np.int32]
    invoiced: NDArray[np.int8]
    suspended: NDArray[np.int8]
    measured: frozenset[str]
