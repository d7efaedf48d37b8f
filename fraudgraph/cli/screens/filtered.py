"""`fingerprint`: what passed and what did not; on stderr where the rows themselves are on stdout."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.cli.documents import intake
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.show import narrate
from fraudgraph.errors import Exit

if TYPE_CHECKING:
    from fraudgraph.ingest.fingerprint import Filtered

_NAMED = 12


def filtered(result: "Filtered", output: Path | None) -> Screen:
    """The screen. output: where the rows are; None: on stdout, so that the screen itself is narration."""
    exit_code = Exit.ROWS_REJECTED if result.rejected else Exit.OK
    hints = (f"fraudgraph load {output}",) if output else ()
    if output is None:
        narrate(*(one.plain for one in _draw(result, "stdout", Canvas())))
        return Screen(lambda canvas: [], dict, exit_code=exit_code)
    where = str(output)
    return Screen(
        lambda canvas: _draw(result, canvas.safe(where), canvas),
        lambda: _data(result, where),
        hints=hints,
        exit_code=exit_code,
    )


def _draw(result: "Filtered", where: str, canvas: Canvas) -> Iterator[Line]:
    said = f"{where}: {counted(result.rows, 'row')} of {result.table}, {count(result.prompts)} with a prompt"
    yield from wrapped(head(f"{said}, fingerprinted under key {result.key_id}."), canvas.width)
    held = [canvas.safe(name) for name in result.held_back]
    more = f" and {count(len(held) - _NAMED)} more" if len(held) > _NAMED else ""
    rows = [
        fact("passed", ", ".join(canvas.safe(name) for name in result.passed)),
        fact("held back", "the prompts" + (f"; {', '.join(held[:_NAMED])}{more}" if held else "")),
    ]
    if result.left_out:
        rows.append(fact("left out", f"{counted(result.left_out, 'row')} of something else, as the mapping says"))
    rows += [fact("rejected", f"{count(many)}: {reason}") for reason, many in result.rejected.most_common()]
    yield from facts(rows, canvas.width, 11)


def _data(result: "Filtered", where: str) -> intake.Filtered:
    return {
        "path": where,
        "table": result.table,
        "key_id": result.key_id,
        "rows": result.rows,
        "prompts": result.prompts,
        "left_out": result.left_out,
        "rejected": [{"reason": reason, "rows": many} for reason, many in result.rejected.most_common()],
        "passed": list(result.passed),
        "held_back": list(result.held_back),
    }
