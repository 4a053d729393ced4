"""Searching: how long readers wait for a page of results, with snippets, facets and counts, over HTTP.

The questions are words, phrases and filters taken from the pages themselves, so that most find something. After that,
one page is changed, and the clock runs until a word that stands only there finds it.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlencode

from benchmarks.generate import SEED
from benchmarks.saves import FORM, LIBRARY, add_editor, filled_form, sign_in, token_in
from benchmarks.sites import Server, copy_of, each_site, options, serving, slugs
from benchmarks.words import Words, from_library
from wiki.settings import ROOT

GOAL = 30.0  # milliseconds, at the median
Ask = dict[str, str]


def questions(words: Words) -> dict[str, list[Ask]]:
    """What is asked, by how it is asked."""
    said = [one.strip(".!?").split() for one in words.sentences if len(one.split()) > 6]
    words.random.shuffle(said)
    long = [max(sentence, key=len) for sentence in said]
    areas = list(LIBRARY.vocabularies["areas"].terms)
    return {
        "one word": [{"q": word} for word in long],
        "two words": [{"q": f"{word} {words.random.choice(said[at])}"} for at, word in enumerate(long)],
        "a phrase": [{"q": f'"{" ".join(sentence[1:4])}"'} for sentence in said],
        "a whole question": [{"q": " ".join(sentence[:8])} for sentence in said],
        "a word and a filter": [{"q": word, "area": words.random.choice(areas)} for word in long],
        "a rare name": [{"q": words.name()} for _ in said],
        "a typing slip": [{"q": word[:3] + word[4:]} for word in long],
    }


def ask_all(server: Server, path: str, asked: list[Ask]) -> list[float]:
    """Milliseconds until each answer was there."""
    taken = []
    for ask in asked:
        begun = time.perf_counter()
        status = server.get(f"{path}?{urlencode(ask)}")[0]
        taken.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"{path} answered {status} for {ask}")
    return taken


def prefixes(words: Words, count: int) -> Iterator[Ask]:
    """What stands in the search box while somebody types."""
    for _ in range(count):
        typed = words.random.choice(words.random.choice(words.sentences).split())
        yield {"q": typed[: words.random.randint(2, 6)]}


def findable(server: Server, slug: str) -> tuple[float, float]:
    """Milliseconds of one save, and from its answer until a word that only this page has finds it."""
    get = server.get
    token = urlencode({"csrf_token": token_in(get(f"/wiki/{quote(slug)}/edit")[2].decode())})
    body = filled_form(lambda path: get(path)[2].decode(), slug, "Xylophonequartet.")
    begun = time.perf_counter()
    server.send("POST", f"/wiki/{quote(slug)}/edit", f"{body}&{token}", {**FORM})
    saved = time.perf_counter()
    while f"/wiki/{quote(slug)}" not in get("/search?q=xylophonequartet")[2].decode():
        time.sleep(0.02)
    return (saved - begun) * 1000, (time.perf_counter() - saved) * 1000


def measure(data: Path, count: int) -> None:
    """Print the lines of one site."""
    words = from_library(LIBRARY, ROOT / "content" / "pages", SEED + 1)
    with copy_of(data) as copied:
        add_editor(copied)
        with serving(copied) as server:
            ask_all(server, "/search", [{"q": word} for word in ("union", "tool", "members") * 5])
            taken = {how: ask_all(server, "/search", asked[:count]) for how, asked in questions(words).items()}
            typed = ask_all(server, "/search/suggest", list(prefixes(words, count * 3)))
            sign_in(server)
            _, seen = findable(server, random.Random(3).choice(slugs(copied)))
    everything = [one for some in taken.values() for one in some]
    word = "reached" if quantiles(everything, n=2)[0] <= GOAL else "missed"
    print(f"{data.name} pages: {_words(everything)} (goal {GOAL:.0f} at the median: {word})")
    for how, some in taken.items():
        print(f"  {how}: {_words(some)}")
    print(f"  titles while typing: {_words(typed)}")
    print(f"  a change is found {seen:.0f} ms after its save was answered")


def _words(taken: list[float]) -> str:
    cuts = quantiles(taken, n=100)
    return f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}"


def main() -> None:
    """Read the command line."""
    chosen = options(__doc__, "searching", (10_000,), searches=(100, "how many of each sort")).parse_args()
    for data in each_site(chosen):
        measure(data, chosen.searches)


if __name__ == "__main__":
    main()
