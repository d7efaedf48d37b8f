"""`timeline` drawn from made-up views: wording, zones, widths, and a pipe that stays in UTC."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from fraudgraph.cli import times
from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.screens.clock import data, listing
from fraudgraph.cli.screens.timeline import timeline
from fraudgraph.graph.clock import QUARTER_US, Action
from fraudgraph.investigate.calendar import Unit
from fraudgraph.investigate.views.timeline import Shut, Subject, TimelineView
from tests.unit.cli.made_up import IP, SWEEP, us

DAYS = tuple(us(f"2026-05-{day:02} 23:00:00") // QUARTER_US for day in (4, 5, 6, 9, 10, 11))
FIRST, LAST = us("2026-05-04 23:00:07"), us("2026-05-11 23:14:59")
RING = TimelineView(
    subject=Subject.RING,
    name="R-0007",
    kind=None,
    accounts=3,
    counted="exchanges",
    quarters=tuple((quarter, 10 * n) for n, quarter in enumerate(DAYS, 1)),
    beside=(),
    first_us=FIRST,
    last_us=LAST,
    firsts=(FIRST, FIRST + 1, us("2026-05-09 23:00:01")),
    sign_ups=(us("2026-01-01 00:00:00"), us("2026-05-09 11:00:00")),
    actions=(
        Action("acct_a", us("2026-05-06 23:30:00"), "blocked", "automated\u202e use"),
        Action("acct_b", us("2026-05-07 01:00:00"), "Suspended"),
        Action("acct_b", us("2026-05-08 01:00:00"), "reinstated"),
    ),
    shut=Shut(2, 1, 0),
    facts_start_us=us("2026-05-01 00:00:00"),
    facts_end_us=LAST,
    begins_with_facts=False,
    cut_by_end=True,
    sweep=SWEEP,
)
AT_100 = """\
R-0007  210 exchanges by 3 accounts, on 6 of 8 UTC days; 2 of them blocked or suspended
2026-05-04 23:00:07 to 2026-05-11 23:14:59 UTC; cut by the end of facts: what came after is not
known.

exchanges  ▂▃▅··▆▇█  0 to 60 (2026-05-11)
joined     █····▅··  0 to 2 (2026-05-04)
signed up  ·····█··  0 to 1 (2026-05-09)
actions    ··███···  0 to 1 (2026-05-06)
           2026-05-04 to 2026-05-11, a mark a UTC day; joined: first exchange of a member; 1 signed
           up outside these days
quiet      2 days without any: 2026-05-07 to 2026-05-08"""
TABLE_AT_100 = """\
day             exchanges                        joined  signed up  actions
2026-05-04 Mon         10  ███▎                       2          0
2026-05-05 Tue         20  ██████▋                    0          0
2026-05-06 Wed         30  ██████████                 0          0  blocked 1
2026-05-07 Thu          0                             0          0  suspended 1
2026-05-08 Fri          0                             0          0  reinstated 1
2026-05-09 Sat         40  █████████████▎             1          1
2026-05-10 Sun         50  ████████████████▋          0          0
2026-05-11 Mon         60  ████████████████████       0          0

actions    2 accounts were blocked or suspended, 1 of them reinstated; of the other 1, none
           exchanged after it
