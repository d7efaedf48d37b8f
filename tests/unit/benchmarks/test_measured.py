"""Figures on disk: JSON that reads and compares well."""

import json

import pytest

from benchmarks import measured
from benchmarks.quality.compare import RESULTS

RECORDS = [{"a": 1, "rings": [{"f1": 0.5}, {"f1": 1.0}]}, {"a": 2, "rings": []}]


def test_a_list_of_records_has_one_record_a_line() -> None:
    """However deep a record is, it is one line; everything else is indented, and nothing is lost."""
    document = {"grid": {"accounts": [60, 100]}, "measured": RECORDS, "none": [], "seed": 7}
    written = measured.text(document)
    assert json.loads(written) == document
    assert [json.loads(line.strip().rstrip(",")) for line in written.splitlines() if '"rings"' in line] == RECORDS


def test_without_records_it_is_indented_json() -> None:
    """Documents of plain values are as the standard library writes them."""
    document = {"machine": {"cores": 2, "of": [1, {"x": None}]}, "sets": {}}
    assert measured.text(document) == json.dumps(document, indent=1) + "\n"


@pytest.mark.parametrize("name", ["frontier.json", "quality.json"])
def test_kept_figures_have_the_form_of_the_writer(name: str) -> None:
    """A new run changes the lines of what it measured, and no others."""
    kept = (RESULTS / name).read_text()
    assert measured.text(json.loads(kept)) == kept
