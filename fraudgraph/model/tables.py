"""The input contract: six tables, their columns, and how each column is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Reading(StrEnum):
    """How the text of a column becomes a value."""

    ID = "id"  # text, exact; empty is absence
    TIME = "time"  # needs a zone; UTC microseconds
    IP = "ip"  # normalised address
    TOKEN = "token"  # processor token; card numbers are refused
    WORD = "word"  # one of `choices`
    TEXT = "text"
    COUNT = "count"  # whole number >= 0
    MONEY = "money"  # whole minor units, may be negative
    FLAG = "flag"
    PROMPT = "prompt"  # fingerprinted during the load, never stored
    MINHASH = "minhash"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; kind: the identifier kind that it gives."""

    name: str
    reading: Reading
    required: bool = False
    choices: tuple[str, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One input table; time: the column that places a row in event time; key: columns that identify a row (empty:
    the whole row).
    """

    name: str
    columns: tuple[Column, ...]
    time: str | None = None
    key: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of that name, if the contract has it."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row is rejected."""
        return tuple(column.name for column in self.columns if column.required)


_R = Reading
ACCOUNTS = Table(
    "accounts",
    (
        Column("account_id", _R.ID, True),
        Column("created_at", _R.TIME),
        Column("country", _R.TEXT),
        Column("organization_id", _R.ID),
        Column("email_domain", _R.TEXT),
        Column("plan", _R.TEXT),
        Column("billing", _R.WORD, choices=("self_serve", "invoiced")),
        Column("status", _R.TEXT),
        Column("suspended_at", _R.TIME),
    ),
    time="created_at",
    key=("account_id",),
)
EXCHANGES = Table(
    "exchanges",
    (
        Column("account_id", _R.ID, True),
        Column("at", _R.TIME, True),
        Column("ip", _R.IP, kind="ip"),
        Column("payment_instrument", _R.TOKEN, kind="payment_instrument"),
        Column("prompt_fingerprint", _R.ID, kind="prompt_fingerprint"),
        Column("prompt_minhash", _R.MINHASH),
        Column("prompt_tokens", _R.COUNT),
        Column("prompt_algorithm", _R.TEXT),
        Column("prompt_key_id", _R.TEXT),
        Column("prompt", _R.PROMPT),
        Column("model", _R.TEXT),
        Column("capability", _R.TEXT),
        Column("input_tokens", _R.COUNT),
        Column("output_tokens", _R.COUNT),
        Column("outcome", _R.WORD, choices=("served", "blocked", "refused", "error")),
        Column("session_id", _R.ID),
        Column("request_id", _R.ID),
    ),
    time="at",
)
PAYMENTS = Table(
    "payments",
    (
        Column("account_id", _R.ID, True),
        Column("payment_instrument", _R.TOKEN, True, kind="payment_instrument"),
        Column("paid_at", _R.TIME),
        Column("outcome", _R.WORD, choices=("ok", "declined", "refunded", "disputed")),
        Column("amount_minor", _R.MONEY),
        Column("currency", _R.TEXT),
    ),
    time="paid_at",
)
SIGHTINGS = Table(
    "sightings",
    (
        Column("account_id", _R.ID, True),
        Column("kind", _R.TEXT, True),
        Column("value", _R.ID, True),
        Column("first_seen", _R.TIME),
        Column("last_seen", _R.TIME),
        Column("count", _R.COUNT),
    ),
    time="first_seen",
)
ACTIONS = Table(
    "actions",
    (
        Column("account_id", _R.ID, True),
        Column("action", _R.TEXT, True),
        Column("at", _R.TIME, True),
        Column("reason", _R.TEXT),
    ),
    time="at",
)
IDENTIFIERS = Table(
    "identifiers",
    (
        Column("kind", _R.TEXT, True),
        Column("value", _R.ID, True),
        Column("asn", _R.TEXT),
        Column("network_type", _R.WORD, choices=("hosting", "mobile", "residential", "vpn")),
        Column("issuer", _R.TEXT),
        Column("prepaid", _R.FLAG),
        Column("country", _R.TEXT),
        Column("source", _R.TEXT),
        Column("as_of", _R.TIME),
    ),
    time="as_of",
    key=("kind", "value", "source", "as_of"),
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for table in (ACCOUNTS, EXCHANGES, PAYMENTS, SIGHTINGS, ACTIONS, IDENTIFIERS)}
)
EXTRA_PREFIX = "kind_"
"""A fact column `kind_device` holds the identifiers of an extra kind that a mapping file declared."""
