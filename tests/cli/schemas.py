"""JSON Schemas of every `--json` document, made of the types that screens return.

`python -m tests.cli.schemas` writes them to docs/schemas.
"""

import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from fraudgraph.cli.documents.catalogue import DOCUMENTS
from fraudgraph.cli.documents.words import Says
from fraudgraph.cli.show import SCHEMA_VERSION
from fraudgraph.errors import Exit

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Any: {},
}
ERROR: dict[str, Any] = {
    "$schema": DIALECT,
    "title": "any command that fails",
    "description": "What stands on stdout where --json was asked for and the command failed.",
    "type": "object",
    "required": ["schema_version", "error"],
    "properties": {
        "schema_version": {"const": SCHEMA_VERSION},
        "error": {
            "type": "object",
            "required": ["message", "kept", "hint", "exit_code"],
            "properties": {
                "message": {"type": "string", "description": "Where and what."},
                "kept": {"type": "string", "description": "What was kept or not; may be empty."},
                "hint": {"type": "string", "description": "What to do now; may be empty."},
                "exit_code": {"enum": [int(code) for code in Exit if code is not Exit.OK]},
            },
        },
    },
}


def schemas() -> dict[str, dict[str, Any]]:
    """Command -> schema; `error` for those that fail."""
    return {"error": ERROR, **{command: of_command(command) for command in DOCUMENTS}}


def of_command(command: str) -> dict[str, Any]:
    """The schema of one command: its document, or one of several."""
    parts: dict[str, dict[str, Any]] = {}
    shapes = [_object(one, parts, top=True) for one in DOCUMENTS[command]]
    body = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    head = {"$schema": DIALECT, "title": f"fraudgraph {command} --json"}
    return {**head, **body, **({"$defs": dict(sorted(parts.items()))} if parts else {})}


def _object(shape: Any, parts: dict[str, dict[str, Any]], top: bool = False) -> dict[str, Any]:
    """A TypedDict: every field is there; later versions may add others."""
    fields = {name: _value(hint, parts) for name, hint in get_type_hints(shape, include_extras=True).items()}
    version = {"schema_version": {"const": SCHEMA_VERSION}} if top else {}
    return {
        "description": " ".join((shape.__doc__ or "").split()),
        "type": "object",
        "required": [*version, *fields],
        "properties": {**version, **fields},
    }


def _value(hint: Any, parts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _said(_value(inside[0], parts), *inside[1:])
    if origin in (Union, types.UnionType):
        return _one_of([_value(one, parts) for one in inside])
    if origin is list:
        return {"type": "array", "items": _value(inside[0], parts)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _value(inside[1], parts)}
    if is_typeddict(hint):
        if hint.__name__ not in parts:
            parts[hint.__name__] = {}  # it may hold itself
            parts[hint.__name__] = _object(hint, parts)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return dict(PLAIN[hint])


def _one_of(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Alternatives; plain types side by side, what is said of one of them kept."""
    if all(set(one) == {"type"} for one in values):
        return {"type": [one["type"] for one in values]}
    return {"anyOf": values}


def _said(value: dict[str, Any], says: Says) -> dict[str, Any]:
    """What is said of a value; null is never among the words, and stays where it may stand."""
    extra: dict[str, Any] = {}
    extra |= {"description": says.about} if says.about else {}
    extra |= {"pattern": says.pattern} if says.pattern else {}
    extra |= {"format": says.format} if says.format else {}
    if says.words is not None:
        unknown = [None] if "null" in value.get("type", ()) else []
        extra["enum"] = [*(word.value for word in says.words), *unknown]
    return value | extra


def written(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2) + "\n"


def file_name(command: str) -> str:
    """`graph-push` for `graph push`."""
    return command.replace(" ", "-")


def write() -> None:
    """All files, and none of a document that is gone."""
    FOLDER.mkdir(exist_ok=True)
    made = schemas()
    for old in FOLDER.glob("*.json"):
        if old.stem not in map(file_name, made):
            old.unlink()
    for name, schema in made.items():
        (FOLDER / f"{file_name(name)}.json").write_text(written(schema), encoding="utf-8")


if __name__ == "__main__":
    write()
