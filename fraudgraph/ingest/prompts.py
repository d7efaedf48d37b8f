"""Prompts become fingerprints while they are in memory: an exact template as HMAC, a keyed MinHash beside it.

The text itself is dropped here. What two prompts share is their template: the text with everything that a script
fills in (numbers, addresses, quoted spans, code) replaced by its sort. Case and words stay as they are.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from fraudgraph.ingest.messages import said
from fraudgraph.ingest.minhash import MinHash
from fraudgraph.model.clean import mask_card_numbers

ALGORITHM = "fg-template-1"
FEWEST_WORDS = 4
"""A template with fewer words of its own says nothing (`<quote>` alone): then the text without secrets is it."""
_KEY_DIGITS = 4
_VALUE_DIGITS = 16

_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_JSON_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?")
_LONG = re.compile(r"(?<![\w/+-])[A-Za-z0-9][A-Za-z0-9+/_-]{15,}={0,2}(?![\w/+-])")
_KEY_PREFIX = re.compile(
    r"(?:sk|pk|rk|api|key|token|secret)[-_]|AKIA|ASIA|AIza|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|hf_|shpat_",
    re.IGNORECASE,
)
_SURELY_RANDOM = 32

# (signs of which one must be there, what is replaced, by what), in this order.
_MASKS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("`", re.compile(r"```.*?(?:```|\Z)", re.DOTALL), "<code>"),
    ("`", re.compile(r"`[^`\n]{1,1000}`"), "<code>"),
    (".", re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,15}://[^\s<>\"'`)\]}]+|\bwww\.[^\s<>\"'`)\]}]+"), "<url>"),
    ("@", re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "<email>"),
    ('"', re.compile(r'"[^"\n]{1,2000}"'), "<quote>"),
    ("“”«»「」", re.compile(r"[“„][^“”\n]{1,2000}[“”]|«[^»\n]{1,2000}»|「[^」\n]{1,2000}」"), "<quote>"),
    ("'", re.compile(r"(?<!\w)'[^'\n]{1,2000}'(?!\w)"), "<quote>"),
    ("‘’", re.compile(r"(?<!\w)‘[^’\n]{1,2000}’(?!\w)"), "<quote>"),
    ("xX", re.compile(r"\b0[xX][0-9a-fA-F]+\b"), "<number>"),
    ("-", re.compile(r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"), "<number>"),
    ("", re.compile(r"(?<!\w)[+\-]?\d+(?:[.,:/\-]\d+)*(?:[eE][+-]?\d+)?%?|\d+"), "<number>"),
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_WORD = re.compile(r"<\w+>|\w+")


def without_secrets(text: str) -> str:
    """The text in compatibility form without invisible signs, with card numbers and keys masked."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub("<secret>", text)
    if "eyJ" in text:
        text = _JSON_TOKEN.sub("<secret>", text)
    return mask_card_numbers(_LONG.sub(_mask_if_secret, text), "<card>")


def _mask_if_secret(match: re.Match[str]) -> str:
    """Keys of known makes, and what is so long and so mixed that it can hardly be a word."""
    word = match[0]
    if not any("0" <= sign <= "9" for sign in word):
        return word
    if _KEY_PREFIX.match(word):
        return "<secret>"
    mixed = word.lower() != word != word.upper() or not any(sign in word for sign in "/_-")
    return "<secret>" if mixed and len(word) >= _SURELY_RANDOM else word


def template_of(text: str) -> str:
    """The template of a prompt: every filled-in value replaced by its sort, white space run together."""
    plain = without_secrets(text)
    masked = plain
    for signs, pattern, by in _MASKS:
        if not signs or any(sign in masked for sign in signs):
            masked = pattern.sub(by, masked)
    masked = " ".join(masked.split())
    own = sum(1 for word in _WORD.finditer(masked) if not word[0].startswith("<"))
    return masked if own >= FEWEST_WORDS else " ".join(plain.split())


def words_of(template: str) -> list[str]:
    """Words and masks of a template in lower case: what near-duplicates are measured over."""
    return _WORD.findall(template.lower())


class Fingerprinter:
    """Fingerprints under one key. Values read `tpl_<4 digits of the key id>_<16 digits>`, so keys share none."""

    def __init__(self, key_id: str, key: bytes) -> None:
        self.key_id = key_id
        self._key = key
        self._minhash = MinHash(hmac.digest(key, f"{ALGORITHM} minhash".encode(), "sha256"))

    def value(self, template: str) -> str:
        """The fingerprint of a template."""
        digest = hmac.new(self._key, f"{ALGORITHM} template\0{template}".encode("utf-8", "replace"), hashlib.sha256)
        return f"tpl_{self.key_id[:_KEY_DIGITS]}_{digest.hexdigest()[:_VALUE_DIGITS]}"

    def replace(self, rows: pa.Table, columns: Sequence[str]) -> pa.Table:
        """The table with the five fingerprint columns in place of the prompt columns; the first that has one counts."""
        prompts = (said(rows[column].combine_chunks()) for column in columns)
        codes = reduce(compute.coalesce, prompts).dictionary_encode()
        made = self._fingerprints([text or "" for text in codes.dictionary.to_pylist()])
        rows = rows.drop_columns(list(columns))
        for name, values in made.items():
            rows = rows.append_column(name, values.take(codes.indices))
        return rows

    def _fingerprints(self, texts: list[str]) -> dict[str, pa.Array]:
        templates = [template_of(text) for text in texts]
        words = [words_of(template) for template in templates]
        there = np.array([bool(text.strip()) for text in texts], bool)
        hashes = [row.tobytes() for row in self._minhash.of(words)]
        count = len(texts)
        columns: dict[str, pa.Array] = {
            "prompt_fingerprint": pa.array([self.value(template) for template in templates], pa.string()),
            "prompt_minhash": pa.array(hashes, pa.binary()),
            "prompt_tokens": pa.array([len(each) for each in words], pa.int64()),
            "prompt_algorithm": pa.array([ALGORITHM] * count, pa.string()),
            "prompt_key_id": pa.array([self.key_id] * count, pa.string()),
        }
        return {name: _only(values, there) for name, values in columns.items()}


def _only(values: pa.Array, there: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> pa.Array:
    """The values, null where there was no prompt."""
    return pa.array(values.to_pylist(), values.type, mask=~there) if len(values) else values
