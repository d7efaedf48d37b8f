"""Where a column of the facts comes from: one source column, the first of several that says something, or a constant;
with the words of the source said in ours, and units converted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fraudgraph.case.facts import literal
from fraudgraph.ingest.readings import is_blank, trimmed

FORMS = ("major_units", "email")
"""major_units: an amount as people write it (`20.00`); email: an address of which the domain is wanted."""
ANY_OTHER = "*"
_NO_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_AMOUNT = r"-?[0-9]{1,15}([.,][0-9]{1,3})?"
_MAILBOX = r"\s*[^@\s]+@([^@\s]+)\s*"


@dataclass(frozen=True, slots=True)
class Step:
    """One way to a value: a source column, or `value`, which is the same in every row.

    words: (what stands there, in lower case, and what it means), an empty meaning is absence, `*` any other word,
    an empty word an empty cell; form: one of FORMS, or ''.
    """

    column: str = ""
    value: str = ""
    words: tuple[tuple[str, str], ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Ways to a value; in each row the first that gives one counts."""

    steps: tuple[Step, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The source columns, in order."""
        return tuple(step.column for step in self.steps if step.column)

    @property
    def label(self) -> str:
        """What to call it in a reason."""
        return " or ".join(self.columns) or self.steps[0].value

    @property
    def is_plain(self) -> bool:
        """Whether it is one source column as it stands."""
        return len(self.steps) == 1 and self.steps[0] == Step(self.steps[0].column)

    def among(self, present: Iterable[str]) -> "Origin":
        """Without the source columns that are not there."""
        there = frozenset(present)
        return Origin(tuple(step for step in self.steps if not step.column or step.column in there))

    def sql(self, text: Callable[[str], str], currency: str) -> str:
        """SQL of its text. text: SQL of the text of a source column; currency: SQL of the row's currency."""
        ways = [_way(step, text(step.column) if step.column else literal(step.value), currency) for step in self.steps]
        if len(ways) == 1:
            return ways[0]
        return f"coalesce({', '.join(f'(CASE WHEN NOT {is_blank(way)} THEN {way} END)' for way in ways)})"


def single(name: str) -> Origin:
    """One source column as it stands."""
    return Origin((Step(name),))


def _way(step: Step, text: str, currency: str) -> str:
    if step.form == "email":
        text = f"nullif(lower(regexp_extract({text}, {literal(_MAILBOX)}, 1)), '')"
    if step.form == "major_units":
        text = _minor_units(text, currency)
    return _translated(text, step.words) if step.words else text


def _translated(text: str, words: tuple[tuple[str, str], ...]) -> str:
    said = f"coalesce(lower({trimmed(text)}), '')"
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(means)}" for word, means in words if word != ANY_OTHER)
    other = dict(words).get(ANY_OTHER)
    rest = text if other is None else f"CASE WHEN {said} <> '' THEN {literal(other)} END"
    return f"nullif({f'CASE {said} {cases} ELSE {rest} END' if cases else rest}, '')"


def _minor_units(text: str, currency: str) -> str:
    """Cents and their like, exactly. What is no amount stays as it is, and is rejected as such."""
    amount = f"CAST(replace(trim({text}), ',', '.') AS DECIMAL(38, 6))"
    code = f"coalesce(upper({trimmed(currency)}), '')"
    whole, mils = _listed(_NO_MINOR), _listed(_THOUSANDTHS)
    units = f"CASE WHEN {code} IN ({whole}) THEN 1 WHEN {code} IN ({mils}) THEN 1000 ELSE 100 END"
    minor = f"CAST({amount} * ({units}) AS VARCHAR)"
    return f"(CASE WHEN regexp_full_match(trim({text}), '{_AMOUNT}') THEN {minor} ELSE {text} END)"


def _listed(codes: str) -> str:
    return ", ".join(literal(code) for code in codes.split())
