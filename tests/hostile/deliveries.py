"""A simulated population in two deliveries, the second with everything that makes a load work: corrections, copies,
rows to reject, prompts, hubs and a kind of its own.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as parquet

from tests.hostile.killing import fraudgraph

PROMPTS = 400
"""Exchanges with a prompt in each delivery."""
MAPPING = """
[kinds.device]
family = "ownership"
[exchanges]
files = "prompts-*.ndjson"
[exchanges.kinds]
device = "Device"
[[hubs]]
kind = "device"
value = "emulator"
reason = "the same for everybody"
"""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Words of the two loads."""

    first: tuple[str, ...]
    second: tuple[str, ...]


def deliveries(folder: Path, scenario: str, scale: float) -> Deliveries:
    """Simulate a population, if it is not there yet, and cut it in two: about a third, and the rest."""
    mapping = folder / "mapping.toml"
    if not mapping.exists():
        _make(folder, scenario, scale)
        mapping.write_text(MAPPING, encoding="utf-8")
    data = folder / "simulated" / "data"
    days = sorted(data.glob("exchanges-*.parquet"))
    cut = len(days) // 3
    first = (data / "accounts.parquet", data / "actions.parquet", *days[:cut], folder / "prompts-1.ndjson")
    second = (*days[cut - 1 :], folder / "payments.csv", folder / "accounts-later.csv", folder / "prompts-2.ndjson")
    words = ("--mapping", str(mapping))
    return Deliveries(("load", *map(str, first), *words), ("load", *map(str, second), *words))


def _make(folder: Path, scenario: str, scale: float) -> None:
    done = fraudgraph("simulate", scenario, "--scale", str(scale), "-o", str(folder / "simulated"))
    assert done.code == 0, done.stderr
    data = folder / "simulated" / "data"
    _correct_accounts(data / "accounts.parquet", folder / "accounts-later.csv")
    _payments(data / "payments.parquet", folder / "payments.csv")
    days = sorted(data.glob("exchanges-*.parquet"))
    for number, day in ((1, days[0]), (2, days[-1])):
        _prompts(day, folder / f"prompts-{number}.ndjson")


def _correct_accounts(source: Path, target: Path) -> None:
    """Every fifth account once more, every tenth with another plan."""
    rows = list(_rows(source))[::5]
    _write(target, [row | {"plan": "max"} if number % 2 else row for number, row in enumerate(rows)])


def _payments(source: Path, target: Path) -> None:
    """The payments as CSV, every 500th without an account."""
    rows = list(_rows(source))
    _write(target, [row | {"account_id": ""} if number % 500 == 7 else row for number, row in enumerate(rows)])


def _prompts(source: Path, target: Path) -> None:
    """Exchanges at the times of others, with prompts and devices."""
    with target.open("w", encoding="utf-8") as file:
        for number, row in zip(range(PROMPTS), _rows(source), strict=False):
            device = "emulator" if number % 3 else f"device-{number}"
            prompt = f"Summarise chapter {number} of report {number % 7} in {number % 5 + 2} sentences."
            exchange = {"account_id": row["account_id"], "at": row["at"], "prompt": prompt, "Device": device}
            file.write(json.dumps(exchange) + "\n")


def _rows(source: Path) -> Iterator[dict[str, str]]:
    """Rows of a Parquet file as text."""
    table = parquet.read_table(source)
    for row in table.to_pylist():
        yield {name: "" if value is None else str(value).replace(" ", "T") for name, value in row.items()}


def _write(target: Path, rows: list[dict[str, str]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
