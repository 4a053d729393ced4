"""Memory: what two workers and the job runner hold together, with every shared page counted once.

Asked after traffic of every sort: pages, lists, searches, suggestions, forms and a save. Needs Linux.
"""

import random
import re
from pathlib import Path
from urllib.parse import quote

from benchmarks.generate import SEED
from benchmarks.load import requests_a_second
from benchmarks.saves import LIBRARY, add_editor, save_all, sign_in
from benchmarks.searching import ask_all, questions
from benchmarks.sites import copy_of, each_site, options, serving, slugs
from benchmarks.words import from_library
from wiki.settings import ROOT

GOAL = 200.0  # MB, proportional set size


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += tree(int(child))
    return found


def proportional(pid: int) -> float:
    """MB of this process, each shared page divided by the number of processes that share it."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def measure(data: Path) -> None:
    """Print the line of one site."""
    words = from_library(LIBRARY, ROOT / "content" / "pages", SEED + 1)
    with copy_of(data) as copied:
        add_editor(copied)
        chosen = random.Random(4).sample(slugs(copied), 500)
        with serving(copied, WORKERS="2") as server:
            fresh = sum(map(proportional, tree(server.pid)))
            lists = [f"/{kind.path}" for kind in LIBRARY.kinds.values()]
            for path in ("/", *lists, "/topics", "/changes") * 2:
                server.get(path)
            for asked in questions(words).values():
                ask_all(server, "/search", asked[:25])
            requests_a_second(server.port, [f"/wiki/{quote(slug)}" for slug in chosen], 5)
            ask_all(server, "/search/suggest", [{"q": "un"}, {"q": "mem"}] * 5)
            sign_in(server)
            save_all(server, chosen[:50])
            held = {pid: proportional(pid) for pid in tree(server.pid)}
    total = sum(held.values())
    word = "reached" if total <= GOAL else "missed"
    each = " + ".join(f"{one:.0f}" for one in held.values())
    print(f"{data.name} pages, two workers: {fresh:.0f} MB at start, after traffic {total:.0f} MB ({each})", end="")
    print(f" (goal {GOAL:.0f}: {word})")


def main() -> None:
    """Read the command line."""
    chosen = options(__doc__, "memory", (10_000,)).parse_args()
    for data in each_site(chosen):
        measure(data)


if __name__ == "__main__":
    main()
