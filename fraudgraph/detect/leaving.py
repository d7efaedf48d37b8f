"""How a person leaves while a library works that cannot be stopped half-way: by the door that the program opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_doors: list[Callable[[], None]] = []


@contextmanager
def leaving(door: Callable[[], None]) -> Iterator[None]:
    """Inside, whoever is stopped in such a library leaves by this door, which does not come back."""
    _doors.append(door)
    try:
        yield
    finally:
        _doors.pop()


def leave() -> None:
    """Leave, where there is a door; else nothing happens, and the caller waits for the library."""
    if _doors:
        _doors[-1]()
