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
Second = Annotated[
    str,
    typer.Argument(metavar="ACCOUNT", help="Another account.", show_default=False, autocompletion=completion.accounts),
]
Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="An account, or KIND:VALUE of an identifier, or its value alone.",
        show_default=False,
        autocompletion=completion.accounts,
    ),
]


@command("why", "fraudgraph why acct_7f3a91c2 acct_d018be44")
def why(
    desk: Desk,
    first: First,
    second: Second,
    everything: options.All = False,
    graph: door.Asked = None,
    database: door.Database = None,
) -> Screen:
    """Say why two accounts are linked, and what speaks against it.

    Each reason with its bits, and what would be left of the link without it.
    """
    from fraudgraph.cli.screens.why import why as screen
    from fraudgraph.investigate.why import why as view

    with door.case(desk, graph, database) as case:
        return screen(view(case, given.value(first), given.value(second)), everything)


@command("node", "fraudgraph node acct_7f3a91c2", "fraudgraph node payment:pm_8Qd2Lk4fZr --all")
def node(
    desk: Desk, name: Name, everything: options.All = False, graph: door.Asked = None, database: door.Database = None
) -> Screen:
    """Show one account or one identifier.

    Its record, and who or what it is seen with.
    """
    from fraudgraph.cli.screens.account import account
    from fraudgraph.cli.screens.node import identifier
    from fraudgraph.investigate.node import node as view
    from fraudgraph.investigate.views import AccountNode

    with door.case(desk, graph, database, whole=True) as case:
        found = view(case, given.value(name))
    return account(found, everything) if isinstance(found, AccountNode) else identifier(found, everything)
