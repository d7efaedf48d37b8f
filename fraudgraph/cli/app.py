"""The commands and their words. Every command has `--case`, `--json`, `--ascii` and `--tz`: added here, once."""

import inspect
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from fraudgraph import __version__
from fraudgraph.cli import times
from fraudgraph.cli.answer import Answer, Desk
from fraudgraph.cli.coercion import HELP_OPTIONS, lighten
from fraudgraph.cli.screen import Screen
from fraudgraph.cli.show import Output
from fraudgraph.cli.zoned import in_zone

app = typer.Typer(
    name="fraudgraph",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": HELP_OPTIONS},
)

GROUPS = {"graph": typer.Typer(rich_markup_mode=None, no_args_is_help=True)}
"""Groups of commands, by name: the first word of such a command."""
app.add_typer(GROUPS["graph"], name="graph", help="A graph in Neo4j: push, pull, query, compare.")

CaseOption = Annotated[
    Path | None,
    typer.Option(
        "--case",
        metavar="PATH",
        help="The case folder (else FRAUDGRAPH_CASE, configuration, ./case).",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object with schema_version.", show_default=False)]
AsciiOption = Annotated[bool, typer.Option("--ascii", help="No characters beyond ASCII.", show_default=False)]
ZoneOption = Annotated[
    str | None,
    typer.Option(
        "--tz",
        metavar="ZONE",
        help="Show times in a zone like Europe/Berlin (else FRAUDGRAPH_TZ, configuration, UTC).",
        show_default=False,
    ),
]

_EVERY_COMMAND = tuple(
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
    for name, default, annotation in (
        ("case", None, CaseOption),
        ("as_json", False, JsonOption),
        ("ascii_only", False, AsciiOption),
        ("tz", None, ZoneOption),
    )
)


def command(name: str, *examples: str) -> Callable[[Callable[..., Screen]], Callable[..., Screen]]:
    """Make a function `body(desk, its own options...) -> Screen` a command, with examples at the end of its help."""

    def register(body: Callable[..., Screen]) -> Callable[..., Screen]:
        def run(case: Path | None, as_json: bool, ascii_only: bool, tz: str | None, **own: Any) -> Answer:
            desk = Desk(case, Output(as_json, ascii_only), tz=tz)
            zone = desk.zone
            with times.shown_in(zone):
                return Answer(in_zone(_for_case(body(desk, **own), case), zone), desk.output)

        _take_signature(run, body)
        shown = "\n".join(f"  {example}" for example in examples)
        group, _, own = name.rpartition(" ")
        parent = GROUPS[group] if group else app
        parent.command(own, epilog=f"\b\nExample:\n{shown}", no_args_is_help=False)(run)
        return body

    return register


def _for_case(screen: Screen, case: Path | None) -> Screen:
    """The screen with hints that ask the same case."""
    if case is None:
        return screen
    named, piped = f" --case {shlex.quote(str(case))}", " | fraudgraph "
    return replace(screen, hints=tuple(f"{one.replace(piped, named + piped)}{named}" for one in screen.hints))


def _take_signature(run: Callable[..., Answer], body: Callable[..., Screen]) -> None:
    """Typer reads a command's words from its signature: those of the body without the desk, then those of every
    command.
    """
    own = list(inspect.signature(body, eval_str=True).parameters.values())[1:]
    keywords = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    every = [*keywords, *_EVERY_COMMAND]
    run.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in every}
    run.__name__, run.__doc__ = body.__name__, body.__doc__


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"fraudgraph {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="The version.", show_default=False)
    ] = False,
) -> None:
    """Find groups of accounts that one operator runs, explain why they are linked, export the evidence.

    Linked is not guilty: read `ring` and `why` before anything is done.
    """


def command_line() -> Any:
    """All commands, ready to parse."""
    from fraudgraph.cli import commands

    program: Any = typer.main.get_command(app)
    first_words = dict.fromkeys(name.split()[0] for name in commands.ORDER)
    program.commands = {name: program.commands[name] for name in first_words}
    for name in GROUPS:
        own = [one.split()[1] for one in commands.ORDER if one.startswith(f"{name} ")]
        program.commands[name].commands = {word: program.commands[name].commands[word] for word in own}
        lighten(program.commands[name].commands.values())
    lighten((program, *program.commands.values()))
    return program
