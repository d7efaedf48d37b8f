"""Pieces of the page: tables, numbers, and the rows that a line of a table shows."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.quality.methods import FAMILIES, OURS
from benchmarks.quality.report import LAW, Row, Sheet

Every = dict[str, list[Row]]
"""The rows of each world."""
RULE = {"all": "as it is", "naive": "naive rule", "gate": "our gate", LAW: "the law"}


def lines(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of Markdown, the first column to the left."""
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    yield from ("| " + " | ".join(row) + " |" for row in body)
    yield ""


def number(value: float | None, digits: int = 0) -> str:
    """`1,234`, or a dash for nothing."""
    return "–" if value is None else f"{value:,.{digits}f}"


def said(row: Row) -> str:
    """Why there is no figure, in a word; the reasons stand below the tables."""
    return row.status.partition(":")[0]


def find(some: Sequence[Row], family: str, rule: str, tuned: bool = False) -> Row | None:
    """The row of a method with a rule."""
    return next((r for r in some if (r.method, r.rule, r.tuned) == (family, rule, tuned)), None)


def lines_of(families: Sequence[str] = FAMILIES) -> Iterator[tuple[str, str]]:
    """(method, rule) of each line of a table."""
    for family in families:
        yield from ((family, rule) for rule in ((LAW,) if family == OURS else ("all", "naive", "gate")))


def name_of(family: str, rule: str) -> str:
    """`Leiden, our gate`."""
    return f"**{family}**" if family == OURS else f"{family}, {RULE[rule]}"


def over(simulated: Sequence[Sheet], every: Every, rule: str = "gate") -> dict[str, list[Row]]:
    """Default rows of each method over the simulated worlds."""
    found: dict[str, list[Row]] = {}
    for family in FAMILIES:
        some = [find(every[s.name], family, LAW if family == OURS else rule) for s in simulated]
        ran = [row for row in some if row is not None and row.status == "ok"]
        if ran:
            found[family] = ran
    return found


def put_between(page: Path, mark: str, text: str) -> None:
    """Put text into a page between `<!-- mark -->` and `<!-- end of mark -->`, in the place of what is there."""
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    head, rest = page.read_text(encoding="utf-8").split(begin)
    page.write_text(f"{head}{begin}\n\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")
