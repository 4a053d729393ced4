"""Reading: pages and the front page as readers without an account get them, against a bare Flask app.

The bare app runs on the same server with the same settings and holds the very same bytes in memory. Both are asked in
turns, so that a busy machine slows both alike. Every page of the site is asked for, in random order.
"""

import pickle
import random
import sys
import tempfile
from pathlib import Path
from statistics import median
from urllib.parse import quote

from benchmarks.load import requests_a_second
from benchmarks.sites import Server, free_port, made, options, running, serving, slugs

GOAL = 0.6
KEPT = ("content-type", "content-encoding")
Answers = dict[str, tuple[dict[str, str], bytes]]


def collect(server: Server, paths: list[str]) -> Answers:
    """Ask for every page twice, and keep what came the second time, when the site was warm."""
    answers: Answers = {}
    for path in paths * 2:
        status, headers, body = server.get(path, **{"Accept-Encoding": "gzip"})
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        answers[path] = {name: headers[name] for name in KEPT if name in headers}, body
    return answers


def compare(ours: Server, bare: Server, paths: list[str], seconds: float, rounds: int) -> tuple[float, float, float]:
    """Median requests a second of both, and the median of the rounds' ratios."""
    pairs = [
        (requests_a_second(ours.port, paths, seconds), requests_a_second(bare.port, paths, seconds))
        for _ in range(rounds)
    ]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def measure(data: Path, seconds: float, rounds: int) -> None:
    """Print one line for pages and one for the front page."""
    pages = [f"/wiki/{quote(slug)}" for slug in slugs(data)]
    random.Random(1).shuffle(pages)
    with serving(data) as ours, tempfile.NamedTemporaryFile() as file:
        answers = collect(ours, ["/", *pages])
        file.write(pickle.dumps(answers))
        file.flush()
        port = free_port()
        command = [sys.executable, "-m", "benchmarks.bare", str(port), file.name]
        with running(command, port, "/") as bare:
            size = median(len(body) for _, body in answers.values())
            print(f"{len(pages)} pages, {size / 1000:.1f} kB compressed at the median")
            for name, paths in (("a page", pages), ("the front page", ["/"])):
                a, b, ratio = compare(ours, bare, paths, seconds, rounds)
                word = "reached" if ratio >= GOAL else "missed"
                print(f"  {name}: {a:.0f} requests a second, bare Flask {b:.0f}: {ratio:.2f} (goal {GOAL}: {word})")


def main() -> None:
    """Read the command line."""
    parser = options(__doc__, "pages", (1000, 10_000))
    parser.add_argument("--seconds", type=float, default=5, help="how long each turn takes")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each")
    chosen = parser.parse_args()
    for count in chosen.pages:
        measure(made(count, chosen.made), chosen.seconds, chosen.rounds)


if __name__ == "__main__":
    main()
