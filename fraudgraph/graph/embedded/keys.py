"""What rows are grouped and joined by: a hash of the text, where that is as good as the text, else the text.

Hashes cost half of what texts cost. Whether any two accounts, or any two identifiers of a kind, have one hash is looked
up each time; if so (with 10M texts once in a million cases, or by somebody's design), all is summed up again by the
texts themselves. So the answer is exact in every case.

The text is hashed forwards and backwards: forwards alone, differences in two blocks of a text can cancel out (of 4
million names like 20.29.243.135@2026-04-08, 17 had the hash of another, DuckDB 2.0), and all was summed up twice.
"""

from dataclasses import dataclass


class SameHash(Exception):  # a turn in the road, not an error
    """Two texts have one hash."""


@dataclass(frozen=True, slots=True)
class Keys:
    """exact: by the text itself."""

    exact: bool = False

    @property
    def type(self) -> str:
        """SQL type of a key."""
        return "VARCHAR" if self.exact else "UBIGINT"

    def of(self, text: str) -> str:
        """SQL of the key of a text. text: a SQL expression."""
        return text if self.exact else f"hash({text}, reverse({text}))"
