"""`map`: the drafted mapping file itself, or where it lies and what of it has to be looked at."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from fraudgraph.cli.documents import intake
from fraudgraph.cli.lines import Line, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen

_NAMED = 6

if TYPE_CHECKING:
    from fraudgraph.ingest.recognise import Drafted, DraftedFile
    from fraudgraph.ingest.recognise.assign import Found


def drafted(found: "Drafted", output: Path | None) -> Screen:
    """The screen. output: where the draft was written; None: it is the answer."""
    named = [shlex.quote(file.given) for file in found.files if file.given.isprintable()]
    files = " ".join(named) if len(named) <= _NAMED else "FILES"
    hints = (f"fraudgraph load {files} --mapping {shlex.quote(str(output))}",) if output else ()
    presets = {file.preset: file for file in found.files if file.preset}
    better = tuple(f"fraudgraph load {shlex.quote(file.given)} --preset {name}" for name, file in presets.items())
    return Screen(lambda canvas: _draw(found, output, canvas), lambda: _data(found, output), hints=(*better, *hints))


def of_preset(name: str, text: str, output: Path | None) -> Screen:
    """The mapping file of a preset."""
    data: intake.PresetMapping = {"preset": name, "mapping": text, "path": str(output) if output else None}
    said = [head(f"{output}: the mapping file of the preset {name}.")] if output else _raw(text)
    return Screen(lambda canvas: said, lambda: data)


def _draw(found: "Drafted", output: Path | None, canvas: Canvas) -> Iterator[Line]:
    if output is None:
        yield from _raw(found.text)
        return
    checks = f"{counted(found.checks, 'line')} to check" if found.checks else "nothing that has to be checked"
    yield from wrapped(head(f"{canvas.safe(str(output))}: a draft, {checks}. Look at every line."), canvas.width)
    yield from facts([*_by_form(found.files, canvas)], canvas.width)
    yield from (one for note in found.notes for one in wrapped(line(f"note: {note}"), canvas.width))


def _by_form(files: Sequence["DraftedFile"], canvas: Canvas) -> Iterator[tuple[str, Line]]:
    """A line for all files that are read alike."""
    alike: dict[str, list[DraftedFile]] = {}
    for file in files:
        alike.setdefault(_said(file), []).append(file)
    for said, own in alike.items():
        more = f" and {count(len(own) - 1)} more" if len(own) > 1 else ""
        yield fact(canvas.safe(PurePath(own[0].given).name) + more, said)


def _said(file: "DraftedFile") -> str:
    read = file.read
    mapped = len(read.found) + len(read.kinds)
    better = f"; --preset {file.preset} reads it as it is" if file.preset else ""
    better = "; needs no mapping file" if file.is_ours else better
    return (
        f"{read.table}: {count(mapped)} of {counted(mapped + len(read.rest), 'column')} recognised, "
        f"by the first {counted(file.rows, 'row')}{better}"
    )


def _raw(text: str) -> list[Line]:
    """As it is: the lines are the file, whatever the width."""
    return [line(one) for one in text.splitlines()]


def _data(found: "Drafted", output: Path | None) -> intake.Drafted:
    return {
        "mapping": found.text,
        "path": str(output) if output else None,
        "checks": found.checks,
        "notes": list(found.notes),
        "files": [_file(file) for file in found.files],
    }


def _file(file: "DraftedFile") -> intake.DraftedFile:
    read = file.read
    return {
        "path": file.given,
        "rows_looked_at": file.rows,
        "table": read.table,
        "preset": file.preset or None,
        "mapped": [_column(one) for one in (*read.found, *read.kinds)],
        "ignored": [{"source": one.name, "looks_like": str(one.look)} for one in read.rest],
    }


def _column(one: "Found") -> intake.MappedColumn:
    return {
        "target": one.target,
        "source": one.column.name,
        "looks_like": str(one.column.look),
        "told_by": "name" if one.named else "values",
        "distinct": one.column.distinct,
        "empty": one.column.rows - one.column.filled,
    }
