"""Keeping out what no command uses, though others would load it.

pyarrow imports pandas at its first array, wherever it is installed: a third of a second of every load and sweep. Worse,
it does so inside code that drops exceptions, so that a Ctrl-C in that time was lost and the load went through. The
driver of Neo4j imports it too, for frames that no command asks for.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _KeptOut(MetaPathFinder):
    """Finds no pandas, and lets nobody else look for it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError("no command uses pandas", name=fullname)
        return None


def keep_out() -> None:
    """From now on this process has no pandas. For a process that is one command: notebooks have it."""
    sys.meta_path.insert(0, _KeptOut())
