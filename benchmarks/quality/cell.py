"""One method on one world, in a process of its own: `python -m benchmarks.quality.cell WORLD VARIANT RELABELING OUT`.

Exit codes: 0, and 3 where the method cannot run here (the reason is in OUT.txt).
"""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.methods import Method, Missing, variants
from benchmarks.quality.methods.gds import Gds, server_seconds
from benchmarks.quality.methods.ours import Fraudgraph
from benchmarks.quality.rules import RULES, Believed
from benchmarks.quality.world import World

MISSING = 3


def main(world: Path, slug: str, relabeling: int, out: Path) -> int:
    """Write what each rule believes, in the codes of the world, with the processor seconds of each step."""
    method = next(one.method for one in variants() if one.slug == slug)
    seen, order = World.load(world).seen.renamed(relabeling)
    found: dict[str, Believed] = {}
    try:
        started = _spent(method)
        if isinstance(method, Fraudgraph):
            found["law"] = method.decided(seen, relabeling)
        else:
            label = method.labels(seen, relabeling)
    except Missing as reason:
        out.with_suffix(".txt").write_text(str(reason))
        return MISSING
    seconds = {"method": _spent(method) - started}
    for name, rule in RULES.items() if not found else ():
        before = time.process_time()
        found[name] = rule(seen.incidence, label)
        seconds[name] = time.process_time() - before
    arrays: dict[str, Any] = {f"{name} label": _home(one.label, order) for name, one in found.items()}
    arrays |= {f"{name} worth": one.worth for name, one in found.items()}
    arrays |= {f"{name} seconds": np.array(spent) for name, spent in seconds.items()}
    np.savez_compressed(out, **arrays)
    return 0


def _spent(method: Method) -> float:
    """Processor seconds so far: of this process, and of the server where a method runs in one."""
    return time.process_time() + (server_seconds() if isinstance(method, Gds) else 0.0)


def _home(label: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Labels in the codes before the renaming."""
    back = np.empty_like(label)
    back[order] = label
    return back


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])))
