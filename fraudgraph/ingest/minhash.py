"""Keyed MinHash over word shingles, vectorised over many texts.

Broder, "On the resemblance and containment of documents" (1997): the share of equal minima estimates the Jaccard
similarity of the shingle sets, with standard deviation sqrt(J (1 - J) / 128). The permutations are multiply-shift
hashes (Dietzfelbinger et al. 1997) of 64-bit shingle hashes; without the key nobody can compute or invert them.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 128
SHINGLE = 5
_BLOCK = 1 << 16
U64 = NDArray[np.uint64]


class MinHash:
    """MinHash under one key of 16 to 64 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        drawn = np.frombuffer(
            hashlib.shake_256(b"permutations" + key).digest(8 * (2 * PERMUTATIONS + SHINGLE)), np.uint64
        )
        self._factor = drawn[:PERMUTATIONS] | np.uint64(1)
        self._offset = drawn[PERMUTATIONS : 2 * PERMUTATIONS]
        self._place = drawn[2 * PERMUTATIONS :] | np.uint64(1)
        self._known: dict[str, int] = {}

    def of(self, texts: Sequence[Sequence[str]]) -> NDArray[np.uint32]:
        """uint32[len(texts), 128] of texts as words. Fewer than 5 words are one shingle; no words are all ones."""
        out = np.full((len(texts), PERMUTATIONS), 0xFFFFFFFF, np.uint32)
        shingles, counts = self._shingles(texts)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        first = 0
        while first < len(texts):
            last = max(int(np.searchsorted(starts, starts[first] + _BLOCK)) - 1, first + 1)
            self._block(out[first:last], shingles, starts[first : last + 1])
            first = last
        return out

    def _block(self, out: NDArray[np.uint32], shingles: U64, starts: NDArray[np.int64]) -> None:
        filled = np.flatnonzero(np.diff(starts) > 0)
        if not len(filled):
            return
        x = shingles[starts[0] : starts[-1]]
        at = starts[:-1][filled] - starts[0]
        for number in range(PERMUTATIONS):
            hashed = ((x * self._factor[number] + self._offset[number]) >> np.uint64(32)).astype(np.uint32)
            out[filled, number] = np.minimum.reduceat(hashed, at)

    def _shingles(self, texts: Sequence[Sequence[str]]) -> tuple[U64, NDArray[np.int64]]:
        """(hashes of all shingles, how many each text has)."""
        lengths = np.array([len(words) for words in texts], np.int64)
        words = np.fromiter((self._word(word) for text in texts for word in text), np.uint64, int(lengths.sum()))
        counts = np.where(lengths == 0, 0, np.maximum(lengths - SHINGLE + 1, 1))
        text_starts = np.cumsum(lengths) - lengths
        owner = np.repeat(np.arange(len(texts)), counts)
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        total = np.zeros(len(owner), np.uint64)
        for place in range(SHINGLE):
            there = within + place < lengths[owner]
            index = np.where(there, text_starts[owner] + within + place, 0)
            total += np.where(there, words[index] * self._place[place], np.uint64(0)) if len(words) else np.uint64(0)
        return _mixed(total), counts

    def _word(self, word: str) -> int:
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 1_000_000:
                self._known.clear()
            digest = hashlib.blake2b(word.encode("utf-8", "replace"), key=self._key[:64], digest_size=8).digest()
            known = self._known[word] = int.from_bytes(digest, "little")
        return known


def _mixed(x: U64) -> U64:
    """splitmix64's finaliser: neighbouring sums come far apart."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
