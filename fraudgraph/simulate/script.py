"""Exchanges whose moments are fixed in advance, and sessions: who was used when, and what was carried to whom.

Most accounts draw their times independently. Accounts that are used in rotation or in lockstep, and people who go on
in another account of theirs, have a script: rows of account, time, session and template. Scenarios with sessions give
every exchange a session; an ordinary one is an account's exchanges within three hours.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from fraudgraph.simulate.arrays import DAY, HOUR, Ints, stream

AS_USUAL = -2  # the template is drawn from the account's own
BLOCK = 3 * HOUR
BLOCKS = DAY // BLOCK
ORDINARY = 1 << 24  # numbers below are those of scripted sessions


@dataclass(frozen=True, slots=True)
class Script:
    """Rows by time: account, UTC microseconds, session (numbers given by the population), template (a code, -1 for
    free-form, -2 for one of the account's own).
    """

    account: Ints
    at: Ints
    session: Ints
    template: Ints

    def between(self, opens: int, closes: int) -> "Script":
        """The rows of a span of time."""
        first, last = np.searchsorted(self.at, (opens, closes))
        return Script(*(getattr(self, f.name)[first:last] for f in fields(self)))

    def moved(self, by: int) -> "Script":
        """The same rows with their sessions renumbered from `by`."""
        return replace(self, session=self.session + by)


def joined(scripts: list[Script]) -> Script:
    """All rows of several scripts, by time, then account."""
    nobody = np.zeros(0, np.int64)
    whole = Script(*(np.concatenate([nobody, *(getattr(s, f.name) for s in scripts)]) for f in fields(Script)))
    order = np.lexsort((whole.account, whole.at))
    return Script(*(getattr(whole, f.name)[order] for f in fields(Script)))


def ordinary_sessions(account: Ints, at: Ints, accounts: int) -> Ints:
    """Session number of exchanges nobody scripted: one for each account and block of three hours."""
    return np.asarray(ORDINARY + (at // BLOCK) * accounts + account)


def session_words(session: Ints, seed: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """A random word for each session number, different for different numbers (Steele, Lea and Flood 2014)."""
    z = session.astype(np.uint64) + np.uint64(stream(seed, "sessions").integers(1 << 62))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
