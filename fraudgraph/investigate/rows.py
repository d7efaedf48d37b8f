"""Rows that leave a question: columns with their types, for a pipe, a file, a notebook. Values are exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any, overload

from fraudgraph.errors import UsageError
from fraudgraph.model.safe_text import visible

if TYPE_CHECKING:
    import pandas
    import pyarrow

Value = str | int | float | bool | None
_IN_A_NOTEBOOK = 20


class Type(StrEnum):
    """What a column holds; TIME is an instant, as UTC microseconds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. None in it is unknown, or nothing measured."""

    name: str
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class Rows(Sequence[dict[str, Value]]):
    """A table. Text is as it was loaded, bits have six decimals. As a sequence it holds a dict a row."""

    fields: tuple[Field, ...]
    cells: tuple[tuple[Value, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in self.fields)

    def column(self, name: str) -> tuple[Value, ...]:
        """The values of one column; KeyError, with the names that there are."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        place = self.columns.index(name)
        return tuple(row[place] for row in self.cells)

    def to_arrow(self) -> "pyarrow.Table":
        """A pyarrow.Table; times are timestamps in UTC."""
        import pyarrow

        types = {
            Type.TEXT: pyarrow.string(),
            Type.WHOLE: pyarrow.int64(),
            Type.NUMBER: pyarrow.float64(),
            Type.FLAG: pyarrow.bool_(),
            Type.TIME: pyarrow.timestamp("us", tz="UTC"),
        }
        columns = zip(*self.cells, strict=True) if self.cells else [()] * len(self.fields)
        arrays = [pyarrow.array(values, types[field.type]) for field, values in zip(self.fields, columns, strict=True)]
        return pyarrow.Table.from_arrays(arrays, names=list(self.columns))

    def to_pandas(self) -> "pandas.DataFrame":
        """A pandas.DataFrame; whole numbers stay whole where some are unknown. UsageError without pandas."""
        try:
            import pandas
        except ImportError as missing:
            raise UsageError(
                "pandas is not installed", hint="pip install pandas, or take to_arrow(), which needs nothing more"
            ) from missing
        import pyarrow

        nullable: dict[Any, Any] = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
        frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=nullable.get)
        return frame

    def __repr__(self) -> str:
        return f"<{len(self.cells):,} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows for a notebook; text from the data is inert, and visible as on a terminal."""
        shown = [["" if one is None else one for one in row] for row in self.cells[:_IN_A_NOTEBOOK]]
        lines = [_html("th", self.columns), *(_html("td", row) for row in shown)]
        below = f"<p>{len(shown):,} of {len(self.cells):,} rows: to_pandas(), to_arrow()</p>"
        return f"<table>{''.join(lines)}</table>{below}"

    def __len__(self) -> int:
        return len(self.cells)

    @overload
    def __getitem__(self, place: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "dict[str, Value] | Rows":
        if isinstance(place, slice):
            return Rows(self.fields, self.cells[place])
        return dict(zip(self.columns, self.cells[place], strict=True))


def _html(tag: str, cells: Sequence[Value]) -> str:
    texts = (escape(visible(one) if isinstance(one, str) and one else str(one)) for one in cells)
    return f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in texts)}</tr>"
