"""What a method is: labels of the accounts from what was seen, and nothing else."""

from dataclasses import dataclass
from typing import Protocol

from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index


class Method(Protocol):
    """One way to part the accounts, with its parameters as fields."""

    def labels(self, seen: Seen, seed: int) -> Index:
        """int64[N], the group of each account, -1 for none."""


class Missing(Exception):
    """A method that cannot run here, with the reason."""


@dataclass(frozen=True)
class Variant:
    """A method at one point of its grid. Only the default one is run over relabelings; the best of all of them, chosen
    with the truth in hand, is what the table calls tuned.
    """

    family: str
    parameters: str
    method: Method
    default: bool = False

    @property
    def name(self) -> str:
        """`Leiden (resolution 20)`."""
        return f"{self.family} ({self.parameters})" if self.parameters else self.family

    @property
    def module(self) -> str:
        """Where the method is written."""
        return type(self.method).__module__

    @property
    def slug(self) -> str:
        """The name as that of a file."""
        return "".join(c if c.isalnum() else "-" for c in self.name.lower()).strip("-")
