"""The part `framing` of `ring`: what rests on forgeable links, and the least that a framer would have had to do."""

from collections.abc import Sequence

from fraudgraph.cli import numbers
from fraudgraph.cli.documents import rings
from fraudgraph.cli.lines import Line, fact
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.investigate.views.checks import ChecksView, FramingView, Grade, Least, Needed
from fraudgraph.model.checks import Standing
from fraudgraph.model.kinds import Forgeability, Kind

_ACTS = {
    Forgeability.PAYMENT: "pay with",
    Forgeability.PHONE: "answer on",
    Forgeability.DEVICE: "use",
    Forgeability.NETWORK: "come from",
    Forgeability.TIMING: "keep time with",
    Forgeability.TEXT: "send",
    Forgeability.UNKNOWN: "share",
}
_THINGS = {
    "payment_instrument": "instruments",
    "phone": "phones",
    "device": "devices",
    "ip": "addresses",
    "prompt_fingerprint": "templates",
    "prompt_group": "groups of templates",
    "hand_over": "circles",
    "lockstep": "moments",
    "signup_batch": "batches of sign-ups",
}
_TO_BE = {
    Standing.LINKED: "to be linked at all",
    Standing.CORE: "to be core",
    Standing.QUEUE: "to be core and class A",
}


def facts_of(view: FramingView, checks: ChecksView, accounts: int) -> list[tuple[str, Line]]:
    """Lines for `facts`; the first carries the label."""
    rows = [fact("framing", _rests(view, checks, accounts))]
    if view.least:
        rows.append(fact("", "an outsider would have to, at least:"))
    return rows + [fact("", f"{_TO_BE[one.standing]}: {_ways(one, view.at_most)}") for one in view.least]


def _rests(view: FramingView, checks: ChecksView, accounts: int) -> str:
    """`59.6 % of the bits are easy to forge (prompt 11.2, ip 7.1 an account); without them 23,871 accounts ...`."""
    easy = view.easy
    if not easy:
        return "all of it rests on what is hard to forge"
    amounts = ", ".join(f"{_words(grade)} {numbers.bits_each(grade.bits, accounts)}" for grade in easy)
    share = numbers.share(sum(grade.bits for grade in easy), view.bits)
    said = f"{share} of the bits are easy to forge ({amounts} an account)"
    measured = checks.hard_only is not None
    left = checks.hard_only if checks.hard_only is not None else view.left
    still = "stay together" if measured else f"{verb(left, 'has', 'have')} 7 bits or more"
    return f"{said}; without them {counted(left, 'account')} ({numbers.share(left, accounts)}) {still}"


def _words(grade: Grade) -> str:
    return " and ".join(kind.word for kind in grade.kinds)


def _ways(least: Least, at_most: int) -> str:
    if not least.ways:
        return f"carry more than {count(at_most)} of its identifiers"
    return ", or ".join(" and ".join(map(_act, way)) for way in least.ways)


def _act(needed: Needed) -> str:
    """`pay with 1 of its 6,204 instruments`."""
    amount = f"{count(needed.amount)} of its {count(needed.owned)} {things(needed.kind)}"
    return f"{_ACTS[needed.kind.forgeability]} {amount}"


def things(kind: Kind) -> str:
    """What identifiers of a kind are called."""
    return _THINGS.get(kind.name, f"{kind.word} identifiers")


def data(view: FramingView) -> rings.Framing:
    """The same for JSON."""
    return {
        "grades": [
            {
                "forgeability": grade.forgeability.value,
                "hard_to_fake": grade.forgeability.hard,
                "kinds": [kind.name for kind in grade.kinds],
                "kind_bits": numbers.bits_number(grade.bits),
            }
            for grade in view.grades
        ],
        "accounts_hard_to_forge_only": view.left,
        "identifiers_at_most": view.at_most,
        "least": [{"standing": one.standing.value, "ways": [_plain(way) for way in one.ways]} for one in view.least],
    }


def _plain(way: Sequence[Needed]) -> list[rings.Needed]:
    return [{"kind": one.kind.name, "identifiers": one.amount, "owned_identifiers": one.owned} for one in way]
