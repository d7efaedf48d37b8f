"""Tables by column, for files: what many rows share is kept, and put into words, once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
Value = str | int | float | bool | None
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Column:
    """values: of each row its own; with codes (int64[rows]) those that there are, and of each row the place of its."""

    name: str
    values: Sequence[Value]
    codes: Index | None = None

    def __len__(self) -> int:
        return len(self.values if self.codes is None else self.codes)

    def shown(self, show: Callable[[Value], Shown]) -> list[Shown]:
        """Every row's value as it is shown."""
        made = [show(value) for value in self.values]
        return made if self.codes is None else [made[code] for code in self.codes.tolist()]

    def plain(self) -> list[Value]:
        """Every row's value."""
        return self.shown(lambda value: value)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length."""

    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0])

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> list[Value]:
        """Every row's value of one column."""
        return self.columns[self.names.index(name)].plain()

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Row by row."""
        return zip(*(column.plain() for column in self.columns), strict=True)

    def shown(self, show: Callable[[str], Callable[[Value], Shown]]) -> Iterator[tuple[Shown, ...]]:
        """Row by row, each value as values of the column of that name are shown."""
        return zip(*(column.shown(show(column.name)) for column in self.columns), strict=True)


def coded(name: str, values: Sequence[Value]) -> Column:
    """A column whose rows share few values."""
    known: dict[Value, int] = {}
    codes = np.array([known.setdefault(value, len(known)) for value in values], np.int64)
    return Column(name, tuple(known), codes)


def alike(name: str, value: Value, rows: int) -> Column:
    """A column with one value."""
    return Column(name, (value,), np.zeros(rows, np.int64))
