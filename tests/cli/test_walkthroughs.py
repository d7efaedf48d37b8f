"""The commands of README and of the page on Python run as they are written there (see `tests.cli.walkthroughs`)."""

from pathlib import Path

import pytest

from tests.cli.walkthroughs import ROOT, Block, blocks_of, run_block

PAGES = ("README.md", "docs/python.md", "examples/stripe-and-litellm/README.md")
BLOCKS = [(page, block) for page in PAGES for block in blocks_of((ROOT / page).read_text(encoding="utf-8"))]
NAMES = [
    pytest.param(*place, marks=[pytest.mark.slow] if any(b.slow for p, b in BLOCKS if (p, b.name) == place) else [])
    for place in dict.fromkeys((page, block.name) for page, block in BLOCKS)
]


@pytest.mark.parametrize(("page", "name"), NAMES)
def test_pages_run_as_written(page: str, name: str, tmp_path: Path) -> None:
    """Each command of the page returns what the page says, from an empty folder, and shows no traceback."""
    for block in (block for where, block in BLOCKS if (where, block.name) == (page, name)):
        run_block(block, tmp_path)


@pytest.mark.parametrize("page", PAGES)
def test_page_has_commands_that_are_run(page: str) -> None:
    """It shows at least one path that this suite walks."""
    assert page in {where for where, _ in BLOCKS}


def test_block_reader_keeps_order_continuations_and_exit_code() -> None:
    """Commands are read line by line; output is left out; the exit code belongs to the last command."""
    page = "<!-- run: tour exit=4 -->\n```console\n$ cat > a <<X\n> one\n> X\nshown\n$ load a\n```\n"
    page += "```python\na = 1\n```\n<!-- end -->\n"
    assert blocks_of(page) == [Block("tour", ("cat > a <<X\none\nX", "load a"), 4, False, "a = 1\n")]


@pytest.mark.parametrize(
    "page",
    [
        "<!-- run: tour -->\n```console\n$ true\n```\n",
        "<!-- run: tour -->\n```\n$ true\n```\n<!-- end -->\n",
        "<!-- run: tour sloww -->\n```console\n$ true\n```\n<!-- end -->\n",
    ],
    ids=["no end", "no console block", "unknown word"],
)
def test_block_reader_refuses_what_it_would_not_run(page: str) -> None:
    """A slip in a marker fails the suite instead of skipping the commands."""
    with pytest.raises(ValueError, match=r"run:|block tour"):
        blocks_of(page)
