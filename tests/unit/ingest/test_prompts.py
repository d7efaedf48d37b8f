"""Prompts become fingerprints: what they share, what they hide, and what never stays."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fraudgraph.case import Case
from fraudgraph.ingest import LoadResult
from fraudgraph.ingest.minhash import MinHash
from fraudgraph.ingest.prompts import Fingerprinter, template_of, without_secrets, words_of

KEY = bytes(range(32))
PROMPTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "prompts" / "prompts.parquet"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summarise ticket 4711 for the customer in 3 lines.", "Summarise ticket 99 for the customer in 12 lines."),
        ('Translate the text "good morning" into French please.', 'Translate the text "see you" into French please.'),
        ("Fetch https://a.example/x?id=1 and list all its links.", "Fetch http://b.example/ and list all its links."),
        (
            "Write to jo@a.example that the meeting is off today.",
            "Write to al@b.example that the meeting is off today.",
        ),
        ("Explain this code to me:\n```\na = 1\n```", "Explain this code to me:\n```\nb()\nc()\n```"),
        ("You  are a helpful\n\nassistant for coding.", "You are a helpful assistant for coding."),
        ("You are a help\u200bful assistant for coding.", "You are a helpful assistant for coding."),
        ("Ｙou are a helpful assistant for coding.", "You are a helpful assistant for coding."),
        ("Rotate id 550e8400-e29b-41d4-a716-446655440000 in the list now.", "Rotate id 0xdeadbeef in the list now."),
    ],
)
def test_prompts_of_one_template_have_one_template(one: str, other: str) -> None:
    """What a script fills in does not count: numbers, quotes, addresses, code, spaces, invisible signs."""
    assert template_of(one) == template_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Write a poem about the sea for me.", "Write a story about the sea for me."),
        ("You are a helpful assistant.", "you are a helpful assistant."),
        ('"alpha beta"', '"gamma delta"'),
        ("`a()`", "`b()`"),
    ],
)
def test_prompts_of_other_words_have_other_templates(one: str, other: str) -> None:
    """Words and case count; a prompt that is nothing but a quote is not the same as every other quote."""
    assert template_of(one) != template_of(other)


@pytest.mark.parametrize(
    "secret",
    ["4111 1111 1111 1111", "٤١١١١١١١١١١١١١١١", "sk-abcdEFGH1234567890ab",
     "sk-proj-abcdEFGH1234567890ab_cd", "AKIAIOSFODNN7EXAMPLE",
     "ghp_abcdefghijklmnopqrst1234567890abcd", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1",
     "AIzaSyD-1234567890abcdefghijklmnopqrstu",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP", "xoxb-123456789012-abcdefghijkl",
     "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----"],
)  # fmt: skip
def test_secrets_are_masked_before_anything_else(secret: str) -> None:
    """Card numbers and keys of known makes leave the text, so that two prompts never join over one."""
    assert secret not in without_secrets(f"Please use {secret} for it")
    assert template_of(f"Please use {secret} for my request") in {
        "Please use <secret> for my request", "Please use <card> for my request",
    }  # fmt: skip


def test_fingerprint_is_keyed_and_carries_its_key() -> None:
    """Two keys never give one value, and one key always gives the same."""
    one, other = Fingerprinter("aabbccddeeff", KEY), Fingerprinter("112233445566", KEY[::-1])
    value = one.value("You are a helpful assistant.")
    assert value == Fingerprinter("aabbccddeeff", KEY).value("You are a helpful assistant.")
    assert value.startswith("tpl_aabb_")
    assert len(value) == len("tpl_aabb_") + 16
    assert value.rpartition("_")[2] != other.value("You are a helpful assistant.").rpartition("_")[2]


def test_rows_get_their_fingerprint_and_empty_prompts_none() -> None:
    """Equal prompts are fingerprinted once; the prompt column is gone."""
    rows = pa.table(
        {"line": [1, 2, 3, 4], "c0": ["Tell me 3 jokes about cats", None, "Tell me 9 jokes about cats", "  "]}
    )
    made = Fingerprinter("aabbccddeeff", KEY).replace(rows, ["c0"])
    assert "c0" not in made.column_names
    values = made["prompt_fingerprint"].to_pylist()
    assert values[0] == values[2] is not None
    assert values[1] is values[3] is None
    assert [None if v is None else len(v) for v in made["prompt_minhash"].to_pylist()] == [512, None, 512, None]
    assert made["prompt_tokens"].to_pylist() == [6, None, 6, None]


def jaccard(one: list[str], other: list[str]) -> float:
    """Similarity of the sets of 5-word shingles, by definition."""
    sets = [{tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))} for words in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_minhash_estimates_the_similarity_of_shingles() -> None:
    """Over many pairs the mean error is nothing and its spread is what theory says: sqrt(J (1 - J) / 128)."""
    rng = np.random.default_rng(7)
    errors = []
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        for _ in range(40):
            one = [f"w{n}" for n in rng.integers(0, 5000, 120)]
            cut = int(len(one) * share)
            other = one[:cut] + [f"v{n}" for n in rng.integers(0, 5000, 120 - cut)]
            hashes = MinHash(KEY).of([one, other])
            j = jaccard(one, other)
            spread = max((j * (1 - j) / 128) ** 0.5, 1e-9)
            errors.append((float((hashes[0] == hashes[1]).mean()) - j) / spread)
    assert abs(np.mean(errors)) < 0.2
    assert 0.8 < np.std(errors) < 1.2


def test_minhash_does_not_depend_on_its_neighbours() -> None:
    """A text hashes alike alone, among others, and across blocks; another key hashes otherwise."""
    texts = [[f"w{n % 7}" for n in range(count)] for count in (0, 1, 4, 5, 6, 300, 0, 12)] * 40
    together = MinHash(KEY).of(texts)
    for at in (0, 1, 3, 5, 6, len(texts) - 1):
        assert (MinHash(KEY).of([texts[at]])[0] == together[at]).all()
    assert not (MinHash(KEY[::-1]).of([texts[5]])[0] == together[5]).any()
    assert (together[0] == 0xFFFFFFFF).all()


@pytest.mark.skipif(not PROMPTS.exists(), reason=f"{PROMPTS} is not on this machine")
def test_near_duplicates_among_real_prompts_are_found() -> None:
    """Of pairs with similarity of at least 0.8 nearly all agree in 0.65 of their minima; of unlike ones none."""
    rows = parquet.read_table(PROMPTS, columns=["source", "text"]).to_pylist()
    texts = [words_of(template_of(row["text"])) for row in rows if row["source"] == "prompts_chat_history"][:700]
    hashes = MinHash(KEY).of(texts)
    alike = unlike = 0
    missed = wrong = 0
    for at in range(len(texts)):
        same = (hashes[at + 1 :] == hashes[at]).mean(axis=1)
        for other in np.flatnonzero(same > 0.3):
            j = jaccard(texts[at], texts[at + 1 + int(other)])
            alike, missed = alike + (j >= 0.8), missed + (j >= 0.8 and same[other] < 0.65)
        unlike += int((same <= 0.3).sum())
        wrong += sum(jaccard(texts[at], texts[at + 1 + int(o)]) >= 0.8 for o in np.flatnonzero(same <= 0.3)[:20])
    assert alike > 100
    assert missed <= alike // 100
    assert wrong == 0


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet"])
def test_prompts_are_nowhere_in_the_case(
    kind: str, write: Callable[[str, str | bytes], str], run: Callable[..., LoadResult], case: Case
) -> None:
    """Not a word of a prompt is in any file of the case, nor in the reject file; the fingerprint is."""
    import io

    words = "xylophone zeppelin quokka marmalade"
    table = pa.table(
        {
            "account_id": ["a", "b", "c"],
            "at": ["2026-05-01T10:00:00Z", "2026-05-01T10:00:01Z", "no time"],
            "prompt": [f"Please describe the {words} for me {n}" for n in (1, 2, 3)],
        }
    )
    out = io.BytesIO()
    if kind == "parquet":
        parquet.write_table(table, out)
    elif kind == "csv":
        out.write(
            "\n".join([",".join(table.column_names), *(",".join(r.values()) for r in table.to_pylist())]).encode()
        )
    else:
        out.write("\n".join(json.dumps(row) for row in table.to_pylist()).encode())
    result = run(write(f"x.{kind}", out.getvalue()), max_rejects=0.5)
    assert result.rejected == 1
    assert result.load.key_id == case.keys.current()[0]
    for path in case.path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word.encode() in content for word in words.split()), path
    with case.duckdb() as con:
        found = con.execute(
            f"SELECT DISTINCT prompt_fingerprint, prompt_key_id FROM {case.relation('exchanges')}"
        ).fetchall()
    assert len(found) == 1
    assert found[0][0].startswith(f"tpl_{result.load.key_id[:4]}_")


def test_prompt_in_a_list_of_messages_is_a_prompt(
    write: Callable[[str, str | bytes], str], run: Callable[..., LoadResult], case: Case
) -> None:
    """Chat exports nest their prompts."""
    row = {
        "account_id": "a",
        "at": 1777629600,
        "prompt": [{"role": "user", "content": "Tell me about the sea and the sky"}],
    }
    assert run(write("x.ndjson", json.dumps(row))).load.tables["exchanges"].used == 1


def test_fingerprints_made_elsewhere_come_before_prompts(
    write: Callable[[str, str | bytes], str], run: Callable[..., LoadResult], case: Case
) -> None:
    """Where both columns are there, the prompt is not even read."""
    result = run(write("x.csv", "account_id,at,prompt,prompt_fingerprint\na,1777629600,secret words,fp-1\n"))
    assert ("prompt", "ignored") in {(column.source, column.disposition) for column in result.load.columns}
    assert result.load.key_id is None
    with case.duckdb() as con:
        assert con.execute(f"SELECT prompt_fingerprint FROM {case.relation('exchanges')}").fetchall() == [("fp-1",)]


def test_key_from_outside_gives_the_same_fingerprint_in_two_cases(
    tmp_path: Path, write: Callable[[str, str | bytes], str]
) -> None:
    """--key-file lets two cases, or a filter beside the prompts, agree."""
    from fraudgraph.ingest import LoadOptions, load

    key = tmp_path / "key"
    key.write_bytes(KEY)
    path = write("x.csv", "account_id,at,prompt\na,1777629600,Tell me about the sea and the sky\n")
    values = set()
    for name in ("one", "two"):
        with Case.create_or_open(tmp_path / name) as case:
            load(case, [path], LoadOptions(key_file=key))
            with case.duckdb() as con:
                values |= set(con.execute(f"SELECT prompt_fingerprint FROM {case.relation('exchanges')}").fetchall())
            assert list((case.path / "keys").iterdir()) == []
    assert len(values) == 1
