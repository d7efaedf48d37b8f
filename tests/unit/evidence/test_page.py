"""What the page is given; and its code keeps the rules of the house too: short files with a sentence, short lines."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fraudgraph.evidence.formats import page
from fraudgraph.evidence.formats.page.about import about
from fraudgraph.evidence.formats.page.arrays import packed
from fraudgraph.evidence.picture import Beside
from tests.unit.evidence.picture.worlds import drawn, firm

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


def test_what_is_known_beside_the_evidence_is_shown_beside_it(tmp_path: Path) -> None:
    """Status of an account, and what a list says of an identifier; nothing where nothing is known."""
    picture = drawn(firm("a", 2, 4))
    one = picture.ringed.members[0].account_id
    known = Beside(
        {one: "suspended", "a-1-0": "open"},
        {("prompt_fingerprint", "tpl_a"): (("issuer", "x\x1b"), ("as_of", "2026-05-01T00:00:00Z"))},
    )
    picture = replace(picture, beside=known)
    said, (table, block) = about(picture), packed(picture)
    assert said["statuses"] == ["", "open", "suspended"]
    place = said["identifiers"].index("tpl_a")
    assert said["known"] == {place: 'issuer "x\\u001b", as of 2026-05-01'}
    _, start, length = table["closed"]
    closed = [said["accounts"][at] for at, is_closed in enumerate(block[start : start + length]) if is_closed]
    assert closed == [one]


def test_numbers_come_back_as_they_were(tmp_path: Path) -> None:
    """Counts, days and places of each sighting, by a reader that knows the table alone."""
    picture = drawn(firm("a", 2, 3))
    table, block = packed(picture)
    read = {name: np.frombuffer(block, f"<{kind}", length, start) for name, (kind, start, length) in table.items()}
    assert read["edgeStart"].tolist() == [0, 2, 4, 6, 8, 10, 12]
    assert read["edgeIdentifier"].tolist() == picture.held.identifier.tolist()
    assert read["edgeCount"].tolist() == picture.seen.count.tolist()
    assert set(read["edgeFirst"].tolist()) == {0}
    assert set(read["edgeLast"].tolist()) == {1}
    assert read["accountAt"].reshape(-1, 2) == pytest.approx(picture.layout.account, abs=1e-4)
    assert all(start % 4 == 0 for _, start, _ in table.values())
