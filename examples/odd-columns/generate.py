"""Write calls.csv beside this file: one ring of 24 among 600 customers, under column names that nobody expects.

Standard library only and seeded, so the committed file can be made again byte for byte:

    python examples/odd-columns/generate.py
"""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

COLUMNS = ("Customer ID", "Time", "Client Address", "Card Token", "Prompt Hash", "Device", "Call", "Region")
START = datetime(2026, 5, 1, tzinfo=UTC)
HONEST, RING = 600, 24
RING_TOKENS, RING_ADDRESSES, RING_TEMPLATES = 6, 8, 4


def moment(chance: random.Random) -> str:
    """A time in May 2026, with its zone, as many exports write it."""
    return (START + timedelta(seconds=chance.randrange(31 * 86_400))).strftime("%Y-%m-%d %H:%M:%S+00:00")


def honest(chance: random.Random, number: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Calls of one customer: own card and device, own or office address, mostly own prompts."""
    office = f"192.0.2.{number % 40}"
    own = f"2001:db8:{number:x}::1"
    for _ in range(chance.randint(1, 4)):
        address = office if number % 5 == 0 else own
        prompt = f"popular-{chance.randrange(10)}" if chance.random() < 0.4 else f"own-{chance.getrandbits(40):010x}"
        yield f"C{number:05d}", address, f"tok_{number:05d}", prompt, f"dev-{number:05d}"


def ring(chance: random.Random, number: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Calls of one account of the ring: a few cards, addresses and templates that the operator passes around."""
    token = f"tok_9{number % RING_TOKENS:04d}"
    for _ in range(chance.randint(5, 8)):
        address = f"203.0.113.{chance.randrange(RING_ADDRESSES)}"
        prompt = f"task-{chance.randrange(RING_TEMPLATES)}"
        yield f"C{90_000 + number:05d}", address, token, prompt, f"dev-9{number:04d}"


def rows(chance: random.Random) -> list[tuple[str, ...]]:
    """All calls in the order of their time, each with a request number."""
    calls = [call for number in range(HONEST) for call in honest(chance, number)]
    calls += [call for number in range(RING) for call in ring(chance, number)]
    timed = sorted((moment(chance), *call) for call in calls)
    return [
        (account, at, address, token, prompt, device, f"req-{line:06d}", "eu")
        for line, (at, account, address, token, prompt, device) in enumerate(timed, start=1)
    ]


def main() -> None:
    """Write the file."""
    with Path(__file__).with_name("calls.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(random.Random(20260601)))


if __name__ == "__main__":
    main()
