"""Settings: who wins, what is refused, and where the message points."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from fraudgraph import config
from fraudgraph.errors import UsageError


def chosen(folder: Path, flags: Mapping[str, object] | None = None, **environ: str) -> config.Settings:
    """The settings in a folder with nothing else around."""
    return config.settings(flags, {"HOME": str(folder / "home"), **environ}, folder)


def test_defaults_fit_the_machine(tmp_path: Path) -> None:
    """At most 4 GB, at most what the machine has, at least one thread, UTC."""
    found = chosen(tmp_path)
    assert (found.case, found.tz) == (Path("case"), "UTC")
    assert 64 * 10**6 <= found.memory_bytes <= min(4 * 10**9, config.usable_memory())
    assert found.threads >= 1
    assert found.actor


def test_flag_beats_environment_beats_project_beats_person(tmp_path: Path) -> None:
    """Each source is taken only where no nearer one speaks."""
    person = tmp_path / "home" / ".config" / "fraudgraph" / "config.toml"
    person.parent.mkdir(parents=True)
    person.write_text('actor = "person"\nmemory = "1GB"\nthreads = 1\ntz = "Europe/Berlin"\n')
    assert chosen(tmp_path).actor == "person"
    (tmp_path / "fraudgraph.toml").write_text('memory = "2GB"\nthreads = 2\ntz = "Asia/Tokyo"\n')
    found = chosen(tmp_path, {"tz": "America/Lima", "case": None}, FRAUDGRAPH_THREADS="3", FRAUDGRAPH_TZ="Etc/UTC")
    assert (found.actor, found.memory, found.threads, found.tz) == ("person", "2GB", 3, "America/Lima")


def test_path_in_a_file_is_relative_to_that_file(tmp_path: Path) -> None:
    """A flag or a variable is relative to where the command runs; `~` is the home."""
    (tmp_path / "fraudgraph.toml").write_text('case = "cases/june"\n')
    assert chosen(tmp_path).case == tmp_path / "cases" / "june"
    assert chosen(tmp_path, FRAUDGRAPH_CASE="x").case == Path("x")
    assert chosen(tmp_path, {"case": "~/y"}).case == Path.home() / "y"


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('threads = 1\n\nmemroy = "1GB"\n', 3, "memory"),
        ("# memroy\n'colour' = 1\n", 2, "known settings"),
        ("[case]\npath = 1\n", 1, ""),
        ("tz = 'UTC'\n[view.near]\nurl = 'x'\n", 2, "known settings"),
        ('threads = 1\nmemory = "lots"\n', 2, "memory"),
    ],
)
def test_refused_key_of_a_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, hint: str) -> None:
    """A misspelt setting never passes in silence."""
    (tmp_path / "fraudgraph.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        chosen(tmp_path)
    assert f"fraudgraph.toml:{line}:" in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "content", [b"threads = \n", b"threads = 1\nthreads = 2\n", b"\xff\xfe", b"a = " + b"[" * 50_000]
)
def test_file_that_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    """Broken, doubled, not UTF-8, or nested to break the parser: one plain error that names the file."""
    (tmp_path / "fraudgraph.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"fraudgraph\.toml"):
        chosen(tmp_path)


def test_unknown_variable_is_refused_and_an_empty_one_is_none(tmp_path: Path) -> None:
    """FRAUDGRAPH_MEMROY is a mistake; FRAUDGRAPH_MEMORY= is as if it were not set."""
    with pytest.raises(UsageError, match="FRAUDGRAPH_MEMROY") as caught:
        chosen(tmp_path, FRAUDGRAPH_MEMROY="1GB")
    assert caught.value.hint == "did you mean memory?"
    assert chosen(tmp_path, FRAUDGRAPH_MEMORY="").memory == chosen(tmp_path).memory


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory", "4"), ("memory", "1MB"), ("memory", "-1GB"), ("memory", 4), ("threads", "0"), ("threads", True),
        ("threads", "1.5"), ("threads", "9999"), ("tz", "Mars/Olympus"), ("tz", "../../etc/passwd"), ("debug", 2),
        ("actor", " "), ("actor", "a\x1b[31m"), ("actor", 7), ("case", ""), ("case", "a\0b"), ("case", 3),
    ],
)  # fmt: skip
def test_value_that_does_not_fit_is_refused(tmp_path: Path, name: str, value: object) -> None:
    """The message names the flag."""
    with pytest.raises(UsageError, match=f"--{name}: {name} "):
        chosen(tmp_path, {name: value})


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("europe/berlin", "did you mean Europe/Berlin?"),
        ("Berlin", "did you mean Europe/Berlin?"),
        ("New York", "did you mean America/New_York?"),
        ("Asia/Tokyoo", "did you mean Asia/Tokyo?"),
        ("+02:00", "write a zone of the tz database: the hours ahead of UTC alone do not tell when clocks change"),
    ],
)
def test_zone_that_is_none_is_refused_with_a_near_one(tmp_path: Path, text: str, hint: str) -> None:
    """By its whole name or its city; hours ahead of UTC are no zone."""
    with pytest.raises(UsageError, match=r"FRAUDGRAPH_TZ: tz .* is not a zone") as caught:
        chosen(tmp_path, FRAUDGRAPH_TZ=text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(("text", "size"), [("4GB", 4 * 10**9), ("1.5 GiB", 3 << 29), ("512mb", 512 * 10**6)])
def test_sizes(text: str, size: int) -> None:
    """Powers of ten and of two, as DuckDB reads them."""
    assert config.bytes_of(text) == size


def test_password_of_the_graph_comes_from_the_environment_alone(tmp_path: Path) -> None:
    """A file is copied and committed: it is refused there, and no settings that are printed show it."""
    found = chosen(tmp_path, FRAUDGRAPH_NEO4J_USER="me", FRAUDGRAPH_NEO4J_PASSWORD="s3cret word")
    assert (found.neo4j_user, found.neo4j_password) == ("me", "s3cret word")
    assert "s3cret" not in repr(found)
    (tmp_path / "fraudgraph.toml").write_text('neo4j_password = "s3cret word"\n')
    with pytest.raises(UsageError) as caught:
        chosen(tmp_path)
    assert "s3cret" not in caught.value.message + caught.value.hint
