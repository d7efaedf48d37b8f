"""What Tab offers for a word: rings, accounts and sweeps of the case that the command would open."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from fraudgraph.case.completion import Names


def rings(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Rings of the latest sweep."""
    from fraudgraph.case import completion

    return _offered(context, incomplete, completion.rings)


def accounts(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Accounts in rings of the latest sweep."""
    from fraudgraph.case import completion

    return _offered(context, incomplete, completion.accounts)


def sweeps(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete sweeps."""
    from fraudgraph.case import completion

    return _offered(context, incomplete, completion.sweeps)


def subjects(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What is looked at or judged: rings, then accounts."""
    return [*rings(context, incomplete), *accounts(context, incomplete)]


def verdicts(context: typer.Context, incomplete: str) -> list[str]:
    """What a person may say of a ring or an account, and of an identifier."""
    from fraudgraph.model.judgement import VERDICTS

    said = dict.fromkeys(verdict.value for some in VERDICTS.values() for verdict in some)
    return [one for one in said if one.startswith(incomplete)]


def tiers(context: typer.Context, incomplete: str) -> list[str]:
    """The tiers, strongest first."""
    from fraudgraph.model.rings import Tier

    return [tier.value for tier in Tier if tier.value.startswith(incomplete)]


def _offered(context: typer.Context, incomplete: str, known: "Callable[[Path, str], Names]") -> list[tuple[str, str]]:
    """The names of the case given with --case before the word, else of the one that is configured."""
    from fraudgraph import config
    from fraudgraph.errors import FraudgraphError

    try:
        return list(known(config.settings({"case": context.params.get("case")}).case, incomplete))
    except FraudgraphError:  # the command itself will say what is wrong with the settings
        return []
