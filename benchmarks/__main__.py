"""`python -m benchmarks [BENCHMARK ...]`: run benchmarks, write their results.

quality compares every method on every data set and can be run in pieces: --only METHOD, --worlds NAME; what is measured
is kept, and a run that was stopped goes on where it was (with --work, so that its files are still there).
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.quality import ablations, calibration, compare, frontier, real, table
from benchmarks.quality.methods import FAMILIES
from benchmarks.quality.sources import Place
from benchmarks.speed import campaign, sightings

WHAT = ("real", "campaign", "sightings", "quality", "frontier", "ablations", "calibration")


def main() -> None:
    """Run what is asked for; the real sets and the campaign without an argument."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(WHAT)}; default: the first two")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the real data sets")
    parser.add_argument("--work", type=Path, help="folder for cases and simulated files (default: a temporary one)")
    parser.add_argument("--relabelings", type=int, default=None, help="default: 10, 3 for quality")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="of the campaign, of ten million sightings, of simulated worlds"
    )
    parser.add_argument("--only", nargs="+", default=[], choices=[*FAMILIES, "product"], help="methods of quality")
    parser.add_argument("--worlds", nargs="+", default=[], help="data sets of quality, by name")
    parser.add_argument("--again", action="store_true", help="renew cells of quality that other code made")
    parser.add_argument("--table", action="store_true", help="only write the tables of quality anew")
    parser.add_argument("--population", type=int, help="only this one of the frontier's populations")
    given = parser.parse_args()
    if unknown := sorted(set(given.what) - set(WHAT)):
        parser.error(f"there is no benchmark {unknown[0]}: {', '.join(WHAT)}")
    if given.table:
        table.write()
        return
    what = given.what or ["real", "campaign"]
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if "real" in what:
            real.run(given.data, work, given.relabelings or 10)
        if "campaign" in what:
            campaign.run(work, given.scale)
        if "quality" in what:
            wanted = compare.Wanted(tuple(given.only), tuple(given.worlds), given.relabelings or 3, given.again)
            compare.run(Place(given.data, work, given.scale), wanted)
            table.write()
        if "frontier" in what:
            frontier.run(work, given.population)
        if "sightings" in what:
            sightings.run(work, given.scale)
        if "ablations" in what:
            ablations.run(Place(given.data, work, given.scale), given.worlds)
        if "calibration" in what:
            calibration.run(work)


if __name__ == "__main__":
    main()
