"""Proposers on two cores: one lane in this process, one in a child.

igraph holds the interpreter lock, so threads do not help. The child gets the incidence through a pipe and answers
through it; if this process dies, the child's next write fails and it ends too. The partitions come back in the order
of the proposers whatever the timing, so the result is the same with one lane or two.
"""

import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.connection import Connection

from fraudgraph.detect.communities import Report, propose
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.propose import Proposer
from fraudgraph.errors import FraudgraphError

WORTH_IT = 400_000
"""Edges from which on a second process wins more time than it costs to start."""


def propose_in_lanes(incidence: Incidence, seed: int, proposers: Sequence[Proposer], report: Report) -> list[Index]:
    """The partitions of all proposers, the first proposer here and the others in a child, where that pays."""
    if len(incidence.account) < WORTH_IT or (os.cpu_count() or 1) < 2 or len(proposers) < 2:
        return propose(incidence, seed, proposers, report)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_other_lane, args=(there,), daemon=True)
    child.start()
    there.close()
    try:
        here.send((incidence, seed, proposers[1:]))
        first = propose(incidence, seed, proposers[:1], lambda stage, done, _: report(stage, done, len(proposers)))
        return first + _answers(here, report, len(proposers))
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise FraudgraphError(
            "a process that proposes rings ended before it was done",
            kept="The sweep before stays current.",
            hint="free memory, or shorten --window, and run the sweep again",
        ) from error
    finally:
        here.close()
        child.join(1)
        child.kill()


def _answers(here: Connection, report: Report, total: int) -> list[Index]:
    """Partitions from the child, proposer by proposer."""
    partitions: list[Index] = []
    for done in range(1, total):
        report("propose", done, total)
        partitions += here.recv()
    report("propose", total, total)
    return partitions


def _other_lane(pipe: Connection) -> None:
    """The child: propose, one answer a proposer."""
    incidence, seed, proposers = pipe.recv()
    try:
        for proposer in proposers:
            pipe.send(propose(incidence, seed, [proposer]))
    except (BrokenPipeError, KeyboardInterrupt):
        return
