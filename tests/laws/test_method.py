"""The page of the method says what the code does: its functions exist, its worked example comes out."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality import ablations, table
from fraudgraph.detect.background import slots_filled, stratum_rate
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.params import Params
from tests.laws.worked_example import terms

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
PLAIN = (ROOT / "docs" / "in-plain-words.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(fraudgraph/[\w/]+\.py):([\w.]+)`", PAGE)))
EXAMPLE = re.findall(r"^\| ([^|]+) \| (-?\d+\.\d+) \|$", PAGE.split("worked example")[2], re.MULTILINE)


def defined(path: Path) -> set[str]:
    """Functions and classes of a module, methods as `Class.method`."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names |= {node.name} | {f"{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
    return names


@pytest.mark.parametrize(("module", "function"), NAMED)
def test_what_the_page_names_exists(module: str, function: str) -> None:
    """A formula is tied to code that is there."""
    assert function in defined(ROOT / module)


def test_the_page_names_the_code_of_the_law() -> None:
    """No module that decides what a community is stays without its part of the page."""
    law = {"background", "law", "owned", "members", "select", "refine", "join", "witness", "order", "chains", "linkage"}
    assert law <= {Path(module).stem for module, _ in NAMED}


def test_every_term_of_the_example_comes_out() -> None:
    """The numbers worked by hand are those of the code, to the last digit shown, and none is left out."""
    computed = {name: f"{bits:.2f}" for name, bits in terms().items()}
    assert dict(EXAMPLE) == computed


@pytest.mark.parametrize("size", [1000, 100, 20])
def test_slots_are_filled_in_full_in_small_countries_too(size: int) -> None:
    """Over all accounts the background fills the slots of an identifier that one small country holds, no more and no
    less; shrunk rates alone would leave up to 2.6 bits a slot too many, as the page says.
    """
    N, kappa = 100_000, Params().kappa
    stratum = (np.arange(N) >= size).astype(np.int32)
    held = np.concatenate([np.arange(8), [N - 1]]).astype(np.int32)  # one holder abroad, whose rate is seen too
    edges = held, np.zeros(9, np.int32)
    seen = Incidence(*edges, np.zeros(1, np.int16), np.ones((N, 1), np.int32), stratum)
    rate, filled = stratum_rate(seen, kappa), slots_filled(seen, kappa)[0]
    assert (rate[0] * size + rate[-1] * (N - size)) / 9 / filled == pytest.approx(1.0)
    assert filled < 1 - 0.5 * kappa / (size + kappa)


@pytest.mark.parametrize(("name", "mark"), [("method", ablations.MARK), ("method", table.MARK), ("neo4j", table.PEER)])
def test_tables_that_commands_write_have_their_place(name: str, mark: str) -> None:
    """One pair of marks, in order, so that the command finds where its table goes."""
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    assert page.count(begin) == page.count(end) == 1
    assert page.index(begin) < page.index(end)


@pytest.mark.parametrize("name", ["method.md", "in-plain-words.md"])
def test_links_of_the_pages_lead_somewhere(name: str) -> None:
    """Every relative link points at a file of the project."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", (ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []


def test_plain_words_hold_no_formula_and_no_odds() -> None:
    """The page for lawyers has no symbol of the method, and never says how likely guilt is."""
    assert not re.search(r"log2|<=|>=|[=^∑√]", PLAIN)
    assert not re.search(r"\d+ ?%|\bodds of\b|beyond (any )?doubt|proves that", PLAIN)
    assert "indicators consistent with" in PLAIN