day         accounts  action       72 h before  72 h after  joined before  joined after
2026-05-06         1  blocked 1             60          40              2             1
2026-05-07         1  suspended 1           60          40              2             1
before, after: exchanges in the 72 h before the first and after the last action"""


def lines(view: TimelineView, canvas: Canvas | None = None, unit: Unit | None = None) -> list[str]:
    """The lines of the screen."""
    return [line.plain for line in timeline(view, unit).draw(canvas or Canvas())]


def test_at_100_columns() -> None:
    """Answer, reach, marks, quiet days; hours of the week; a row a day; what was done and what came after."""
    drawn = "\n".join(lines(RING))
    assert drawn.startswith(AT_100)
    assert drawn.endswith(TABLE_AT_100)
    grid = [line for line in lines(RING) if line.startswith(("Monday", "Tuesday", "Sunday"))]
    assert [line[11:].count("·") for line in grid] == [46, 46, 46]
    assert grid[0].endswith("▆▆  35.0 a day")


def test_in_another_zone_days_are_those_of_the_zone() -> None:
    """23:00 UTC is the next day in Berlin; every date moves, every sum stays, and the zone stands beside."""
    with times.shown_in(ZoneInfo("Europe/Berlin")):
        drawn = lines(RING)
    assert "on 6 of 8 days in Europe/Berlin" in drawn[0]
    assert drawn[1].startswith("2026-05-05 01:00:07 to 2026-05-12 01:14:59 +02:00;")
    assert "2026-05-12 Tue         60  ████████████████████       0          0" in drawn
    assert not any("UTC" in line for line in drawn)


def test_pipe_and_json_stay_in_utc() -> None:
    """Whatever the zone of the screen: programs compare them."""
    with times.shown_in(ZoneInfo("Asia/Tokyo")):
        assert data(RING) == data_in_utc
        rows = [tuple(row) for row in listing(RING, Unit.DAY).rows]
    assert rows[0] == ("2026-05-04", "2026-05-04", 10, 2, 0, 0, 0, 0, 0)
    assert rows[3] == ("2026-05-07", "2026-05-07", 0, 0, 0, 0, 1, 0, 0)


data_in_utc = data(RING)


def test_json_holds_every_figure_of_the_screen() -> None:
    """Days, hours of the week, waves and actions."""
    assert sum(day["events"] for day in data_in_utc["days"]) == 210
    assert sum(map(sum, data_in_utc["hours_of_week"])) == 210
    assert data_in_utc["silences"] == [{"first_day": "2026-05-07", "last_day": "2026-05-08"}]
    assert (data_in_utc["first"], data_in_utc["counted"]) == ("2026-05-04T23:00:07.000000Z", "exchanges")


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("unit", [None, *Unit])
def test_no_line_is_wider_than_the_canvas(width: int, unit: Unit | None) -> None:
    """Marks are gathered, columns give way, sentences wrap."""
    long = replace(RING, quarters=tuple((DAYS[0] + 96 * n, 1_000_000) for n in range(400)))
    for view in (RING, long):
        assert max(map(len, lines(view, Canvas(width, 30), unit))) <= width


def test_rows_are_days_weeks_or_months_as_the_screen_holds() -> None:
    """400 days on a screen of 30 rows are months, on one of 60 rows weeks, and days where asked for."""
    long = replace(RING, quarters=tuple((DAYS[0] + 96 * n, 1) for n in range(400)))
    for rows, unit, title in ((30, None, "month"), (60, None, "week"), (30, Unit.DAY, "day")):
        drawn = lines(long, Canvas(100, rows), unit)
        assert any(line.startswith(f"{title} ") and "exchanges" in line for line in drawn)
    assert "30 of 400 shown: --all" in lines(long, Canvas(100, 30), Unit.DAY)


def test_account_shows_each_action_with_its_reason() -> None:
    """What hostile text says stays text."""
    view = replace(
        RING, subject=Subject.ACCOUNT, name="acct_a", accounts=1, actions=RING.actions[:1], shut=Shut(1, 0, 1)
    )
    drawn = lines(view)
    assert drawn[0] == "acct_a  210 exchanges, on 6 of 8 UTC days; blocked 2026-05-06"
    assert "actions    not reinstated; exchanges after it" in drawn
    assert '2026-05-06 23:30:00  blocked           60          40  "automated\\u202e use"' in drawn


def test_identifier_of_which_only_spans_are_known() -> None:
    """No grid of hours, no column of nothing: when holders came."""
    view = replace(
        RING,
        subject=Subject.IDENTIFIER,
        name="192.0.2.1",
        kind=IP,
        counted="",
        quarters=(),
        actions=(),
        shut=Shut(0, 0, 0),
    )
    drawn = lines(view)
    assert drawn[0] == "ip 192.0.2.1  seen by 3 holders; first and last times are all that is known"
    assert not any(line.startswith(("hours", "exchanges")) for line in drawn)
    assert any(line.startswith("new ") for line in drawn)


def test_nothing_with_a_time() -> None:
    """One says so and stops."""
    view = replace(RING, quarters=(), firsts=(), actions=(), first_us=None, last_us=None, shut=Shut(0, 0, 0))
    assert lines(view) == ["R-0007  no exchanges by 3 accounts", "No fact about it has a time."]


def test_ascii() -> None:
    """Every character."""
    assert "\n".join(lines(RING, Canvas(100, None, Glyphs(ascii=True)))).isascii()
