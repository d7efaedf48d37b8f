"""`python -m benchmarks [real|campaign] [--data DIR] [--work DIR]`: run the benchmarks and write their results."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.quality import real
from benchmarks.speed import campaign


def main() -> None:
    """Run what is asked for; both without an argument."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["real", "campaign"], help="default: both")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the real data sets")
    parser.add_argument("--work", type=Path, help="folder for cases and simulated files (default: a temporary one)")
    parser.add_argument("--relabelings", type=int, default=10)
    parser.add_argument("--scale", type=float, default=1.0, help="of the campaign")
    given = parser.parse_args()
    what = given.what or ["real", "campaign"]
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if "real" in what:
            real.run(given.data, work, given.relabelings)
        if "campaign" in what:
            campaign.run(work, given.scale)


if __name__ == "__main__":
    main()
