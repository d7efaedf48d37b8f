"""Hand-overs: a session that leaves one account and goes on with another within seconds.

A session id is a thread of work. Strangers can have one id in common (`default`, a counter), so an id alone says
nothing; that a second account takes it up seconds after the first left it does. Under the background the visits of
strangers to one id fall at independent times: with V visits in a time T, V^2 g / T is how many of its changes of account
would follow within a gap g by chance. A change is a hand-over where that is at most ALLOWED. T is at least a day, so that
an id that is used by everybody at one event is judged by the pace of the event.
"""

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
SECOND_US = 1_000_000
LONGEST_GAP_US = 60 * SECOND_US
"""A change of account after a longer pause is none."""
VISIT_US = 3600 * SECOND_US
"""A pause that ends a visit of an account to a thread, and a segment."""
LEAST_SPAN_US = 86_400 * SECOND_US
ALLOWED = 0.05
"""Hand-overs that one thread may show by chance, in expectation."""
NONE = -1


def hand_overs(thread: Index, account: Index, at_us: Index) -> Index:
    """int64[rows]: the segment of each row, from 0; NONE where it is in no segment that changes hands.

    Rows are exchanges, ordered by (thread, at_us, account); thread: int64 from 0; account: int64 codes. A segment is a
    longest stretch of one thread in which each row follows the one before by the same account within VISIT_US or by a
    hand-over.
    """
    if len(thread) == 0:
        return np.zeros(0, np.int64)
    gap = np.diff(at_us)
    on, same = thread[1:] == thread[:-1], account[1:] == account[:-1]
    changes = on & ~same & (gap <= LONGEST_GAP_US)
    passed = changes & (_chance(thread, account, at_us)[thread[1:]] * (gap + SECOND_US) <= ALLOWED)
    joined = passed | (on & same & (gap <= VISIT_US))
    segment = np.concatenate([[0], np.cumsum(~joined)])
    handed = np.zeros(segment[-1] + 1, bool)
    handed[segment[1:][passed]] = True
    number = np.cumsum(handed) - 1
    return np.where(handed[segment], number[segment], NONE).astype(np.int64)


def _chance(thread: Index, account: Index, at_us: Index) -> NDArray[np.float64]:
    """float64[threads]: changes of account by chance a microsecond of gap, V^2 / T."""
    order = np.lexsort((at_us, account, thread))
    t, a, when = thread[order], account[order], at_us[order]
    begins = np.ones(len(t), bool)
    begins[1:] = (t[1:] != t[:-1]) | (a[1:] != a[:-1]) | (np.diff(when) > VISIT_US)
    threads = int(thread.max()) + 1
    visits = np.bincount(t[begins], minlength=threads).astype(np.float64)
    first, last = np.full(threads, np.iinfo(np.int64).max), np.full(threads, np.iinfo(np.int64).min)
    np.minimum.at(first, thread, at_us)
    np.maximum.at(last, thread, at_us)
    return np.asarray(visits**2 / np.maximum(last - first, LEAST_SPAN_US), dtype=np.float64)
