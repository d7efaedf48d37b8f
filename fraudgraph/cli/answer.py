"""What passes between a command and the door: the desk it works at, the answer it gives, and how it stops."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from fraudgraph.cli.screen import Screen
from fraudgraph.cli.show import Output, narrate
from fraudgraph.errors import Exit, FraudgraphError

if TYPE_CHECKING:
    from fraudgraph.case import Case
    from fraudgraph.cli.progress import Narrator
    from fraudgraph.config import Settings


class Interrupted(FraudgraphError):
    """A person, or the system, stopped the command."""

    exit_code = Exit.INTERRUPTED


@dataclass(frozen=True, slots=True)
class Answer:
    """A screen and how it was asked for."""

    screen: Screen
    output: Output


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command works. path: as given with --case (None: from environment, configuration, or ./case); memory,
    threads, tz: likewise.
    """

    path: Path | None
    output: Output
    memory: str | None = None
    threads: int | None = None
    tz: str | None = None

    def within(self, memory: str | None, threads: int | None) -> "Desk":
        """The same with bounds of its own."""
        return replace(self, memory=memory, threads=threads)

    @property
    def settings(self) -> "Settings":
        """The settings that hold here; UsageError for one that does not fit."""
        from fraudgraph import config

        chosen = {"case": self.path, "memory": self.memory, "threads": self.threads, "tz": self.tz}
        return config.settings(chosen)

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown."""
        name = self.settings.tz
        if name == str(UTC):
            return UTC
        from zoneinfo import ZoneInfo

        return ZoneInfo(name)

    def narrator(self, stages: bool = True) -> "Narrator":
        """Progress on stderr; stages: whether each stage leaves a line."""
        from fraudgraph.cli.progress import Narrator

        return Narrator(stages=stages)

    @contextmanager
    def case(self) -> "Iterator[Case]":
        """The case, which must exist. What an earlier command left to be forgotten is forgotten first, and said."""
        from fraudgraph.case import Case

        settings = self.settings
        with Case.open(settings.case, settings) as case:
            narrate(*(f"{done.tombstone.name} was cut off before; it is forgotten now" for done in case.finished))
            yield case


@contextmanager
def stoppable(
    kept: str | Callable[[], str], narrator: "Narrator | None" = None, case: "Case | None" = None
) -> Iterator[None]:
    """Ctrl-C inside becomes a sentence about what stands; the narrator's moving line goes, however the work ends.

    kept: the sentence, or who finds it out when it is asked for: the stop may come after the work was stored. case: of
    which this work may be left in the middle of a library that cannot be stopped; the process ends then.
    """
    from fraudgraph.detect.leaving import leaving

    door = nullcontext() if case is None else leaving(lambda: _leave(kept, narrator, case))
    try:
        with door:
            yield
    except KeyboardInterrupt:
        raise Interrupted("stopped", kept=kept if isinstance(kept, str) else kept()) from None
    except RuntimeError as error:
        if not is_stopped_query(error):
            raise
        raise Interrupted("stopped", kept=kept if isinstance(kept, str) else kept()) from None
    finally:
        if narrator is not None:
            narrator.stop()


def _leave(kept: str | Callable[[], str], narrator: "Narrator | None", case: "Case") -> NoReturn:
    """Say what stands and end the process, from inside a library: nothing is stored, and the case is closed."""
    from fraudgraph.cli.show import complain

    words = sys.argv[1:]
    with suppress(Exception):  # what is said is worth less than that the process ends
        if narrator is not None:
            narrator.stop()
        error = Interrupted("stopped", kept=kept if isinstance(kept, str) else kept())
        case.close()
        complain(error, Output(json="--json" in words, ascii="--ascii" in words))
    os._exit(Exit.INTERRUPTED)


def is_stopped_query(error: Exception) -> bool:
    """Whether DuckDB gave up a query because of Ctrl-C: it raises an error of its own instead of KeyboardInterrupt."""
    return isinstance(error, RuntimeError) and str(error) == "Query interrupted"
