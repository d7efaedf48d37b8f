"""Where an investigator sits: the case, its stores, the latest sweep, and the facts that the sweep saw."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from fraudgraph.case import Case, notes, said, sweeps
from fraudgraph.graph.answering import graph_of
from fraudgraph.graph.base import ActivityStore, GraphStore, Population, View
from fraudgraph.graph.embedded import EmbeddedActivity
from fraudgraph.investigate.views.judged import Judged, Words
from fraudgraph.model.judgement import About, Subject
from fraudgraph.model.kinds import Kind, kind_of
from fraudgraph.model.rings import Member, Ring, Sweep

Attributes = tuple[tuple[str, str], ...]
"""(name, text) of what is known beside an identifier: asn, network_type, issuer, prepaid, country, source, as_of."""
DAY_US = 86_400_000_000
EXPECTED = ("payment_instrument", "ip", "prompt_fingerprint", "device", "phone", "email")
"""Kinds of which a person wants to know that nothing is loaded: silence is not innocence."""


@dataclass(frozen=True)
class Desk:
    """What every question needs. sweep: the latest, None before the first; view: the facts that it saw, else all."""

    case: Case
    graph: GraphStore
    activity: ActivityStore
    sweep: Sweep | None
    view: View

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of the case, by name."""
        return self.case.kinds()

    def kind(self, name: str) -> Kind:
        """The kind of that name, declared or not."""
        return kind_of(name, self.kinds)

    @cached_property
    def kinds_called(self) -> dict[str, tuple[str, ...]]:
        """Names of the kinds that go by a word: `payment` is payment_instrument, and each goes by its own name."""
        called: dict[str, set[str]] = defaultdict(set)
        for name in self.kinds.keys() | {kind.kind for kind in self.graph.population(self.view).kinds}:
            called[name].add(name)
            called[self.kind(name).word].add(name)
        return {word: tuple(sorted(names)) for word, names in called.items()}

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """Kinds that should be there: EXPECTED and those that a mapping file declared, but hubs, which tell nothing."""
        declared = {row[0] for row in self.case.ledger.execute("SELECT kind FROM kinds")}
        names = [*EXPECTED, *sorted(declared - set(EXPECTED))]
        return tuple(name for name in names if not self.kind(name).hub)

    def empty_kinds(self, population: Population | None = None) -> tuple[Kind, ...]:
        """Expected kinds of which the facts hold nothing."""
        there = {one.kind for one in (population or self.graph.population(self.view)).kinds}
        return tuple(self.kind(name) for name in self.expected if name not in there)

    def memberships(self, account_ids: Iterable[str]) -> dict[str, Member]:
        """Memberships in the latest sweep; none before the first."""
        return sweeps.memberships(self.case, self.sweep.sweep_id, list(account_ids)) if self.sweep else {}

    @cached_property
    def in_rings(self) -> Sequence[str]:
        """Every account in a ring, sorted."""
        return sweeps.account_ids(self.case, self.sweep.sweep_id) if self.sweep else ()

    @cached_property
    def ring_of(self) -> dict[str, int]:
        """The ring of every account that is in one."""
        return sweeps.ring_of(self.case, self.sweep.sweep_id) if self.sweep else {}

    def rings(self, ring_ids: Collection[int]) -> dict[int, Ring]:
        """These rings of the latest sweep, by id."""
        return sweeps.some_rings(self.case, self.sweep.sweep_id, ring_ids) if self.sweep else {}

    def ring_accounts(self, ring_id: int | None) -> Sequence[str]:
        """The accounts of one ring of the latest sweep, sorted."""
        if self.sweep is None or ring_id is None:
            return ()
        return sweeps.account_ids(self.case, self.sweep.sweep_id, ring_id)

    def attributes(self, identifiers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Attributes]:
        """What the table `identifiers` says of these (kind, value); () of those that it does not know."""
        names = list(dict.fromkeys(identifiers))
        return dict.fromkeys(names, ()) | self.graph.attributes(self.view, names)

    def judged(self, subject_type: str, subject: str) -> Judged | None:
        """The judgement on a subject (`ring`, `member`, `link`, `identifier`) that stands."""
        found = said.standing(self.case.ledger, Subject(subject_type), [subject]).get(subject)
        return None if found is None else Judged(found.judgement_id, found.at_us, found.actor, found.verdict)

    def words(self, about: About, changed: tuple[str, ...] = ()) -> Words:
        """Everything that people said of something; changed: why what stands does not cover it any more."""
        return Words(said.history(self.case.ledger, about), notes.of(self.case.ledger, about), changed)


def desk(case: Case) -> Desk:
    """A desk at the facts of the latest sweep, or at all facts before the first."""
    graph, activity = graph_of(case), EmbeddedActivity(case)
    sweep = sweeps.find_latest(case)
    return Desk(case, graph, activity, sweep, all_facts(case, activity) if sweep is None else swept_facts(case, sweep))


def swept_facts(case: Case, sweep: Sweep) -> View:
    """What a sweep saw: loads stored before it began, within its bounds."""
    row = case.ledger.execute("SELECT max(load_id) FROM loads WHERE at_us <= ?", (sweep.started_us,)).fetchone()
    return View(sweep.as_of_us, sweep.window_us, row[0])


def all_facts(case: Case, activity: ActivityStore) -> View:
    """Everything, up to the midnight after the newest fact."""
    end = activity.facts_end_us()
    if end is None:
        end = max((load.at_us for load in case.loads()), default=0)
    return View((end // DAY_US + 1) * DAY_US)
