"""What is known beside an identifier: the network of an address, the issuer of a card. It comes from a list that
somebody keeps, so it is said with whose and of when.
"""

from collections.abc import Iterable, Iterator, Sequence

from fraudgraph.cli.documents import parts
from fraudgraph.cli.lines import Line, fact, facts
from fraudgraph.cli.screen import Canvas
from fraudgraph.model.safe_text import cells

_DAY = len("2026-06-05")
_PREPAID = {"true": "prepaid", "false": "not prepaid"}
Attributes = Sequence[tuple[str, str]]


def said(attributes: Attributes, canvas: Canvas) -> str:
    """`hosting, AS64500, DE (ipinfo, 2026-05-01)`; nothing where nothing is known."""
    known = dict(attributes)
    said_parts = [
        canvas.safe(known["network_type"]) if "network_type" in known else "",
        _network(canvas.safe(known["asn"])) if "asn" in known else "",
        _PREPAID.get(known.get("prepaid", ""), ""),
        f"issued by {canvas.safe(known['issuer'])}" if "issuer" in known else "",
        canvas.safe(known["country"]) if "country" in known else "",
    ]
    whose = [canvas.safe(known["source"])] if "source" in known else []
    when = [known["as_of"][:_DAY]] if "as_of" in known else []
    behind = f" ({', '.join(whose + when)})" if whose or when else ""
    words = ", ".join(part for part in said_parts if part)
    return f"{words}{behind}" if words else ""


def draw(identifiers: Iterable[tuple[str, str, Attributes]], canvas: Canvas, label: int = 7) -> Iterator[Line]:
    """`known  ip 203.0.113.7  hosting, ...`: a line for each identifier of which something is known.

    identifiers: (word of the kind, the identifier as shown, attributes); label: cells of the first column.
    """
    rows = [(f"{word} {shown}", said(attributes, canvas)) for word, shown, attributes in identifiers]
    known = [(name, words) for name, words in rows if words]
    width = max((cells(name) for name, _ in known), default=0)
    told = (f"{name}{' ' * (width - cells(name))}  {words}" for name, words in known)
    yield from facts([fact("" if place else "known", one) for place, one in enumerate(told)], canvas.width, label)


def data(attributes: Attributes) -> parts.Attributes:
    """For JSON: every name, null where nothing is known."""
    known = dict(attributes)
    flag = known.get("prepaid")
    return {
        "asn": known.get("asn"),
        "network_type": known.get("network_type"),
        "issuer": known.get("issuer"),
        "prepaid": None if flag is None else flag == "true",
        "country": known.get("country"),
        "source": known.get("source"),
        "as_of": known.get("as_of"),
    }


def _network(asn: str) -> str:
    return f"AS{asn}" if asn.isdigit() else asn
