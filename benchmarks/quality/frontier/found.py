"""What was measured on the frontier, read from the file of figures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.quality.frontier.methods import AFTER, BEFORE

SHARES = (0.9, 0.5)
Key = tuple[str, str]


@dataclass
class Line:
    """One method and rule over all populations: its rings (cell, use, accounts, f1), honest individuals it links,
    groups of mostly such people, processor seconds.
    """

    method: str
    rule: str
    rings: list[Mapping[str, Any]] = field(default_factory=list)
    people: int = 0
    groups: int = 0
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """Method and rule as one word on the page."""
        return self.method if self.rule == "law" else f"{self.method}, {self.rule}"

    def share(self, least: float, **of: Any) -> float:
        """Share of the rings with an F1 of at least `least`, of those with the given cell, use or accounts."""
        some = [bool(r["f1"] >= least) for r in self.rings if all(r[name] == value for name, value in of.items())]
        return sum(some) / max(len(some), 1)

    def of_cell(self, cell: str, least: float) -> float | None:
        """Share of the rings of one cell, None where it was not measured."""
        some = [bool(r["f1"] >= least) for r in self.rings if r["cell"] == cell]
        return sum(some) / len(some) if some else None


@dataclass(frozen=True)
class Found:
    """The grid as it was written down, a line a method and rule, and how many honest individuals there are."""

    grid: Mapping[str, Any]
    lines: Mapping[Key, Line]
    individuals: int

    @staticmethod
    def read(path: Path) -> "Found":
        """From the file of figures."""
        document = json.loads(path.read_text())
        lines: dict[Key, Line] = {}
        individuals: dict[str, int] = {}
        for one in document["measured"]:
            line = lines.setdefault((one["method"], one["rule"]), Line(one["method"], one["rule"]))
            line.rings += one["rings"]
            line.people += one["people"]
            line.groups += one["groups"]
            line.seconds += one["seconds"]
            individuals[one["population"]] = one["of"]
        return Found(document["grid"], lines, sum(individuals.values()))

    @property
    def ours(self) -> list[Line]:
        """The law without time, and with it where it was measured."""
        return [self.lines[method, "law"] for method in (BEFORE, AFTER) if (method, "law") in self.lines]

    @property
    def peers(self) -> list[Line]:
        """All others, most rings first."""
        some = [line for line in self.lines.values() if line.rule != "law"]
        return sorted(some, key=lambda line: (-line.share(SHARES[0]), -line.share(SHARES[1]), line.people, line.name))

    @property
    def best_quiet(self) -> Line | None:
        """The peer that finds most among those that make no group of honest individuals; if there is none, among those
        that make the fewest.
        """
        fewest = min((line.groups for line in self.peers), default=0)
        return next((line for line in self.peers if line.groups == fewest), None)
