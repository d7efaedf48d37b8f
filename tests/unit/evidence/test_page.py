"""The code of the page keeps the rules of the house too: short files that say what they are for, short lines."""

from pathlib import Path

import pytest

from fraudgraph.evidence.formats import page

FOLDER = Path(page.__file__).parent
LINES, COLUMNS = 150, 120


@pytest.mark.parametrize("name", page.SCRIPTS)
def test_a_script_fits_on_a_few_screens(name: str) -> None:
    """At most 150 lines of at most 120 columns, and a sentence at its head."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("// ")
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


def test_every_script_of_the_folder_is_in_the_page() -> None:
    """None is forgotten, none is named twice."""
    assert sorted(page.SCRIPTS) == sorted(path.name for path in FOLDER.glob("*.js"))
