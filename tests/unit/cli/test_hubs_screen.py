"""`hubs` drawn from a made-up view."""

from dataclasses import replace

import pytest

from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.screens.hubs import data, hubs, listing
from fraudgraph.investigate.views.hubs import Compared, HeldRow, HubKind, HubRow, HubsView
from fraudgraph.model.kinds import Kind
from tests.unit.cli.made_up import IP, PAYMENT, PROMPT, SWEEP

VIEW = HubsView(
    rows=(
        HubRow(
            HeldRow(PROMPT, "tpl_00a1b2c3", 188_730, 17_363, Compared.FEWER), "a popular template", "mapping", "", False
        ),
        HubRow(HeldRow(IP, "198.51.100.9", 41_204, 9_101, Compared.MORE), "a carrier's gateway?", "list", "", False),
        HubRow(
            HeldRow(PAYMENT, "pm_test_4242", 318, 3, Compared.FEWER),
            "the processor's test token",
            "J-0007",
            "ann",
            True,
        ),
    ),
    kinds=(HubKind(Kind("blocklist"), 12, 1_400),),
    unowned=(
        *(HeldRow(IP, f"192.0.2.{n}", 900 - n, 80, Compared.AS_MANY) for n in range(5)),
        HeldRow(PAYMENT, "pm_a", 30, 20, Compared.MORE),
    ),
    ring_accounts=58_317,
    all_accounts=612_480,
    sweep=SWEEP,
)
AT_100 = """\
3 hubs and 1 whole kind, excluded because they mean nothing: 1 by list, 1 by mapping, 1 by a person.
S-0012, facts before 2026-06-06 00:00 UTC: 9.5 % of all 612,480 accounts are in rings; compare the
holders of each with that.

kind     identifier    holders  in rings  compared  set by      why
prompt   tpl_00a1b2c3  188,730     9.2 %  fewer     mapping     a popular template
ip       198.51.100.9   41,204    22.1 %  more      list        a carrier's gateway?
payment  pm_test_4242      318     0.9 %  fewer     J-0007 ann  the processor's test token
whole kind  blocklist: 12 identifiers of 1,400 accounts, by mapping
J-0007: said after the latest sweep, excluded from the next one on
1 hub is held more by rings than by others: look whether it means something after all

MOST HELD  not excluded, and no ring rests on them: the identifiers of most holders, by kind
kind     identifier  holders  in rings  compared
ip       192.0.2.0       900     8.9 %  as many"""


def lines(view: HubsView, canvas: Canvas | None = None) -> list[str]:
    """The lines of the screen."""
    return [line.plain for line in hubs(view).draw(canvas or Canvas())]


def test_at_100_columns() -> None:
    """How many and by whom; how far it reaches; each with its holders, who set it and why; what others hold."""
    assert "\n".join(lines(VIEW)).startswith(AT_100)


def test_a_screenful_shows_a_few_of_each_kind() -> None:
    """And says how many there are."""
    drawn = lines(VIEW, Canvas(100, 20))
    assert "4 of 6 shown: --all" in drawn


def test_hint_names_what_could_be_excluded_and_never_what_rings_hold_more() -> None:
    """The identifier of most holders that is nothing special to rings."""
    assert hubs(VIEW).hints[-1] == 'fraudgraph judge ip:192.0.2.0 hub --reason "..."'
    only = replace(VIEW, unowned=VIEW.unowned[-1:])
    assert hubs(only).hints == ()


def test_nothing_excluded() -> None:
    """One says so."""
    drawn = lines(replace(VIEW, rows=(), kinds=(), sweep=None, ring_accounts=None))
    assert drawn[0] == "No identifier is excluded."
    assert drawn[1] == "Not swept yet: which holders are in rings is not known."


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_canvas(width: int) -> None:
    """Columns give way, reasons flow."""
    assert max(map(len, lines(VIEW, Canvas(width)))) <= width


def test_pipe_and_json_hold_every_row() -> None:
    """Excluded ones first."""
    rows = [tuple(row) for row in listing(VIEW).rows]
    assert rows[2][:6] == ("payment_instrument", "pm_test_4242", 318, 3, "fewer", True)
    assert [row[5] for row in rows] == [True] * 3 + [False] * 6
    found = data(VIEW)
    assert len(found["hubs"]) == 3
    assert len(found["most_held"]) == 6
