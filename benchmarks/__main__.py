"""`python -m benchmarks [real|campaign|sightings] [--data DIR] [--work DIR]`: run the benchmarks, write results."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.quality import real
from benchmarks.speed import campaign, sightings


def main() -> None:
    """Run what is asked for; the real sets and the campaign without an argument."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["real", "campaign", "sightings"], help="default: the first two")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the real data sets")
    parser.add_argument("--work", type=Path, help="folder for cases and simulated files (default: a temporary one)")
    parser.add_argument("--relabelings", type=int, default=10)
    parser.add_argument("--scale", type=float, default=1.0, help="of the campaign, or of ten million sightings")
    given = parser.parse_args()
    what = given.what or ["real", "campaign"]
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if "real" in what:
            real.run(given.data, work, given.relabelings)
        if "campaign" in what:
            campaign.run(work, given.scale)
        if "sightings" in what:
            sightings.run(work, given.scale)


if __name__ == "__main__":
    main()
