"""Keys of the prompt fingerprints: one for a case, named by its hash, never copied in from outside."""

from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.case.keys import key_id_of
from fraudgraph.errors import FraudgraphError, NotFound

from .conftest import Store


def test_key_is_made_at_first_use_and_stays(case: Case) -> None:
    """32 random bytes; the same ones from then on, for every opening of the case."""
    assert case.keys.ids() == ()
    key_id, key = case.keys.current()
    assert (len(key), key_id) == (32, key_id_of(key))
    with Case.open(case.path) as again:
        assert again.keys.current() == (key_id, key)
        assert again.keys.ids() == (key_id,)


def test_keys_of_two_cases_differ(tmp_path: Path) -> None:
    """Fingerprints of two cases cannot be compared."""
    with Case.create_or_open(tmp_path / "a") as one, Case.create_or_open(tmp_path / "b") as two:
        assert one.keys.current()[0] != two.keys.current()[0]


def test_key_file_outside_is_used_and_not_copied(case: Case, tmp_path: Path) -> None:
    """The line break of `openssl rand -hex` does not count."""
    path = tmp_path / "key"
    path.write_bytes(b"0123456789abcdef0123456789abcdef\n")
    key_id, key = case.keys.use_file(path)
    assert key == b"0123456789abcdef0123456789abcdef"
    assert case.keys.current() == (key_id, key)
    assert case.keys.key(key_id) == key
    assert case.keys.ids() == ()


def test_next_load_asks_for_the_outside_key_again(store: Store, case: Case, tmp_path: Path) -> None:
    """Making a new key in silence would split every prompt node in two."""
    path = tmp_path / "key"
    path.write_bytes(b"k" * 16)
    key_id, _ = case.keys.use_file(path)
    store({}, key_id=key_id)
    with Case.open(case.path) as again:
        with pytest.raises(NotFound, match=key_id) as caught:
            again.keys.current()
        assert "--key-file" in caught.value.hint
        assert again.keys.use_file(path)[0] == again.keys.current()[0] == key_id


@pytest.mark.parametrize("content", [b"", b"short\n", b"x" * 4097])
def test_key_of_a_strange_size_is_refused(case: Case, tmp_path: Path, content: bytes) -> None:
    """Too short to be secret, or some other file."""
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(FraudgraphError, match="16 to 4096") as caught:
        case.keys.use_file(path)
    assert "x" * 20 not in caught.value.message


def test_absent_key_file_is_a_plain_error(case: Case, tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(FraudgraphError, match="nowhere"):
        case.keys.use_file(tmp_path / "nowhere")


def test_altered_key_is_found(case: Case) -> None:
    """A key that no longer has its name would make other fingerprints in silence."""
    key_id, _ = case.keys.current()
    (case.path / "keys" / key_id).write_bytes(b"another key of the same length!!")
    with pytest.raises(FraudgraphError, match="not the key"):
        case.keys.current()


@pytest.mark.parametrize("name", ["../ledger.sqlite", "", "ABCDEF012345", "0" * 12])
def test_key_that_is_not_there_is_not_found(case: Case, name: str) -> None:
    """Also where the id would be a path."""
    with pytest.raises(NotFound):
        case.keys.key(name)
