"""A row of marks over the days: what an account or a ring did, and when."""

from collections.abc import Sequence

from fraudgraph.cli import times
from fraudgraph.cli.numbers import count
from fraudgraph.cli.screen import Canvas

Daily = Sequence[tuple[int, int]]


def drawn(daily: Daily, canvas: Canvas, label: int) -> tuple[str, str]:
    """The marks, and what they stand for: `04-22 to 06-05, a mark a UTC day, 0 to 949,944 exchanges (2026-06-03)`."""
    from fraudgraph.investigate.ring import every_day

    days = every_day(daily)
    span = max(1, -(-len(days) // max(8, canvas.width - label)))
    sums = [sum(number for _, number in days[start : start + span]) for start in range(0, len(days), span)]
    each = "a UTC day" if span == 1 else f"{span} UTC days"
    top = max(range(len(sums)), key=lambda index: sums[index])
    said = f"{_short(days)}, a mark {'' if span == 1 else 'is '}{each}"
    if min(sums) == max(sums):
        return canvas.glyphs.spark(sums), f"{said}, {count(sums[0])} exchanges on each"
    most = f"{count(min(sums))} to {count(max(sums))} exchanges ({times.day(days[top * span][0])})"
    return canvas.glyphs.spark(sums), f"{said}, {most}"


def _short(days: Daily) -> str:
    """`04-22 to 06-05`, with years where they differ."""
    first, last = times.day(days[0][0]), times.day(days[-1][0])
    return f"{first[5:]} to {last[5:]}" if first[:4] == last[:4] else f"{first} to {last}"
