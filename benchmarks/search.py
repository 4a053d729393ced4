"""The index alone: making it, changing it, asking it, beside SQLite's FTS5 doing the same work in the same run.

Every answer holds ten titles with passages, the exact total, and the counts of the facets, all for a reader without an
account; FTS5 gives the first two, and with "facets" also counts five of them, one GROUP BY each. Questions are asked in
turns, and once more when all were asked: so answers a server that has been up for a while. "At work" is the part of the
time in which this process had a processor; PostgreSQL works in others.
"""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import quantiles

from benchmarks.indexed import documents, some_words
from benchmarks.sites import options
from search.analysis import STOP_WORDS, words
from search.model import Document, SearchIndex
from search.postgres_index import PostgresIndex
from search.query import parse
from search.whoosh_index import WhooshIndex
from storage.database import Database

PUBLIC = frozenset({"public"})
FACETS = ("kind", "org_type", "area", "level", "outcome")
HITS = """SELECT title, snippet(text, 2, '', '', '…', 30) FROM text
          WHERE text MATCH ? AND audience = 'public' ORDER BY rank LIMIT 10"""
MAKE = "CREATE VIRTUAL TABLE text USING fts5(title, summary, body, audience UNINDEXED, tokenize='porter unicode61')"
TOTAL = "SELECT COUNT(*) FROM text WHERE text MATCH ? AND audience = 'public'"
TERMS = """SELECT key, COUNT(*) FROM text CROSS JOIN term ON page = text.rowid AND facet = ?
           WHERE text MATCH ? AND audience = 'public' GROUP BY key"""  # CROSS: first the text, then its terms
Taken = list[tuple[float, float]]
Asked = dict[str, list[str]]


class Fts5:
    """SQLite's own index over the same pages."""

    def __init__(self, place: Path) -> None:
        self.database = sqlite3.connect(place)
        self.database.execute(MAKE)
        self.database.execute("CREATE TABLE term (page INTEGER, facet TEXT, key TEXT)")
        self.database.execute("CREATE INDEX of_page ON term (page, facet)")

    def put(self, pages: Sequence[Document]) -> None:
        """Add or replace, in one transaction."""
        with self.database as open_:
            open_.executemany("DELETE FROM text WHERE rowid = ?", [(page.id,) for page in pages])
            rows = [(p.id, p.title, p.summary, "\n".join(part.text for part in p.parts), *p.audience) for p in pages]
            open_.executemany("INSERT INTO text (rowid, title, summary, body, audience) VALUES (?, ?, ?, ?, ?)", rows)
            open_.executemany("DELETE FROM term WHERE page = ?", [(page.id,) for page in pages])
            tags = [(p.id, facet, key) for p in pages for facet, keys in p.terms.items() for key in keys]
            open_.executemany("INSERT INTO term VALUES (?, ?, ?)", tags)

    def search(self, text: str, *, facets: bool) -> None:
        """Ten titles with passages, the total, and five counts."""
        asked = _for_fts5(text)
        self.database.execute(HITS, (asked,)).fetchall()
        self.database.execute(TOTAL, (asked,)).fetchall()
        for facet in FACETS if facets else ():
            self.database.execute(TERMS, (facet, asked)).fetchall()


def _for_fts5(text: str) -> str:
    """All the words, or the phrase, or the beginning, as FTS5 is asked for it."""
    if text.startswith('"'):
        return text
    if text.endswith("*"):
        return f'"{text[:-1]}"*'
    return " ".join(f'"{word}"' for word in words(text) if word not in STOP_WORDS) or f'"{text}"'


def questions(count: int) -> Asked:
    """What is asked, by what it is; out of the sentences the pages are made of."""
    made = some_words()
    chance = random.Random(7)
    said = [one.strip(".!?").split() for one in made.sentences if len(one.split()) > 6]
    plain = [[word for word in one if word.isalpha() and word.lower() not in STOP_WORDS] for one in said]
    plain = [one for one in plain if len(one) > 2]
    pick = [chance.choice(plain) for _ in range(count)]
    return {
        "one word": [max(one, key=len) for one in pick],
        "two words": [" ".join(chance.sample(one, 2)) for one in pick],
        "a phrase": [f'"{" ".join(chance.choice(said)[1:4])}"' for _ in range(count)],
        "a beginning": [f"{max(one, key=len)[:5].lower()}*" for one in pick],
        "four words": [" ".join(one[:4]) for one in pick],
        "a typing slip": [f"{one[:3]}{one[4:]}" for one in (max(each, key=len) for each in pick)],
    }


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and those in which this process had a processor."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


