"""A small case made of CSV rows: everyday accounts, and rings that come and go."""

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fraudgraph.case import Case
from fraudgraph.ingest import LoadOptions, load

START = datetime(2026, 5, 1, tzinfo=UTC)
HEAD = ("account_id", "at", "ip", "payment_instrument", "prompt_fingerprint", "outcome")
Row = tuple[str, str, str, str, str, str]


def us(day: float) -> int:
    """UTC microseconds of a day after START."""
    return round((START + timedelta(days=day)).timestamp() * 1_000_000)


def stamp(day: float) -> str:
    """The same as text."""
    return (START + timedelta(days=day)).isoformat()


@dataclass
class Story:
    """Rows of exchanges."""

    seed: int = 0
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Its own generator."""
        self.draw = random.Random(self.seed)

    def everyday(self, accounts: int = 500, days: Sequence[float] = (0, 10, 20)) -> "Story":
        """Everybody at home with their own card, now and then at one of some public places."""
        for a in range(accounts):
            for day in days:
                ip = f"192.0.2.{a % 40}" if self.draw.random() < 0.2 else f"10.1.{a // 250}.{a % 250}"
                prompt = f"popular-{self.draw.randrange(20)}" if self.draw.random() < 0.3 else f"own-{a}-{day}"
                self.add(f"person-{a:04d}", day + self.draw.random(), ip, f"tok_own_{a}", prompt)
        return self

    def ring(self, name: str, members: Iterable[int], day: float, exchanges: int = 4) -> "Story":
        """Accounts that draw from pools of their own: addresses, cards, templates."""
        for a in members:
            for j in range(exchanges):
                ip = f"203.0.{sum(name.encode()) % 250}.{self.draw.randrange(4)}"
                card, prompt = f"tok_{name}_{self.draw.randrange(4)}", f"template-{name}-{self.draw.randrange(2)}"
                self.add(f"{name}-{a:03d}", day + j / 50 + self.draw.random() / 60, ip, card, prompt)
        return self

    def add(self, account: str, day: float, ip: str, card: str, prompt: str) -> None:
        """One exchange."""
        self.rows.append((account, stamp(day), ip, card, prompt, "served"))


def write(path: Path, rows: Iterable[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    """A CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows(rows)
    return path


def put(folder: Path, story: Story, name: str = "first") -> None:
    """Load the rows into the case of that folder; the case is made at the first load."""
    path = write(folder.parent / f"{folder.name}-{name}" / "exchanges.csv", story.rows)
    with Case.create_or_open(folder) as case:
        load(case, [str(path)], LoadOptions())
