"""Typed words become values by plain Python: typer would load pydantic for it, which costs every command 0.1 s."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import typer

HELP_OPTIONS = ["--help", "-h"]


class Coercion:
    """What typer asks of a parameter's coercion. convert: one word to its value, ValueError if it does not fit."""

    def __init__(self, convert: Callable[[str], Any], what: str) -> None:
        self._convert = convert
        self._what = what

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a word, of several for a list, or the default as it is."""
        many = getattr(param, "multiple", False) or param.nargs == -1
        if value is None:
            return () if many else None
        return [self._one(word, param, ctx) for word in value] if many else self._one(value, param, ctx)

    def _one(self, word: Any, param: Any, ctx: Any) -> Any:
        if not isinstance(word, str):
            return word
        try:
            return self._convert(word)
        except ValueError:
            raise typer.BadParameter(f"{word!r} is not {self._what}", ctx=ctx, param=param) from None


def lighten(commands: Iterable[Any]) -> None:
    """Give the parameters of these commands a coercion without pydantic; those of other types keep typer's own."""
    for command in commands:
        # The option --help is made when first asked for, and kept; asked for here, it is lightened with the others.
        for parameter in command.get_params(typer.Context(command, help_option_names=HELP_OPTIONS)):
            coercion = _PLAIN.get(getattr(getattr(parameter, "type_descriptor", None), "annotation", None))
            if coercion is not None and getattr(parameter, "_runtime_param", coercion) is None:
                parameter._runtime_param = coercion


def _flag(word: str) -> bool:
    raise ValueError(word)


_TEXT = Coercion(str, "text")
_PLAIN: dict[Any, Coercion] = {
    str: _TEXT,
    list[str]: _TEXT,
    Path: Coercion(Path, "a path"),
    int: Coercion(int, "a whole number"),
    float: Coercion(float, "a number"),
    bool: Coercion(_flag, "a flag"),
}
