"""Starting: from `bin/serve` to the first page, into an empty data folder and into one that is there already.

The first start makes the database, loads the starter library and begins the index; installing packages is not counted.
"""

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.sites import MADE, made, serving

GOAL = 3.0  # seconds, for every start but the first


def start(data: Path, **settings: str) -> float:
    """Seconds until the front page and then a page were answered."""
    begun = time.perf_counter()
    with serving(data, first="/", **settings) as server:
        status = server.get("/pages")[0]
        taken = time.perf_counter() - begun
    if status != 200:
        raise SystemExit(f"the first page answered {status}")
    return taken


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bin/bench starting", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each start is measured")
    parser.add_argument("--pages", type=int, default=10_000, help="the size of the large site that is started too")
    parser.add_argument("--made", type=Path, default=MADE, help="where generated sites are kept for the next run")
    chosen = parser.parse_args()
    firsts, seconds = [], []
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory(prefix="fieldbook-") as folder:
            firsts.append(start(Path(folder), STARTER="yes"))
            seconds.append(start(Path(folder)))
    large = [start(made(chosen.pages, chosen.made)) for _ in range(chosen.rounds)]
    print(f"first start, empty data folder: {median(firsts):.1f} s at the median")
    for name, taken in (("second start", seconds), (f"start with {chosen.pages} pages", large)):
        word = "reached" if median(taken) <= GOAL else "missed"
        print(f"{name}: {median(taken):.1f} s at the median, {min(taken):.1f} at best (goal {GOAL:.0f}: {word})")


if __name__ == "__main__":
    main()
