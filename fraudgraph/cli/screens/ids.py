"""Account ids and nothing else, one a line: what another command takes from a pipe."""

from collections.abc import Sequence

from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Line, ident, line
from fraudgraph.cli.screen import Listing, Screen


def ids(account_ids: Sequence[str]) -> Screen:
    """The screen."""
    return Screen(
        draw=lambda canvas: (line(ident(canvas.safe(one))) for one in account_ids) if account_ids else (Line(),),
        data=lambda: _data(account_ids),
        listing=lambda: Listing((), ((one,) for one in account_ids)),
    )


def _data(account_ids: Sequence[str]) -> walks.Ids:
    return {"account_ids": list(account_ids)}
