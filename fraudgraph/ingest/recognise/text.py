"""A recognised file as the text of a mapping file, with what told each column beside it."""

from collections.abc import Iterator, Sequence

from fraudgraph.ingest.recognise.assign import Found, Recognised
from fraudgraph.ingest.recognise.looks import Column, Look
from fraudgraph.ingest.recognise.names import WORDS
from fraudgraph.model.tables import TABLES

_NOTE_AT = 48
_HINT_OF_MINOR = ("minor", "cent")


def section(read: Recognised, names: Sequence[str], rows: int, several: bool) -> Iterator[str]:
    """The lines of one section. names: patterns of the files it is for; several: more sections are of this table."""
    yield f"[[{read.table}]]" if several else f"[{read.table}]"
    if names:
        yield f"files = {_listed(names)}"
    yield from (_mapped(one, read.table, rows) for one in read.found)
    if any(_is_local(one.column) and _is_time(one, read.table) for one in read.found):
        yield _noted('zone = "UTC"', "CHECK: the times do not say their zone")
    if read.rest:
        yield "ignore = ["
        yield from (_noted(f"  {quoted(column.name)},", _why_not(column, read)) for column in read.rest)
        yield "]"
    if read.kinds:
        yield f"[{read.table}.kinds]"
        yield from (_mapped(one, read.table, rows) for one in read.kinds)


def quoted(text: str) -> str:
    """A string of TOML; signs that nobody sees are escaped."""
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def commented(text: str) -> str:
    """Text as it may stand in a comment."""
    return "".join(map(_escaped, text))


def about(column: Column, rows: int) -> str:
    """`addresses, 1,201 distinct, 3 % empty, 999.9.999.99`: what a column looks like, without a value of it."""
    parts = [str(column.look)]
    if column.look is Look.CARDS:
        return f"{parts[0]}: never loaded, never shown"
    if column.filled:
        parts.append(f"{column.distinct:,} distinct")
    if 0 < column.filled < rows:
        parts.append(f"{_percent(rows - column.filled, rows)} empty")
    if column.look in (Look.TEXT, Look.MESSAGES):
        parts.append(f"median of {column.text_words:,} words")
    if column.shape:
        parts.append(column.shape)
    if column.some_cards:
        parts.append("CHECK: some values look like card numbers, their rows will be rejected")
    return ", ".join(parts)


def _mapped(one: Found, table: str, rows: int) -> str:
    told = about(one.column, rows) + ("" if one.named else "; CHECK: told by its values alone")
    origin, check = _origin(one, table)
    return _noted(f"{one.target} = {origin}", told + check)


def _origin(one: Found, table: str) -> tuple[str, str]:
    name = quoted(one.column.name)
    if one.target == "outcome" and one.column.words:
        return _words(one.column, table)
    if one.target == "email_domain" and Look.EMAILS in one.column.looks:
        return f'{{ column = {name}, as = "email" }}', ""
    if one.target == "amount_minor":
        if Look.COUNTS not in one.column.looks:
            return f'{{ column = {name}, as = "major_units" }}', ""
        if not any(hint in one.column.name.lower() for hint in _HINT_OF_MINOR):
            return name, "; CHECK: are these minor units (cents)?"
    return name, ""


def _words(column: Column, table: str) -> tuple[str, str]:
    """The words of an outcome in ours; those that nobody knows are absence, and to be checked."""
    ours = {word: word for word in _choices(table)}
    known = ours | {word: means for means, words in WORDS.get(table, {}).items() for word in words.split()}
    said = {word.lower(): known.get(word.lower().replace(" ", "_"), "") for word, _ in column.words}
    if all(word == means for word, means in said.items()):
        return quoted(column.name), ""
    pairs = ", ".join(f"{quoted(word)} = {quoted(means)}" for word, means in said.items())
    lost = [word for word, means in said.items() if not means]
    check = "; CHECK: what is not known is read as unknown" if lost else ""
    return f"{{ column = {quoted(column.name)}, words = {{ {pairs} }} }}", check


def _choices(table: str) -> tuple[str, ...]:
    column = TABLES[table].column("outcome")
    return column.choices if column else ()


def _why_not(column: Column, read: Recognised) -> str:
    told = about(column, column.rows)
    if column.look in (Look.CARDS, Look.EMPTY):
        return told
    if column.look is Look.EMAILS:
        return f"{told}; to link by them: email under [{read.table}.kinds]"
    return f"{told}; not recognised"


def _is_time(one: Found, table: str) -> bool:
    column = TABLES[table].column(one.target)
    return column is not None and column.reading == "time"


def _is_local(column: Column) -> bool:
    return Look.LOCAL_TIMES in column.looks


def _noted(line: str, note: str) -> str:
    return f"{line:<{_NOTE_AT}}  # {note}"


def _listed(names: Sequence[str]) -> str:
    return quoted(names[0]) if len(names) == 1 else f"[{', '.join(map(quoted, names))}]"


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return "<0.1 %" if share < 0.1 else f"{share:.1f} %"
