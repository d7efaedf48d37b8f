"""The second half of `why`: what speaks against the link, and what no link can show."""

from collections.abc import Iterator

from fraudgraph.cli import times
from fraudgraph.cli.documents import nodes
from fraudgraph.cli.lines import Line, line, wrapped
from fraudgraph.cli.numbers import count, verb
from fraudgraph.cli.screen import Canvas
from fraudgraph.investigate.views.why import Reason, WhyView


def draw(view: WhyView, canvas: Canvas) -> Iterator[Line]:
    """Both lists; the first says so where the facts hold nothing against the link."""
    yield line("what speaks against it")
    for doubt in _against(view, canvas) or ["nothing in the facts loaded"]:
        yield from wrapped(line(f"  - {doubt}"), canvas.width, 4)
    yield line("what this does not show")
    for limit in _limits(view):
        yield from wrapped(line(f"  - {limit}"), canvas.width, 4)


def _against(view: WhyView, canvas: Canvas) -> list[str]:
    record = _record(view, canvas)
    reasons = [_never_together(one, canvas) for one in view.against.apart]
    reasons += [_outside(one) for one in view.against.outside]
    return [", ".join(said) for said in (record,) if said] + ["; ".join(said) for said in (reasons,) if said]


def _record(view: WhyView, canvas: Canvas) -> list[str]:
    against, said = view.against, []
    if against.countries is not None:
        said.append(f"countries differ ({', '.join(map(canvas.safe, against.countries))})")
    if against.email_domains is not None:
        said.append("e-mail domains differ")
    if against.organizations is not None:
        said.append("each declares an organisation of its own")
    if against.created_apart_us is not None:
        said.append(f"signed up {times.apart(against.created_apart_us)} apart")
    return said


def _never_together(reason: Reason, canvas: Canvas) -> str:
    apart = times.duration(reason.apart_us or 0)
    return f"never on {canvas.safe(reason.value)} within {apart} of each other"


def _outside(reason: Reason) -> str:
    is_outside = verb(reason.in_no_ring, "is", "are")
    return f"{count(reason.in_no_ring)} of {count(reason.holders)} {reason.kind.word} holders {is_outside} in no ring"


def _limits(view: WhyView) -> list[str]:
    said = [
        "who holds either account, that it is one person, or that anything was abused",
        "a probability: bits measure surprise against chance, not guilt",
    ]
    if view.empty_kinds:
        said.append(f"anything about {', '.join(kind.word for kind in view.empty_kinds)}: no facts loaded")
    if view.longer_paths:
        paths = verb(view.longer_paths, "longer path", "longer paths")
        said.append(f"{count(view.longer_paths)} {paths} over other accounts: found, not added (path --longer)")
    return said


def data(view: WhyView) -> nodes.Against:
    """The doubts for JSON."""
    against = view.against
    apart = against.created_apart_us
    return {
        "countries": list(against.countries) if against.countries else None,
        "email_domains": list(against.email_domains) if against.email_domains else None,
        "organizations": list(against.organizations) if against.organizations else None,
        "created_apart_seconds": None if apart is None else apart / times.SECOND_US,
        "never_together": [[one.kind.name, one.value] for one in against.apart],
        "holders_in_no_ring": [[one.kind.name, one.value, one.in_no_ring] for one in against.outside],
    }
