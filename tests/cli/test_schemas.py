"""Every `--json` answer is what its published schema says."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from fraudgraph.cli.commands import ORDER
from fraudgraph.cli.documents.catalogue import DOCUMENTS
from fraudgraph.cli.main import main
from fraudgraph.model.ids import Minted, show_id
from tests.cli import screens
from tests.cli.schemas import FOLDER, file_name, of_command, schemas, written

Capture = pytest.CaptureFixture[str]


def closed(schema: Any) -> Any:
    """The same, but no field may stand that is not named: what is published must not lag behind."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {name: closed(value) for name, value in schema.items()}
    return {"additionalProperties": False, **inside} if "properties" in schema else inside


def check(document: Mapping[str, object], schema: dict[str, Any]) -> None:
    """ValidationError where the document is not what the schema says."""
    Draft202012Validator(closed(schema), format_checker=FormatChecker()).validate(document)


def test_every_command_has_a_schema_and_every_schema_its_file() -> None:
    """`python -m tests.cli.schemas` writes them; none is left of a command that is gone."""
    assert DOCUMENTS.keys() == set(ORDER)
    assert {path.stem for path in FOLDER.glob("*.json")} == {file_name(name) for name in (*ORDER, "error")}


@pytest.mark.parametrize("name", [*ORDER, "error"])
def test_the_published_schema_is_current_and_a_schema(name: str) -> None:
    """`python -m tests.cli.schemas` takes a change over; whoever reads our JSON sees it in the diff."""
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert (FOLDER / f"{file_name(name)}.json").read_text(encoding="utf-8") == written(schema)


@pytest.mark.parametrize("name", screens.SCREENS)
def test_the_answer_is_what_the_schema_says(name: str) -> None:
    """Every field, and no other; ids, times and words in their form; null only where it may stand."""
    document = screens.walk()[name].document
    if document is not None:
        check(document, of_command(screens.command_of(screens.SCREENS[name])))


def test_most_screens_answer() -> None:
    """Few of them show how a command refuses."""
    answered = {name for name, shown in screens.walk().items() if shown.document is not None}
    commands = {screens.command_of(screens.SCREENS[name]) for name in answered}
    assert set(ORDER) - commands == {"demo", "graph pull", "graph status"}  # minutes, and a server


def test_a_refusal_is_what_its_schema_says(tmp_path: object, capsys: Capture) -> None:
    """On stdout, besides the sentence on stderr."""
    assert main(["status", "--json", "--case", f"{tmp_path}/none"]) == 1
    check(json.loads(capsys.readouterr().out), schemas()["error"])


def test_what_is_not_said_is_refused() -> None:
    """The check can fail: a field too many, a field too few, an id in another form, a word that is none."""
    document = dict(screens.walk()["status"].document or {})
    schema = of_command("status")
    check(document, schema)
    sweep = dict(document["sweep"])  # type: ignore[call-overload]  # a document is plain JSON
    wrong = (
        {**document, "more": 1},
        {name: value for name, value in document.items() if name != "facts"},
        {**document, "sweep": {**sweep, "sweep_id": "12"}},
        {**document, "facts": None},
        {**document, "schema_version": 2},
    )
    for one in wrong:
        with pytest.raises(ValidationError):
            check(one, schema)
    assert sweep["sweep_id"] == show_id(Minted.SWEEP, 2)
