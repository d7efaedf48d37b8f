"""Rejected rows: counted by reason, and written to a file with line and reason, without what must not be kept."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fraudgraph.ingest.options import RejectedReason
from fraudgraph.model.clean import mask_card_numbers
from fraudgraph.model.safe_text import spreadsheet

_HEADER = ("table", "file", "line", "reason", "account_id", "value")
_HIDDEN = "[looks like a card number]"
_LONGEST = 200


class Reject(NamedTuple):
    """One rejected row. line: in the file, from 1 (Parquet: row); account_id, value: '' where they may not be shown."""

    line: int
    reason: str
    account_id: str = ""
    value: str = ""


@dataclass(slots=True)
class _Tally:
    rows: int
    first: str


class Rejects:
    """Collects the rejected rows of a load in a CSV file that spreadsheets can open safely."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("w", encoding="utf-8", newline="")
        path.chmod(0o600)
        self._writer = csv.writer(self._file)
        self._writer.writerow(_HEADER)
        self._tallies: dict[tuple[str, str], _Tally] = {}

    def add(self, table: str, given: str, rejects: list[Reject]) -> None:
        """Rejected rows of one file, in the order of their lines."""
        for row in rejects:
            tally = self._tallies.setdefault((table, row.reason), _Tally(0, f"{given}:{row.line}"))
            tally.rows += 1
            cells = (_cell(text) for text in (row.reason, row.account_id, row.value))
            self._writer.writerow([table, _cell(given), row.line, *cells])

    def reasons(self) -> tuple[RejectedReason, ...]:
        """Reasons with their rows, most rows first."""
        found = [RejectedReason(table, t.rows, reason, t.first) for (table, reason), t in self._tallies.items()]
        return tuple(sorted(found, key=lambda reason: -reason.rows))

    def rows_of(self, table: str) -> int:
        """Rejected rows of one table."""
        return sum(tally.rows for (name, _), tally in self._tallies.items() if name == table)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _cell(text: str) -> str:
    """Text that a spreadsheet neither runs nor hides, without what looks like a card number."""
    text = mask_card_numbers(text, _HIDDEN)[:_LONGEST]
    return text if text[:1] in ('"', "") and text.isascii() and text.isprintable() else spreadsheet(text)
