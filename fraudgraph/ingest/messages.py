"""Prompts that come as the messages of a request: what a person or program asked in them, as text."""

import json
from typing import Any

import pyarrow as pa

_ANSWERS = frozenset({"assistant", "model", "tool", "function"})
"""Roles whose messages nobody typed."""
_HOLDERS = ("messages", "input", "prompt", "contents")
"""Keys under which the body of a request keeps what is asked."""
_TEXTS = ("content", "text", "parts")
"""Keys under which a message, or a part of one, keeps its text."""


def said(cells: pa.Array) -> pa.Array:
    """The prompts in a column, null where there is none."""
    codes = cells.cast(pa.string()).dictionary_encode()
    texts = [_or_none(prompt_text(text or "")) for text in codes.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(codes.indices)


def prompt_text(text: str) -> str:
    """What is asked in a request that is written as JSON; any other text as it is, empty JSON as none.

    A list of messages (`role` and `content`, or `parts`), or the body of a request that holds one. Answers in it are
    left out: they differ each time, whatever was asked.
    """
    start = text.lstrip()[:1]
    if start not in ("[", "{"):
        return text
    try:
        found = json.loads(text)
        asked = _asked(found) if found else ""
    except (ValueError, RecursionError):
        return text
    return text if asked is None else asked


def _asked(found: Any) -> str | None:
    """The text of messages, None where these are none."""
    if isinstance(found, dict):
        inner = next((found[name] for name in _HOLDERS if found.get(name)), None)
        return inner if isinstance(inner, str) else _asked(inner)
    if not isinstance(found, list) or not any(isinstance(one, dict) and "role" in one for one in found):
        return None
    asked = [one for one in found if isinstance(one, dict) and one.get("role", "tool") not in _ANSWERS]
    return "\n".join(text for one in asked for text in _texts(one))


def _texts(found: Any) -> list[str]:
    """Every text of a message, in order."""
    if isinstance(found, str):
        return [found]
    if isinstance(found, list):
        return [text for one in found for text in _texts(one)]
    if isinstance(found, dict):
        return next((_texts(found[name]) for name in _TEXTS if found.get(name)), [])
    return []


def _or_none(text: str) -> str | None:
    return text if text.strip() else None
