"""The door: words in, exit code out. A person's mistake is a sentence and a remedy, never a traceback."""

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from fraudgraph.cli.answer import Answer, Interrupted, is_stopped_query
from fraudgraph.cli.show import Output, complain, show
from fraudgraph.cli.unused import keep_out
from fraudgraph.errors import Exit, FraudgraphError, UsageError

PROGRAM = "fraudgraph"
_KEPT = "Nothing that was stored is lost."
"""True wherever a command is stopped, before its work as after it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (see `fraudgraph.errors.Exit`)."""
    words = list(sys.argv[1:] if argv is None else argv)
    output = Output(json="--json" in words, ascii="--ascii" in words)
    try:
        return _answered(words)
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        return _refuse(Interrupted("stopped", kept=_KEPT), output)
    except FraudgraphError as error:
        return _refuse(error, output)
    except Exception as error:
        if os.environ.get("FRAUDGRAPH_DEBUG") == "1":
            raise
        return _refuse(_unforeseen(error), output)


def entry() -> NoReturn:
    """The installed command; SIGTERM stops as Ctrl-C does, so that what stands is said and kept."""
    signal.signal(signal.SIGTERM, _terminated)
    keep_out()
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the answer is given: nothing is left to stop
    sys.exit(code)


def _answered(words: list[str]) -> int:
    answer = asked(words)
    if isinstance(answer, int):
        return answer
    show(answer.screen, answer.output)
    return int(answer.screen.exit_code)


def asked(words: Sequence[str]) -> Answer | int:
    """Parse and run a command, print nothing: its answer, or an exit code where help was all that was asked for."""
    from typer import Abort, TyperException

    from fraudgraph.cli.app import command_line

    try:
        result = command_line().main(args=list(words), prog_name=PROGRAM, standalone_mode=False)
    except Abort:
        raise KeyboardInterrupt from None
    except TyperException as error:
        return _misused(error)
    if result == int(Exit.INTERRUPTED):
        raise KeyboardInterrupt
    return result if isinstance(result, Answer) else int(result or 0)


def _misused(error: Exception) -> int:
    """Words that do not fit the command: what, and where its help is. Called with nothing, a command shows its help."""
    from typer._click.exceptions import NoArgsIsHelpError

    context = getattr(error, "ctx", None)
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return int(Exit.USAGE)
    path = context.command_path if context is not None else PROGRAM
    message = getattr(error, "format_message", error.__str__)().rstrip(".")
    raise UsageError(message[:1].lower() + message[1:], hint=f"{path} --help")


def _refuse(error: FraudgraphError, output: Output) -> int:
    try:
        complain(error, output)
    except BrokenPipeError:
        _reader_left()
    return int(error.exit_code)


def _unforeseen(error: Exception) -> FraudgraphError:
    """Our own mistake, or a failing disk: said in one line."""
    if is_stopped_query(error):
        return Interrupted("stopped", kept=_KEPT)
    what = str(error) or type(error).__name__
    if isinstance(error, OSError):
        return FraudgraphError(what, hint="check the path, its permissions and the free space, then run it again")
    return FraudgraphError(
        f"{type(error).__name__}: {what}",
        kept="This is a defect of fraudgraph, not of your data.",
        hint="run it again with FRAUDGRAPH_DEBUG=1 and report what it prints",
    )


def _reader_left() -> int:
    """The pipe was closed early (`| head`): that is no error. What is still buffered goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return int(Exit.OK)


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
