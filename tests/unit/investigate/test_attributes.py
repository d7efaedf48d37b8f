"""What is known of an identifier stands wherever the identifier does."""

from fraudgraph.case import Case
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens.account import account
from fraudgraph.cli.screens.expand import expand as expand_screen
from fraudgraph.cli.screens.node import identifier
from fraudgraph.cli.screens.path import path as path_screen
from fraudgraph.cli.screens.search import search as search_screen
from fraudgraph.cli.screens.timeline import timeline as timeline_screen
from fraudgraph.cli.screens.why import why as why_screen
from fraudgraph.investigate.desk import desk
from fraudgraph.investigate.expand import Walk, expand
from fraudgraph.investigate.hubs import hubs
from fraudgraph.investigate.node import node
from fraudgraph.investigate.path import Search, path
from fraudgraph.investigate.search import search
from fraudgraph.investigate.timeline import timeline
from fraudgraph.investigate.views.node import AccountNode, IdentifierNode
from fraudgraph.investigate.why import why

ADDRESS = "203.0.113.7"
KNOWN = (("asn", "AS64500"),)


def said(screen: Screen) -> str:
    """The screen as text."""
    return "\n".join(one.plain for one in screen.draw(Canvas()))


def test_many_are_asked_at_once(case: Case) -> None:
    """Those of which nothing is known have nothing, and none is missing."""
    found = desk(case).attributes([("ip", ADDRESS), ("ip", "198.51.100.1"), ("payment_instrument", "pm_1")])
    assert found == {("ip", ADDRESS): KNOWN, ("ip", "198.51.100.1"): (), ("payment_instrument", "pm_1"): ()}


def test_every_screen_says_it(case: Case) -> None:
    """Of an identifier, of an account that has it, of two that share it, and on the way to others."""
    one, other = node(case, f"ip:{ADDRESS}"), node(case, "acct_a")
    assert isinstance(one, IdentifierNode)
    assert isinstance(other, AccountNode)
    screens = {
        "node": identifier(one),
        "account": account(other),
        "why": why_screen(why(case, "acct_a", "acct_b"), everything=True),
        "expand": expand_screen(expand(case, ["acct_a"], Walk()), everything=True),
        "path": path_screen(path(case, "acct_a", "acct_b", Search(paths=9))),
        "search": search_screen(search(case, [ADDRESS])),
        "timeline": timeline_screen(timeline(case, f"ip:{ADDRESS}")),
    }
    assert [name for name, screen in screens.items() if "AS64500" not in said(screen)] == []


def test_hubs_carry_it(case: Case) -> None:
    """A hub of which nothing is known has nothing; of what is most held it is said."""
    view = hubs(case)
    assert [row.held.attributes for row in view.rows] == [()]
    assert {one.attributes for one in view.unowned if one.value == ADDRESS} <= {KNOWN}
