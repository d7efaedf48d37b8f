"""`why`, `node`: one link, one account, one identifier."""

from typing import Annotated

import typer

from fraudgraph.cli import completion, door, given, options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen

First = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="An account.", show_default=False, autocompletion=completion.accounts)
]
Others = Annotated[
    list[str],
    typer.Argument(
        metavar="OTHER",
        help="Another account, or several; -: a line of stdin each.",
        show_default=False,
        autocompletion=completion.accounts,
    ),
]
Names = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME",
        help="An account, or KIND:VALUE of an identifier, or its value alone; -: a line of stdin each.",
        show_default=False,
        autocompletion=completion.accounts,
    ),
]


@command(
    "why",
    "fraudgraph why acct_7f3a91c2 acct_d018be44",
    "fraudgraph expand acct_7f3a91c2 --ids | fraudgraph why acct_7f3a91c2 -",
)
def why(
    desk: Desk,
    first: First,
    others: Others,
    everything: options.All = False,
    graph: door.Asked = None,
    database: door.Database = None,
) -> Screen:
    """Say why two accounts are linked, and what speaks against it.

    Each reason with its bits, and what would be left of the link without it. Of several others a line each, strongest
    first.
    """
    from fraudgraph.cli.screens.why import why as screen
    from fraudgraph.cli.screens.whys import whys as lines
    from fraudgraph.investigate.why import why as view
    from fraudgraph.investigate.whys import whys as together

    one, asked = given.value(first), given.several(others)
    with door.case(desk, graph, database) as case:
        if len(asked) > 1:
            return lines(together(case, one, asked), everything)
        return screen(view(case, one, asked[0]), everything)


@command(
    "node",
    "fraudgraph node acct_7f3a91c2",
    "fraudgraph node payment:pm_8Qd2Lk4fZr --all",
    "fraudgraph members R-0007 --ids | fraudgraph node -",
)
def node(
    desk: Desk, names: Names, everything: options.All = False, graph: door.Asked = None, database: door.Database = None
) -> Screen:
    """Show accounts or identifiers.

    Of one name its record, and who or what it is seen with; of several a line each, and where they stand.
    """
    from fraudgraph.cli.screens.account import account
    from fraudgraph.cli.screens.node import identifier
    from fraudgraph.cli.screens.nodes import nodes as lines
    from fraudgraph.investigate.node import node as view
    from fraudgraph.investigate.nodes import nodes as together
    from fraudgraph.investigate.views.node import AccountNode

    asked = given.several(names)
    with door.case(desk, graph, database, whole=True) as case:
        if len(asked) > 1:
            return lines(together(case, asked), everything)
        found = view(case, asked[0])
    return account(found, everything) if isinstance(found, AccountNode) else identifier(found, everything)
