"""The raw columns that a layout reads: source columns as they stand, and those that are made of them beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass

from fraudgraph.case.facts import literal, quoted
from fraudgraph.ingest.layout import Assigned, Layout
from fraudgraph.ingest.origins import ANY_OTHER
from fraudgraph.ingest.readings import Raw, is_blank, text_of
from fraudgraph.model.tables import Reading


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the source columns stand in a relation aliased `r`. places: source column -> (SQL, DuckDB type)."""

    layout: Layout
    places: Mapping[str, tuple[str, str]]

    def raws(self) -> dict[str, Raw]:
        """Column of the facts -> raw column of the relation that `of` makes; prompts left out."""
        return {one.target: self._raw(one) for one in self.layout.assigned if one.reading is not Reading.PROMPT}

    def of(self, relation: str) -> str:
        """The relation with the columns that are made, and without the rows that are of something else."""
        made = [
            f"{one.origin.sql(self._text, self._currency())} AS {quoted(_name(one))}"
            for one in self.layout.assigned
            if not one.origin.is_plain and one.reading is not Reading.PROMPT
        ]
        where = f" WHERE {self.condition()}" if self.layout.only else ""
        return f"(SELECT {', '.join(['r.*', *made])} FROM {relation} AS r{where})" if made or where else relation

    def condition(self) -> str:
        """SQL condition: the row is of what the layout reads."""
        return " AND ".join(self._asked(name, words) for name, words in self.layout.only.items()) or "true"

    def _asked(self, name: str, words: tuple[str, ...]) -> str:
        if ANY_OTHER in words:
            return f"coalesce(NOT {is_blank(self._text(name))}, false)"
        return f"coalesce({self._text(name)} IN ({', '.join(map(literal, words))}), false)"

    def _raw(self, one: Assigned) -> Raw:
        if one.origin.is_plain:
            sql, type_ = self.places[one.origin.columns[0]]
            return Raw(sql, type_, one.origin.columns[0], one.target)
        return Raw(f"r.{quoted(_name(one))}", "VARCHAR", one.origin.label, one.target)

    def _text(self, name: str) -> str:
        sql, type_ = self.places[name]
        return text_of(Raw(sql, type_, name))

    def _currency(self) -> str:
        """SQL of the currency of the row's amount."""
        currency = self.layout.of("currency")
        return currency.origin.sql(self._text, "NULL") if currency else "NULL"


def _name(one: Assigned) -> str:
    """What a made column is called: a dot keeps it apart from columns of files and from c0, c1, ..."""
    return f"made.{one.target}"
