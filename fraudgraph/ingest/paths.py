"""Fields inside fields: objects taken apart into columns that are called by their path, `actor.user.uid`, and lists
whose objects are the rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fraudgraph.ingest.sections import Section

_KEY_VALUE = frozenset({"key", "value"})
_DEEPEST = 8
_TWICE = "names a key twice"


@dataclass(frozen=True, slots=True)
class Paths:
    """What of nested data is taken apart. inner: paths of objects whose fields are columns; lists: keys of the lists,
    one in the other, whose objects are the rows.
    """

    inner: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()

    @classmethod
    def of(cls, sections: Iterable[Section]) -> "Paths":
        """What these sections ask for; the lists of the first that names any."""
        sections = tuple(sections)
        parts = [name.split(".") for section in sections for name in section.sources if "." in name]
        inner = frozenset(".".join(path[:end]) for path in parts for end in range(1, len(path)))
        return cls(inner, next((section.rows for section in sections if section.rows), ()))

    @classmethod
    def everything(cls, found: Iterable[dict[str, Any] | str]) -> "Paths":
        """All objects in these, as deep as they go."""
        inner: set[str] = set()
        for one in found:
            if isinstance(one, dict):
                inner.update(_paths("", one, _DEEPEST))
        return cls(frozenset(inner))

    @property
    def none(self) -> bool:
        """Whether every object is a row as it stands."""
        return not (self.inner or self.lists)

    def rows_in(self, found: dict[str, Any]) -> Iterator[dict[str, Any] | str]:
        """The rows that one object holds, or why there are none: itself, if it has no list of that name."""
        for row in self._listed(found, self.lists, {}):
            yield row if isinstance(row, str) or not self.inner else self._flat(row)

    def _listed(
        self, found: dict[str, Any], lists: tuple[str, ...], around: dict[str, Any]
    ) -> Iterator[dict[str, Any] | str]:
        """What encloses a row is part of it; of two fields of one name the inner one counts."""
        inside = found.get(lists[0]) if lists else None
        if not isinstance(inside, list):
            yield {**around, **found} if around else found
            return
        rest = {**around, **{key: value for key, value in found.items() if key != lists[0]}}
        for one in inside:
            if isinstance(one, dict):
                yield from self._listed(one, lists[1:], rest)
            else:
                yield f'holds what is no object in the list "{lists[0]}"'

    def _flat(self, found: dict[str, Any]) -> dict[str, Any] | str:
        flat: dict[str, Any] = {}
        pairs = 0
        for name, value in self._fields("", found):
            flat[name] = value
            pairs += 1
        return flat if len(flat) == pairs else _TWICE

    def _fields(self, path: str, found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for key, value in found.items():
            name = f"{path}{key}"
            inside = _object(value) if name in self.inner and value else None
            if inside is None:
                yield name, value
            else:
                yield from self._fields(f"{name}.", inside)


def _paths(path: str, found: dict[str, Any], deep: int) -> Iterator[str]:
    for key, value in found.items():
        inside = _object(value) if value and deep else None
        if inside is not None:
            yield f"{path}{key}"
            yield from _paths(f"{path}{key}.", inside, deep - 1)


def _object(value: Any) -> dict[str, Any] | None:
    """An object, also where it is written as a list of keys and values, as OpenTelemetry does."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not all(isinstance(one, dict) and one.keys() <= _KEY_VALUE for one in value):
        return None
    if any(not isinstance(one.get("key"), str) for one in value):
        return None
    return {one["key"]: _plain(one.get("value")) for one in value}


def _plain(value: Any) -> Any:
    """The value in `{"stringValue": ...}` and its like."""
    if isinstance(value, dict) and len(value) == 1:
        ((sort, inner),) = value.items()
        if sort == "arrayValue" and isinstance(inner, dict):
            return [_plain(one) for one in inner.get("values") or []]
        if sort == "kvlistValue" and isinstance(inner, dict):
            return _object(inner.get("values") or [])
        if sort.endswith("Value"):
            return inner
    return value