@contextmanager
def keepers(folder: Path, url: str) -> Iterator[dict[str, SearchIndex]]:
    """Every keeper there is, with what an earlier run left in it."""
    found: dict[str, SearchIndex] = {"whoosh": WhooshIndex(folder / "index")}
    database = Database(url) if url else None
    if database:
        found["postgresql"] = PostgresIndex(database.engine)
    yield found
    if database:
        database.dispose()


def measure(count: int, kept: Path, url: str, only: Sequence[str], asked: int) -> None:
    """Print the lines of one size."""
    pages = list(documents(count))
    size = sum(len(part.text.split()) for page in pages for part in page.parts) / count
    print(f"{count} pages of {size:.0f} words at the mean")
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fieldbook-") as folder, keepers(kept, url) as found:
        fts5 = Fts5(Path(folder) / "fts5.sqlite3")
        chosen = {name: index for name, index in found.items() if not only or name in only}
        _made("fts5", timed(lambda: fts5.put(pages)), count)
        for name, index in chosen.items():
            if index.versions().keys() == {page.id for page in pages}:
                print(f"  make: {name} is there from an earlier run")
            else:
                _made(name, timed(partial(index.rebuild, pages)), count)
            print(f"  take up: {name} {timed(partial(_search, index, 'union'))[0] / 1000:.1f} s")
        changed = [replace(page, title=f"{page.title} again") for page in pages[:: max(1, count // 20)][:20]]
        print(f"  change one page: fts5 {_words([timed(lambda p=p: fts5.put([p])) for p in changed])}")  # type: ignore[misc]
        for name, index in chosen.items():
            told = [timed(lambda p=p, i=index: i.put([p])) for p in changed]  # type: ignore[misc]
            print(f"  change one page: {name} {_words(told)}")
        for how, texts in questions(asked).items():
            _ask(how, texts, fts5, chosen)
        titles = [page.title.split()[0][:4] for page in random.Random(3).sample(pages, min(asked, count))]
        for name, index in chosen.items():
            index.suggest(titles[0], PUBLIC)
            told = [timed(lambda t=t, i=index: i.suggest(t, PUBLIC)) for t in titles]  # type: ignore[misc]
            print(f"  while typing: {name} {_words(told)}")


def _ask(how: str, texts: Sequence[str], fts5: Fts5, found: dict[str, SearchIndex]) -> None:
    plain: Taken = []
    counted: Taken = []
    ours: dict[str, Taken] = {name: [] for name in found}
    again: dict[str, Taken] = {name: [] for name in found}
    for text in texts:
        plain.append(timed(lambda t=text: fts5.search(t, facets=False)))  # type: ignore[misc]
        counted.append(timed(lambda t=text: fts5.search(t, facets=True)))  # type: ignore[misc]
        for name, index in found.items():
            ours[name].append(timed(partial(_search, index, text)))
    for text in texts:
        for name, index in found.items():
            again[name].append(timed(partial(_search, index, text)))
    print(f"  {how}: fts5 {_words(plain)}; with facets {_words(counted)}")
    for name, taken in ours.items():
        print(f"  {how}: {name} {_words(taken)}; {_times(taken, plain)} fts5, {_times(taken, counted)} with facets")
        print(f"  {how}: {name} asked again {_words(again[name])}")


def _search(index: SearchIndex, text: str) -> None:
    index.search(parse(text), PUBLIC)


def _made(name: str, taken: tuple[float, float], count: int) -> None:
    clock, work = (one / 1000 for one in taken)
    print(f"  make: {name} {clock:.1f} s ({work:.1f} at work), {count / clock:.0f} pages a second")


def _times(ours: Taken, theirs: Taken) -> str:
    """How many times as long, at the median and at the 99th of a hundred."""
    mine, other = (quantiles([clock for clock, _ in taken], n=100) for taken in (ours, theirs))
    return f"{mine[49] / other[49]:.1f} × (p99 {mine[98] / other[98]:.1f} ×)"


def _words(taken: Taken) -> str:
    clock, work = (quantiles(one, n=100) for one in zip(*taken, strict=True))
    return f"p50 {clock[49]:.1f} ms, p95 {clock[94]:.1f}, p99 {clock[98]:.1f} ({work[49]:.1f} at work)"


def main() -> None:
    """Read the command line."""
    parser = options(__doc__, "search", (1_000, 10_000))
    parser.add_argument("--asked", type=int, default=100, help="how many questions of each sort")
    parser.add_argument("--keeper", nargs="*", default=(), choices=("whoosh", "postgresql"), help="only these")
    parser.add_argument(
        "--database-url", default="", help="a PostgreSQL database for nothing else, to measure its keeper too"
    )
    chosen = parser.parse_args()
    for count in chosen.pages:
        measure(count, chosen.made / f"search-{count}", chosen.database_url, chosen.keeper, chosen.asked)


if __name__ == "__main__":
    main()
