"""Section `[graph]` of a mapping file: what labels, relationship types and properties of somebody else's graph mean."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.errors import UsageError
from fraudgraph.model.tables import TABLES

NOTHING = "Nothing was loaded."


@dataclass(frozen=True, slots=True)
class TheirAccounts:
    """label: of their nodes; id: the property that names one; attributes: (column of the table accounts, property)."""

    label: str
    id: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TheirSightings:
    """relationship: its type; label: of the nodes that are identifiers; value: their property; kind: what they are
    here; first_seen, last_seen, count: properties of the relationship.
    """

    relationship: str
    label: str
    value: str
    kind: str
    first_seen: str | None = None
    last_seen: str | None = None
    count: str | None = None


@dataclass(frozen=True, slots=True)
class TheirSchema:
    """Section `[graph]`."""

    accounts: TheirAccounts
    sightings: tuple[TheirSightings, ...]


def read_schema(path: Path) -> TheirSchema:
    """The section `[graph]` of a mapping file; UsageError where it is missing or says what we do not know."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise UsageError(f"{path} is not a mapping file: {problem}", kept=NOTHING) from None
    graph = document.get("graph")
    if (
        not isinstance(graph, dict)
        or set(graph) != {"accounts", "sightings"}
        or not isinstance(graph["sightings"], list)
    ):
        raise UsageError(f"{path} does not say where accounts and sightings are", kept=NOTHING, hint=_EXAMPLE)
    accounts = _texts(path, "[graph.accounts]", graph["accounts"])
    columns = {column.name for column in TABLES["accounts"].columns} - {"account_id"}
    _known(path, "[graph.accounts]", accounts, {"label", "id"}, columns)
    attributes = tuple((name, accounts[name]) for name in sorted(accounts.keys() & columns))
    sightings = tuple(_sightings(path, one) for one in graph["sightings"])
    return TheirSchema(TheirAccounts(accounts["label"], accounts["id"], attributes), sightings)


_EXAMPLE = """\
[graph.accounts]
label = "Customer"
id = "customerId"

[[graph.sightings]]
relationship = "USED"
label = "Card"
value = "token"
kind = "payment_instrument"
"""


def _sightings(path: Path, given: object) -> TheirSightings:
    said = _texts(path, "[[graph.sightings]]", given)
    _known(
        path,
        "[[graph.sightings]]",
        said,
        {"relationship", "label", "value", "kind"},
        {"first_seen", "last_seen", "count"},
    )
    return TheirSightings(**said)


def _texts(path: Path, where: str, given: object) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(value, str) and value for value in given.values()):
        raise UsageError(f"{path}: {where} holds names in quotes", kept=NOTHING, hint=_EXAMPLE)
    return {str(name): str(value) for name, value in given.items()}


def _known(path: Path, where: str, given: Mapping[str, str], needed: set[str], more: set[str]) -> None:
    wrong = sorted(given.keys() - needed - more)
    missing = sorted(needed - given.keys())
    if wrong or missing:
        what = f"does not know {', '.join(wrong)}" if wrong else f"misses {', '.join(missing)}"
        known = ", ".join(sorted(needed | more))
        raise UsageError(f"{path}: {where} {what}", kept=NOTHING, hint=f"known here: {known}")
