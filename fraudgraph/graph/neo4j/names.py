"""How accounts, identifiers and kinds are called in the database."""

import hashlib
import re

from fraudgraph.model.kinds import BUILT_IN

OWN_ACCOUNT, OWN_IDENTIFIER = "FraudgraphAccount", "FraudgraphIdentifier"
LONGEST_KEY = 1000
"""Characters of a key: an index of Neo4j refuses values of more than about 8,000 bytes."""
_HEAD = 128
_DIGEST = re.compile(r"#sha256:[0-9a-f]{64}\Z")


def key_of(text: str) -> str:
    """The key of an account id, or of `kind:value`: the text itself; of a longer one its beginning and its SHA-256.

    A short text that reads like such a key is hashed too, so that no two texts have one key.
    """
    if len(text) <= LONGEST_KEY and not _DIGEST.search(text):
        return text
    return f"{text[:_HEAD]}#sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def identifier_key(kind: str, value: str) -> str:
    """The key of an identifier, `kind:value`; a colon inside a kind is escaped, so that no two have one key."""
    return key_of(f"{_escaped(kind)}:{value}")


def start_of(kind: str, text: str) -> str:
    """How the keys of identifiers of a kind begin whose value begins with a text."""
    return f"{_escaped(kind)}:{text}"[:_HEAD]


def _escaped(kind: str) -> str:
    return kind.replace("\\", "\\\\").replace(":", "\\:")


def key_sql(text: str) -> str:
    """The same as `key_of`, in SQL. text: a SQL expression."""
    return (
        f"CASE WHEN length({text}) <= {LONGEST_KEY} AND NOT regexp_matches({text}, '#sha256:[0-9a-f]{{64}}$') "
        f"THEN {text} ELSE left({text}, {_HEAD}) || '#sha256:' || sha256({text}) END"
    )


def identifier_key_sql(kind: str, value: str) -> str:
    """The same as `identifier_key`, in SQL. kind, value: SQL expressions."""
    escaped = f"replace(replace({kind}, '\\', '\\\\'), ':', '\\:')"
    return key_sql(f"({escaped} || ':' || {value})")


def labels_of(kind: str) -> list[str]:
    """A label of its own for each kind that we know, so that a browser colours it: `FraudgraphPaymentInstrument`.

    Kinds that a mapping file named get none: labels are never forgotten by a database.
    """
    return ["Fraudgraph" + "".join(word.capitalize() for word in kind.split("_"))] if kind in BUILT_IN else []
