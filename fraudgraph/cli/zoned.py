"""Screens in a zone: drawn with its clock, and signed with its name. What programs read stays in UTC."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, tzinfo

from fraudgraph.cli import times
from fraudgraph.cli.lines import Line, line, wrapped
from fraudgraph.cli.screen import Canvas, Screen


def in_zone(screen: Screen, zone: tzinfo) -> Screen:
    """The same screen with its times in the zone, which the last line names if any time is shown."""
    return screen if zone is UTC else replace(screen, draw=lambda canvas: _drawn(screen, zone, canvas))


def _drawn(screen: Screen, zone: tzinfo, canvas: Canvas) -> Iterable[Line]:
    with times.shown_in(zone) as shown:
        lines = list(screen.draw(canvas))
    if shown.told:
        lines += wrapped(
            line(f"times are in {zone} where nothing else is said; JSON and TSV stay in UTC"), canvas.width
        )
    return lines
