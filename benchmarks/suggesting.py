"""Suggesting: how long the server takes to answer what stands in the search box while somebody types.

Titles and tags are made from the benchmark's seed and put into the index alone, so that a run takes a minute. Measured
is the time inside the server, from the request to its answer's last byte, without a socket: in turns with a bare Flask
app that looks the same letters up in a sorted list of titles, knows no rights, and forgives nothing. "At work" is the
part in which the thread had a processor: it says more where other work shares the machine.
"""

import json
import random
import tempfile
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, request
from werkzeug.test import EnvironBuilder

from benchmarks.generate import SEED
from benchmarks.indexed import LIBRARY, documents
from benchmarks.sites import options
from search.model import Document
from search.upkeep import Upkeep
from storage.database import Database
from storage.schema import upgrade
from wiki.app import create_app
from wiki.serving import MIGRATIONS
from wiki.settings import Settings
from wiki.web.current import KEY

GOAL = 5.0  # milliseconds
LETTERS = 5  # with which the value of a name is asked for
Typed = dict[str, list[str]]
Taken = list[tuple[float, float]]


def questions(pages: Sequence[Document], count: int) -> Typed:
    """What is typed, by what it is."""
    chance = random.Random(SEED)
    titles = [chance.choice(pages).title.split() for _ in range(count)]
    terms = [term.label for vocabulary in LIBRARY.vocabularies.values() for term in vocabulary.terms.values()]
    long = [max(title, key=len) for title in titles]
    return {
        "two letters": [chance.choice(title)[:2] for title in titles],
        "half a word": [word[: len(word) // 2 + 1] for word in long],
        "two words": [f"{title[0]} {title[-1][:3]}" for title in titles],
        "a slip": [f"{word[:2]}{word[3:]}" for word in long],
        "a term": [chance.choice(terms)[: chance.randint(3, 9)] for _ in titles],
        "words and a term": [f"{title[0]} {chance.choice(terms)[:5]}" for title in titles],
        "a name": [typed for _ in range(count // LETTERS) for typed in _letter_by_letter("area:", chance)],
        "words and a name": [
            typed for title in titles[: count // LETTERS] for typed in _letter_by_letter(f"{title[0]} area:", chance)
        ],
    }


def _letter_by_letter(begun: str, chance: random.Random) -> Iterator[str]:
    """A search with a name in it, as it grows while the value is typed."""
    areas = LIBRARY.vocabularies["areas"].terms
    value = chance.choice([term.label for term in areas.values() if len(term.label) >= LETTERS])
    yield from (begun + value[:typed] for typed in range(LETTERS))


def bare(pages: Sequence[Document]) -> Flask:
    """The thing to compare with: titles that begin so, out of a sorted list."""
    app = Flask("bare", static_folder=None)
    titles = sorted((page.title.lower(), page.title, f"/wiki/{page.slug}") for page in pages)

    @app.get("/search/suggest")
    def answer() -> Response:
        typed = request.args.get("q", "").lower()
        at = bisect_left(titles, (typed, "", ""))
        found = [one for one in titles[at : at + 7] if one[0].startswith(typed)]
        return jsonify(groups=[{"label": "", "items": [{"title": title, "url": url} for _, title, url in found]}])

    return app


def asked(app: Flask, typed: str) -> tuple[float, float]:
    """Milliseconds that the app takes for its whole answer, and those of them in which this thread had a processor."""
    environ = EnvironBuilder("/search/suggest", query_string=urlencode({"q": typed})).get_environ()
    begun, worked = time.perf_counter(), time.thread_time()
    body = b"".join(app.wsgi_app(environ, lambda status, _headers, _error=None: _fine(status)))
    taken = (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000
    json.loads(body)
    return taken


def _fine(status: str) -> Callable[[bytes], object]:
    if not status.startswith("200"):
        raise SystemExit(f"answered {status}")
    return lambda _: None


def keepers(url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The keepers to measure, each with the setting that chooses it."""
    yield "whoosh", {}
    if url:
        yield "postgresql", {"database_url": url}


def measure(name: str, settings: dict[str, str], pages: Sequence[Document], count: int) -> None:
    """Print the lines of one keeper."""
    with tempfile.TemporaryDirectory(prefix="fieldbook-") as folder:
        app = create_app(Settings(data=Path(folder), starter=False, runner=False, **settings))
        services = app.extensions[KEY]
        upgrade(services[Database], MIGRATIONS)
        index = services[Upkeep].index
        index.rebuild(pages)
        plain, typed = bare(pages), questions(pages, count)
        for one in typed["half a word"][:20]:
            asked(app, one)
            asked(plain, one)
        taken: dict[str, tuple[Taken, Taken]] = {how: ([], []) for how in typed}
        for how, texts in typed.items():
            for one in texts:
                taken[how][0].append(asked(app, one))
                taken[how][1].append(asked(plain, one))
        after = []
        for page in pages[:: max(1, len(pages) // 50)]:
            index.put([replace(page, title=f"{page.title} again")])
            after.append(asked(app, page.title[:6]))
        services[Database].dispose()
    _say(name, len(pages), taken, after)


def _say(name: str, pages: int, taken: dict[str, tuple[Taken, Taken]], after: Taken) -> None:
    every = [one for ours, _ in taken.values() for one in ours]
    beside = [one for _, theirs in taken.values() for one in theirs]
    said = "reached" if quantiles([whole for whole, _ in every], n=100)[49] <= GOAL else "missed"
    print(f"{name}, {pages} pages: {_words(every)}, goal {GOAL:.0f} ms at the median: {said}; bare {_words(beside)}")
    for how, (ours, theirs) in taken.items():
        print(f"  {how}: {_words(ours)}; bare {_words(theirs)}")
    print(f"  the first after a page changed: {_words(after)}")


def _words(taken: Taken) -> str:
    whole, worked = (quantiles(one, n=100) for one in zip(*taken, strict=True))
    return f"p50 {whole[49]:.2f} ms, p99 {whole[98]:.2f} (at work {worked[49]:.2f}, {worked[98]:.2f})"


def main() -> None:
    """Read the command line."""
    parser = options(__doc__, "suggesting", (10_000,))
    parser.add_argument("--asked", type=int, default=200, help="how many of each sort")
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database, to measure its keeper too")
    chosen = parser.parse_args()
    for count in chosen.pages:
        pages = list(documents(count, texts=False))
        for name, settings in keepers(chosen.database_url):
            measure(name, settings, pages, chosen.asked)


if __name__ == "__main__":
    main()
