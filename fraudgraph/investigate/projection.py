"""`graph push`, `graph status`: the facts that the latest sweep saw and its rings in Neo4j, and how far they agree."""

from pathlib import Path

from fraudgraph.case import Case, sweeps
from fraudgraph.graph.neo4j import bulk
from fraudgraph.graph.neo4j.bulk import BulkFiles
from fraudgraph.graph.neo4j.connection import Connection
from fraudgraph.graph.neo4j.push import Push, current_projection
from fraudgraph.graph.neo4j.rings import Accounts, OwnAccounts, TheirNodes, push_rings
from fraudgraph.graph.neo4j.tables import Chosen
from fraudgraph.graph.neo4j.wanted import Wanted, facts_in_a_word, how_many
from fraudgraph.ingest.foreign import SETTING
from fraudgraph.investigate.bits import kappa_of
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.views.graph import GraphStatus, PushView, Side
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.progress import Progress, Silence


def push(case: Case, to: Connection, chosen: Chosen, progress: Progress | None = None) -> PushView:
    """Facts and rings into the graph: only what differs is written. The custody log says that facts left the case."""
    at, progress = desk(case), progress or Silence()
    with Wanted(case, at.view, chosen) as wanted:
        facts = Push(to, wanted, kappa_of(at.sweep), progress).run()
        rings = push_rings(to, case, OwnAccounts(), wanted.key, progress)
    view = PushView(to.address.shown, to.version, facts, rings, to.written, chosen.whole, chosen.since_us)
    record(case, view)
    return view


def push_rings_only(case: Case, to: Connection, progress: Progress | None = None) -> PushView:
    """The rings of the latest sweep alone, tied to the accounts that the graph has: ours, or those of a pull."""
    rings = push_rings(to, case, accounts_of(case), "rings only", progress or Silence())
    view = PushView(to.address.shown, to.version, None, rings, to.written, False, None)
    record(case, view)
    return view


def write_bulk(case: Case, folder: Path, chosen: Chosen, progress: Progress | None = None) -> BulkFiles:
    """The facts of the latest sweep as files for an import, without a server."""
    with Wanted(case, desk(case).view, chosen) as wanted:
        files = bulk.write_bulk(wanted, folder, case.config.database, progress or Silence())
    detail = {"accounts": files.accounts, "identifiers": files.identifiers, "sightings": files.sightings}
    with case.transaction() as ledger:
        case.custody.append(ledger, "graph push", "files for an import", {**detail, "whole": chosen.whole})
    return files


def accounts_of(case: Case) -> Accounts:
    """Where the members are nodes: in the schema that the last pull read, else our own."""
    theirs = case.settings(SETTING)
    return TheirNodes(**theirs) if theirs else OwnAccounts()


def record(case: Case, view: PushView) -> None:
    """The custody record of a push."""
    detail = {
        "accounts": view.facts.accounts if view.facts else 0,
        "identifiers": view.facts.identifiers if view.facts else 0,
        "sightings": view.facts.sightings if view.facts else 0,
        "sweep": view.rings.sweep_id if view.rings else None,
        "whole": view.whole,
    }
    with case.transaction() as ledger:
        case.custody.append(ledger, "graph push", view.where, detail)


def status(case: Case, to: Connection) -> GraphStatus:
    """Both sides counted. Case: the facts of the latest sweep (all facts before the first), and its rings."""
    at = desk(case)
    shown = current_projection(to, case.case_id) or {}
    whole = bool(shown.get("whole"))
    counts = dict(to.read("read/counts", case_id=case.case_id)[0])
    sweeps_there = [row["key"] for row in to.read("read/sweeps", case_id=case.case_id) if row["stamp"] is not None]
    return GraphStatus(
        where=to.address.shown,
        version=to.version,
        state=shown.get("state"),
        same_facts=shown.get("facts") == facts_in_a_word(case, at.view, whole),
        whole=whole,
        as_of_us=shown.get("as_of_us"),
        case=_case_side(at, whole),
        graph=Side(**counts, sweep_id=sweeps_there[0] if sweeps_there else None),
    )


def _case_side(at: Desk, whole: bool) -> Side:
    rings = sweeps.rings(at.case, at.sweep.sweep_id) if at.sweep else ()
    return Side(
        *how_many(at.case, at.view, whole),
        rings=len(rings),
        members=sum(ring.accounts for ring in rings),
        sweep_id=show_id(Minted.SWEEP, at.sweep.sweep_id) if at.sweep else None,
    )
