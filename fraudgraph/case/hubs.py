"""Identifiers that mean nothing: those that came with a mapping or a list, and those that a person called a hub."""

import sqlite3

from fraudgraph.case.loads import Hub
from fraudgraph.case.said import standing
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import Said, Subject


def read_hubs(ledger: sqlite3.Connection) -> tuple[Hub, ...]:
    """All of them, ordered by kind and value. What a person said stands before a list; set_by is then its `J-0007`."""
    listed = ledger.execute("SELECT kind, value, reason, set_by FROM hubs")
    found = {(hub.kind, hub.value): hub for hub in (Hub(*row) for row in listed)}
    for name, judged in standing(ledger, Subject.IDENTIFIER).items():
        if judged.verdict == Said.HUB:
            kind, _, value = name.partition(":")
            found[kind, value] = Hub(kind, value, judged.reason, show_id(Minted.JUDGEMENT, judged.judgement_id))
    return tuple(found[name] for name in sorted(found))
