"""The ten investigations are walked as they are written, and show what they are said to show."""

from pathlib import Path

from tests.cli.cookbook import PAGE, played


def test_every_investigation_runs_and_shows_what_the_page_says(tmp_path: Path) -> None:
    """`python -m tests.cli.cookbook` takes a change over: read what changed."""
    page = PAGE.read_text(encoding="utf-8")
    assert played(page, tmp_path) == page


def test_there_are_ten_investigations_and_each_is_run() -> None:
    """Each section has a marked place."""
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert [one[:2].strip(" .") for one in sections[:10]] == [str(number) for number in range(1, 11)]
    assert all("<!-- run: cookbook" in one for one in sections)
