"""Colour and shape of each kind, the same in every drawing. Shapes tell the family, so that no colour is needed."""

from dataclasses import dataclass

from fraudgraph.model.kinds import Family, Kind


@dataclass(frozen=True, slots=True)
class Look:
    """shape: square, diamond, hexagon, triangle or pentagon; light, dark: colour on paper and on a dark screen."""

    shape: str
    light: str
    dark: str


SHAPES = {
    Family.OWNERSHIP: "square",
    Family.NETWORK: "diamond",
    Family.CONTENT: "hexagon",
    Family.TIMING: "triangle",
    Family.OTHER: "pentagon",
}
_KINDS = {
    "payment_instrument": ("#c2560c", "#ff9a52"),
    "device": ("#96690a", "#e8bb4e"),
    "phone": ("#a83d6b", "#f58fb5"),
    "ip": ("#2460c8", "#7aaaff"),
    "prompt_fingerprint": ("#0f7f66", "#43c9a5"),
    "prompt_group": ("#4d7f1f", "#9bcf6a"),
    "hand_over": ("#7446c4", "#b99dff"),
    "lockstep": ("#9546a8", "#dd9cf2"),
    "signup_batch": ("#76617f", "#c6aecf"),
}
_FAMILIES = {
    Family.OWNERSHIP: ("#b0521a", "#f2a066"),
    Family.NETWORK: ("#1f6f96", "#74c2e8"),
    Family.CONTENT: ("#2d7a4b", "#6fcf97"),
    Family.TIMING: ("#6b52b3", "#b3a2f0"),
    Family.OTHER: ("#666b73", "#a7aeb8"),
}


def look_of(kind: Kind) -> Look:
    """The look of a kind; a declared one looks like its family."""
    light, dark = _KINDS.get(kind.name, _FAMILIES[kind.family])
    return Look(SHAPES[kind.family], light, dark)
