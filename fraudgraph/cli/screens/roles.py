"""What part members seem to have, in a word; a doubt carries a question mark, the usual part is left blank."""

from collections.abc import Sequence

from fraudgraph.cli.numbers import count
from fraudgraph.model.rings import Role

_WORDS: dict[str, str] = {Role.POOL: "", Role.BYSTANDER: "bystander?", Role.VICTIM: "victim?"}
_LINE = {
    Role.POOL: "in the pool only",
    Role.MIXED: "mixed (live apart too)",
    Role.BRIDGE: "bridge (tie dense groups)",
    Role.BYSTANDER: "bystander?",
    Role.VICTIM: "victim? (older than the ring)",
}


def word(role: str) -> str:
    """`mixed`, `bystander?`; blank for the usual part."""
    return _WORDS.get(role, role)


def totals(roles: Sequence[tuple[str, int]]) -> str:
    """`318 in the pool only, 4 bystander?`: accounts by role, none twice."""
    known = {role.value: said for role, said in _LINE.items()}
    return ", ".join(f"{count(accounts)} {known.get(role, role)}" for role, accounts in roles)
