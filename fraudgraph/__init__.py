"""fraudgraph: find, understand and prove rings of linked accounts.

In a notebook: `from fraudgraph import Case`, see docs/python.md.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fraudgraph.notebook import Case as Case

__version__ = "0.1.0"
__all__ = ["Case", "__version__"]


def __getattr__(name: str) -> object:
    """`Case` when it is first asked for: the command line imports this module for the version, and must not wait for
    engines and stores.
    """
    if name != "Case":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from fraudgraph.notebook import Case

    return Case
