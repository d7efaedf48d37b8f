"""`status`: what the case holds, and what waits."""

from fraudgraph.case import Case, Segment
from fraudgraph.case.forgotten import last_unreproducible, tombstones
from fraudgraph.graph.base import Population
from fraudgraph.investigate.desk import Desk, all_facts, desk
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.views.judged import Judged
from fraudgraph.investigate.views.status import KindCount, StatusView
from fraudgraph.model.rings import Sweep
from fraudgraph.model.tables import TABLES

_SMALL = 3_000_000
"""So many facts are counted while one waits; more are counted by the first sweep."""


def status(case: Case) -> StatusView:
    """The screen of the case."""
    at = desk(case)
    segments = [segment for segment in case.segments() if segment.table in TABLES]
    replaced = dict(case.ledger.execute("SELECT sha256, sum(rows) FROM superseded GROUP BY sha256").fetchall())
    rows = {segment.sha256: segment.rows - replaced.get(segment.sha256, 0) for segment in segments}
    exchanges = [segment for segment in segments if segment.table == "exchanges"]
    population = _population(at, sum(rows.values()))
    custody = case.custody.verify()
    return StatusView(
        sweep=at.sweep,
        need_person=rings(case).need_person if at.sweep else None,
        newer_facts=_newer(case, at.sweep, segments, rows) if at.sweep else None,
        facts=sum(rows.values()),
        loads=int(case.ledger.execute("SELECT count(*) FROM loads").fetchone()[0]),
        exchanges=sum(rows[segment.sha256] for segment in exchanges),
        exchanges_first_us=min((s.min_us for s in exchanges if s.min_us is not None), default=None),
        exchanges_last_us=max((s.max_us for s in exchanges if s.max_us is not None), default=None),
        accounts=population.accounts if population else None,
        unlinkable=population.unlinkable if population else None,
        kinds=_kinds(at, population) if population else (),
        empty_kinds=at.empty_kinds(population) if population else (),
        judgements=int(case.ledger.execute("SELECT count(*) FROM judgements").fetchone()[0]),
        last_judgement=_last_judgement(case),
        custody_records=custody.records,
        custody_whole=custody.whole,
        custody_first_bad=custody.first_bad,
        forgotten=len(tombstones(case.ledger)),
        unreproducible=last_unreproducible(case.ledger),
    )


def _population(at: Desk, facts: int) -> Population | None:
    """Of all facts where that is quick, else of those that the sweep saw; None where nobody counted them yet."""
    for view in (all_facts(at.case, at.activity), at.view):
        if facts <= _SMALL or at.graph.ready(view):
            return at.graph.population(view)
    return None


def _kinds(at: Desk, population: Population) -> tuple[KindCount, ...]:
    """Expected kinds first, then the most identifiers."""
    order = {kind: place for place, kind in enumerate(at.expected)}
    known = sorted(population.kinds, key=lambda one: (order.get(one.kind, len(order)), -one.identifiers, one.kind))
    return tuple(KindCount(at.kind(one.kind), one.identifiers, one.accounts) for one in known)


def _newer(case: Case, sweep: Sweep, segments: list[Segment], rows: dict[str, int]) -> int:
    """Rows stored after the sweep began, or that happen at or after its as_of."""
    stored = dict(case.ledger.execute("SELECT load_id, at_us FROM loads").fetchall())
    late = 0
    for segment in segments:
        if stored[segment.load_id] > sweep.started_us:
            late += rows[segment.sha256]
        elif segment.max_us is not None and segment.max_us >= sweep.as_of_us:
            late += _after(case, segment, sweep.as_of_us)
    return late


def _after(case: Case, segment: Segment, as_of_us: int) -> int:
    time = TABLES[segment.table].time
    with case.duckdb() as db:
        sql = f'SELECT count(*) FROM read_parquet(?) WHERE "{time}" >= make_timestamptz(?)'
        row = db.execute(sql, [str(case.segment_path(segment)), as_of_us]).fetchone()
    return int(row[0]) if row else 0


def _last_judgement(case: Case) -> Judged | None:
    row = case.ledger.execute(
        "SELECT judgement_id, at_us, actor, verdict FROM judgements ORDER BY judgement_id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else Judged(*row)
