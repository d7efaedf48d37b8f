"""How long work tells how far it is. One protocol; the command line draws it, tests record it."""

from typing import Protocol


class Progress(Protocol):
    """A listener. Stages follow one another; `advance` counts from the start of the stage, not from the last call."""

    def stage(self, name: str, total: int | None, unit: str) -> None:
        """A stage starts. total: units in all (None: unknown); unit: a plural noun such as `rows` or `bytes`."""

    def advance(self, done: int, note: str = "") -> None:
        """So many units are done. note: what else is worth saying, such as `31 of 45 files`."""

    def done(self, note: str = "") -> None:
        """The stage ended."""


class Silence:
    """A listener that says nothing."""

    def stage(self, name: str, total: int | None, unit: str) -> None:
        """Nothing."""

    def advance(self, done: int, note: str = "") -> None:
        """Nothing."""

    def done(self, note: str = "") -> None:
        """Nothing."""
