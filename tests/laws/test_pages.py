"""Pages that cannot go stale: decisions, dependencies, pins, changelog."""

import re
import tomllib
from pathlib import Path

import pytest

import fraudgraph

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
SECTIONS = ("context", "decision", "consequences")
PAGE_LINES = 90

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [re.split(r"[<>=!~\[; ]", line)[0] for line in PROJECT["dependencies"]]
OURS = PROJECT["name"]
EXTRAS = [
    line for extra in ("dev", "neo4j") for line in PROJECT["optional-dependencies"][extra] if not line.startswith(OURS)
]
DEV_TOOLS = [re.split(r"[<>=!~\[; ]", line)[0] for line in EXTRAS]


def page(name: str) -> str:
    """The text of a page of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def version(text: str) -> tuple[int, ...]:
    """`26.0.1` as numbers that compare."""
    return tuple(int(part) for part in re.findall(r"\d+", text))


def test_decisions_are_numbered_without_a_gap() -> None:
    """0001, 0002, ...: no two pages share a number and none is lost."""
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_is_one_page_with_context_decision_consequences(path: Path) -> None:
    """What stood before, what was decided, what follows from it, in that order; and its own number in the title."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert re.match(rf"# {path.name[:4]}\b", lines[0])
    headings = [line.removeprefix("## ").lower() for line in lines if line.startswith("## ")]
    assert [name for name in headings if name in SECTIONS] == list(SECTIONS)
    assert len(lines) <= PAGE_LINES


@pytest.mark.parametrize("name", [*DEPENDENCIES, *DEV_TOOLS])
def test_dependency_has_a_reason_and_a_licence(name: str) -> None:
    """Each dependency has a row in the page of decisions that says why it is there and under which licence."""
    rows = [line.split("|") for line in page("docs/decisions/0002-dependencies.md").splitlines() if f"`{name}`" in line]
    assert any(len(cells) >= 5 and all(cell.strip() for cell in cells[1:4]) for cells in rows)


@pytest.mark.parametrize("line", [*PROJECT["dependencies"], *EXTRAS])
def test_dependency_is_pinned_within_its_bounds(line: str) -> None:
    """What `make` installs is exactly one version, and not older than what the package asks for."""
    name, lowest = line.split(">=")
    pins = dict(pin.lower().split("==") for pin in page("requirements/constraints.txt").splitlines() if "==" in pin)
    assert version(pins[name]) >= version(lowest)


def test_changelog_opens_with_this_version() -> None:
    """The newest section of the changelog, after `Unreleased`, is the version of the package."""
    sections = re.findall(r"^## \[([^\]]+)\]", page("CHANGELOG.md"), re.MULTILINE)
    assert next(name for name in sections if name != "Unreleased") == fraudgraph.__version__


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/decisions/{p.name}" for p in DECISIONS)]
)
def test_links_between_pages_lead_somewhere(name: str) -> None:
    """Every relative link of a page points at a file of the project."""
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page(name))
    here = (ROOT / name).parent
    assert [target for target in targets if not (here / target).exists()] == []
