"""The screen `status`."""

from dataclasses import dataclass

from fraudgraph.investigate.views.judged import Judged
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Sweep


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind in the facts: identifiers (distinct values), accounts that have one."""

    kind: Kind
    identifiers: int
    accounts: int


@dataclass(frozen=True, slots=True)
class StatusView:
    """The screen `status`.

    need_person: rings that wait for a person (None: not swept yet); newer_facts: rows that the sweep does not see
    because they were loaded
    after it or happen at or after its as_of (0: the sweep covers every fact loaded; None: not swept).
    facts: rows in all live segments; exchanges, first_us, last_us: of the exchanges alone. accounts: in any
    table; unlinkable: without any identifier
    but hubs (None, and no kinds: many facts, and no sweep has counted them yet).
    forgotten: how often something was forgotten; unreproducible: the last sweep that cannot be made again for it (0:
    none).
    empty_kinds: kinds of which nothing is loaded. last_judgement, judgements: of people. custody_first_bad:
    record where the chain breaks.
    """

    sweep: Sweep | None
    need_person: int | None
    newer_facts: int | None
    facts: int
    loads: int
    exchanges: int
    exchanges_first_us: int | None
    exchanges_last_us: int | None
    accounts: int | None
    unlinkable: int | None
    kinds: tuple[KindCount, ...]
    empty_kinds: tuple[Kind, ...]
    judgements: int
    last_judgement: Judged | None
    custody_records: int
    custody_whole: bool
    custody_first_bad: int | None
    forgotten: int = 0
    unreproducible: int = 0
