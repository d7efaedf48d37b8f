"""Ids in tables: whole up to 24 cells, longer ones as head…tail, lengthened until each is unique."""

from collections import Counter
from collections.abc import Iterable

from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.safe_text import cells, escaped, visible

WHOLE = 24


def safe(text: str, glyphs: Glyphs) -> str:
    """Text from the data as it may stand on this output."""
    shown = visible(text)
    if not glyphs.ascii or shown.isascii():
        return shown
    bare = shown[1:-1] if shown[0] == '"' else shown.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isascii() else escaped(char) for char in bare) + '"'


def shortened(values: Iterable[str], glyphs: Glyphs, limit: int = WHOLE) -> dict[str, str]:
    """Each value as a table shows it: safe, and no two alike."""
    shown = {value: safe(value, glyphs) for value in values}
    result = {value: text for value, text in shown.items() if cells(text) <= limit}
    long = {value: text for value, text in shown.items() if value not in result}
    taken = set(result.values())
    room = limit
    while long:
        cut = {value: _cut(text, room, glyphs) for value, text in long.items()}
        alike = Counter(cut.values())
        whole = room > max(map(len, long.values()))
        done = {value: text for value, text in cut.items() if whole or (alike[text] == 1 and text not in taken)}
        result |= done
        taken |= set(done.values())
        long = {value: text for value, text in long.items() if value not in done}
        room *= 2
    return result


def _cut(text: str, room: int, glyphs: Glyphs) -> str:
    """Head and tail of a text, `room` characters in all with the ellipsis; the whole text once it fits."""
    keep = room - len(glyphs.ellipsis)
    if len(text) <= room:
        return text
    return text[: keep - keep // 2] + glyphs.ellipsis + text[-(keep // 2) :]


def ring_id(number: int | None) -> str:
    """`R-0007`; empty where there is none, for columns."""
    return "" if number is None else show_id(Minted.RING, number)


def sweep_id(number: int) -> str:
    """`S-0012`."""
    return show_id(Minted.SWEEP, number)


def load_id(number: int) -> str:
    """`L-0001`."""
    return show_id(Minted.LOAD, number)
