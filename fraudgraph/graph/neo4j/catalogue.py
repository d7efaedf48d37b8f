"""The catalogue of Cypher statements: `cypher/{schema,write,read,ask}/*.cypher`, one statement a file; `ask` holds the
questions of an investigator.

A file opens with comment lines: its purpose, then `Parameters:` (`name: what it is; ...`, or none), `Returns:`
(columns, or none) and, where it reads all of something on purpose, `Scan:` with the reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fraudgraph
from fraudgraph.errors import FraudgraphError, NotFound

_FIELD = re.compile(r"(Parameters|Returns|Scan): *(.*)")
_PARAMETER = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. name: `read/linked`; parameters: name -> what it is; returns: columns; scan: why it reads all of
    something ('' where it does not); text: without the comment.
    """

    name: str
    purpose: str
    parameters: Mapping[str, str]
    returns: tuple[str, ...]
    scan: str
    text: str

    @classmethod
    def of_text(cls, text: str, name: str = "") -> "Statement":
        """A statement that says nothing of itself."""
        return cls(name, "", {}, (), "", text)

    @property
    def used(self) -> frozenset[str]:
        """The parameters that the text names."""
        return frozenset(_PARAMETER.findall(self.text))


def folder() -> Path:
    """Where the catalogue lies: in the wheel beside the modules, in a checkout beside the package."""
    package = Path(fraudgraph.__file__).parent
    inside = package / "cypher"
    return inside if inside.is_dir() else package.parent / "cypher"


@cache
def statement(name: str) -> Statement:
    """The statement of that name; NotFound if there is none."""
    path = folder() / f"{name}.cypher"
    if re.fullmatch(r"[a-z]+/[a-z_]+", name) is None or not path.is_file():
        raise NotFound(f"the catalogue has no statement {name!r}", hint="fraudgraph graph query lists them")
    return parse(name, path.read_text(encoding="utf-8"))


def statements(part: str) -> tuple[Statement, ...]:
    """All statements of `schema`, `write`, `read` or `ask`, by name."""
    return tuple(statement(f"{part}/{path.stem}") for path in sorted((folder() / part).glob("*.cypher")))


def short(name: str) -> str:
    """`linked` of `ask/linked`."""
    return name.rpartition("/")[2]


def parse(name: str, text: str) -> Statement:
    """A statement from its file; FraudgraphError where the comment does not say what it must."""
    lines = text.splitlines()
    head = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    fields = {"purpose": ""}
    current = "purpose"
    for line in head:
        match = _FIELD.fullmatch(line)
        current = match[1] if match else current
        fields[current] = f"{fields.get(current, '')} {match[2] if match else line}".strip()
    missing = [field for field in ("purpose", "Parameters", "Returns") if not fields.get(field)]
    if missing:
        raise FraudgraphError(f"{name}.cypher does not say its {' and '.join(missing)}")
    body = "\n".join(line for line in lines if not line.startswith("//")).strip()
    return Statement(
        name, fields["purpose"], _pairs(fields["Parameters"]), _names(fields["Returns"]), fields.get("Scan", ""), body
    )


def _pairs(text: str) -> dict[str, str]:
    if text == _NONE:
        return {}
    return dict((part.strip().split(": ", 1)) for part in text.split("; "))


def _names(text: str) -> tuple[str, ...]:
    return () if text == _NONE else tuple(name.strip() for name in text.split(","))
