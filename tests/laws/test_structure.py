"""The rules of the house that no linter knows: sizes, names, and who may import what."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fraudgraph"
MODULES = sorted(PACKAGE.rglob("*.py"))

MODULE_LINES = 300
FUNCTION_LINES = 40
MEDIAN_FUNCTION_LINES = 10

# What is longer, and why it may be: "path" of a module, "path:function". An entry that fits again is removed.
LONGER_FOR_A_REASON: dict[str, str] = {}

SAYS_NOTHING = {"util", "utils", "helper", "helpers", "core", "common", "manager", "managers", "misc"}
HEAVY = {"duckdb", "igraph", "neo4j", "networkx", "numpy", "pyarrow", "pyspark", "scipy", "zstandard"}
TERMINAL = {"rich", "typer"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """The path as it is written in this file and in messages."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of(node: Function) -> int:
    """Lines from `def` to the end, decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def imported(nodes: Iterator[ast.AST]) -> set[str]:
    """Top-level packages that these statements import."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


def runs_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Statements that run when the module is imported: all but bodies of functions and of `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(node):
        typing_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        if not isinstance(child, Function) and not typing_only:
            yield child
            yield from runs_at_import(child)


def too_long(path: Path) -> Iterator[str]:
    """What exceeds the limits in one module, by the name that LONGER_FOR_A_REASON uses."""
    if len(path.read_text(encoding="utf-8").splitlines()) > MODULE_LINES:
        yield name_of(path)
    yield from (f"{name_of(path)}:{node.name}" for node in functions(parsed(path)) if lines_of(node) > FUNCTION_LINES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_says_what_it_is_for(path: Path) -> None:
    """Every module opens with a docstring."""
    assert (ast.get_docstring(parsed(path)) or "").strip()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_and_its_functions_fit_on_a_few_screens(path: Path) -> None:
    """At most 300 lines a module and 40 a function, unless a reason stands in the list."""
    assert [name for name in too_long(path) if name not in LONGER_FOR_A_REASON] == []


def test_every_exception_to_the_limits_is_still_needed() -> None:
    """The list of longer pieces holds nothing that fits again or is gone, and each has its reason."""
    longer = {name for path in MODULES for name in too_long(path)}
    assert set(LONGER_FOR_A_REASON) - longer == set()
    assert all(reason.strip() for reason in LONGER_FOR_A_REASON.values())


def test_half_of_all_functions_are_ten_lines_or_less() -> None:
    """Most functions do one thing."""
    sizes = [lines_of(node) for path in MODULES for node in functions(parsed(path))]
    assert statistics.median(sizes) <= MEDIAN_FUNCTION_LINES


def test_no_room_has_a_name_that_says_nothing() -> None:
    """A folder or module is a stage or a noun of the domain."""
    rooms = {part for path in MODULES for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert rooms & SAYS_NOTHING == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "model").rglob("*.py")), ids=name_of)
def test_model_needs_the_standard_library_only(path: Path) -> None:
    """Values are there before any library is."""
    assert imported(ast.walk(parsed(path))) - sys.stdlib_module_names - {"fraudgraph"} == set()


@pytest.mark.parametrize("path", [p for p in MODULES if PACKAGE / "cli" not in p.parents], ids=name_of)
def test_only_the_command_line_knows_the_terminal(path: Path) -> None:
    """Everything below `cli` returns values; one place parses and one place prints."""
    assert imported(ast.walk(parsed(path))) & TERMINAL == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").rglob("*.py")), ids=name_of)
def test_command_line_imports_heavy_libraries_where_they_are_needed(path: Path) -> None:
    """No engine, store or numerics at the top of a module of the command line."""
    assert imported(runs_at_import(parsed(path))) & HEAVY == set()
