"""Card numbers among payment tokens, where rows pass through without a case."""

import pyarrow as pa

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.lookups import CARD_SHARE, Tokens
from fraudgraph.ingest.readings import shown_name
from fraudgraph.model.clean import holds_card_number


class Cards:
    """A source column of tokens, and what was seen of it. reason: why a row does not pass."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.reason = f'"{shown_name(name, "payment_instrument")}" {Tokens.REASON}'
        self._seen: set[int] = set()
        self._cards: set[int] = set()

    def without(self, rows: pa.Table, place: str) -> pa.Table:
        """The rows whose token is none. FraudgraphError where a fifth of the distinct tokens so far are."""
        codes = rows[place].combine_chunks().cast(pa.string()).dictionary_encode()
        distinct = codes.dictionary.to_pylist()
        cards = [holds_card_number(token) for token in distinct]
        self._seen.update(map(hash, distinct))
        self._cards.update(hash(token) for token, card in zip(distinct, cards, strict=True) if card)
        if len(self._cards) > CARD_SHARE * len(self._seen):
            raise FraudgraphError(
                f"column {self.reason}",
                kept="No row of them was passed on.",
                hint="pass processor tokens instead, or map another column; if these are tokens all the same:"
                " --numeric-tokens",
            )
        return rows.filter(pa.array([not card for card in cards], pa.bool_()).take(codes.indices).fill_null(True))
