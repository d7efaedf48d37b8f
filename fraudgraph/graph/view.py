"""Which facts a question is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """Which facts are visible: event time before as_of_us and, with a window, not older than window_us before it.
    UTC microseconds. last_load: facts of later loads are not seen (None: of all loads), so that what a sweep found is
    explained from what it saw.
    """

    as_of_us: int
    window_us: int | None = None
    last_load: int | None = None

    @property
    def from_us(self) -> int | None:
        """The first visible instant (None: no limit)."""
        return None if self.window_us is None else self.as_of_us - self.window_us
