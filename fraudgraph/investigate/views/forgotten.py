"""The answer of `forget`."""

from dataclasses import dataclass

from fraudgraph.case.forgotten import Target, Tombstone, Touched


@dataclass(frozen=True, slots=True)
class ForgottenView:
    """What was forgotten, or would be (tombstone: None)."""

    target: Target
    touched: Touched
    tombstone: Tombstone | None
