"""Relevance: how well the order of hits fits what people judged, on public collections and beside SQLite FTS5.

Each question is typed as it is, through the parser that the site uses. nDCG@10 says how good the first page is, MAP how
good the whole order, recall how much of what was wanted is among the first hundred.
"""

import argparse
import gzip
import json
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from statistics import mean, median

import yaml
from werkzeug.datastructures import MultiDict

from auth.model import ANONYMOUS
from search.analysis import STOP_WORDS, words
from search.model import Document, Part, SearchIndex
from search.postgres_index import PostgresIndex
from search.query import parse
from search.upkeep import Upkeep
from search.whoosh_index import WhooshIndex
from storage.database import Database
from wiki.app import create_app
from wiki.browsing.forms import read_ask
from wiki.browsing.service import Browsing
from wiki.serving import prepare
from wiki.settings import ROOT, Settings
from wiki.transfer.service import Transfer
from wiki.web.current import KEY

NAMES = ("cran", "cacm", "med")
PUBLIC = frozenset({"public"})
FIRST, DEEP = 10, 100
GOAL = 0.517  # mean nDCG@10 over the three
JUDGED = ROOT / "tests" / "wiki" / "browsing" / "judged_queries.yaml"
Ranked = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Collection:
    """One collection: texts by id, questions by id, and for each question the ids judged relevant."""

    name: str
    texts: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    wanted: Mapping[str, frozenset[str]]


def read(folder: Path, name: str) -> Collection:
    """A collection as it lies in the folder."""
    with gzip.open(folder / f"{name}.docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {str(row["id"]): (row.get("title") or "", row.get("body") or "") for row in map(json.loads, lines)}
    rows = map(json.loads, (folder / f"{name}.queries.jsonl").read_text("utf-8").splitlines())
    questions = {str(row["id"]): row["text"] for row in rows}
    judged: dict[str, set[str]] = defaultdict(set)
    for line in (folder / f"{name}.qrels.tsv").read_text("utf-8").splitlines():
        question, document = line.split("\t")[:2]
        judged[question].add(document)
    wanted = {question: frozenset(ids) for question, ids in judged.items() if question in questions}
    return Collection(name, texts, questions, wanted)


def documents(collection: Collection) -> tuple[list[Document], list[str]]:
    """The texts as pages of a site, and the collection's id of each page."""
    ids = list(collection.texts)
    made = [
        Document(number, 1, f"p{number}", "page", title, "", PUBLIC, (Part("body", "", body),), {}, (),
                 datetime(2026, 1, 1, tzinfo=UTC))
        for number, (title, body) in enumerate(collection.texts.values())
    ]  # fmt: skip
    return made, ids


def by_index(index: SearchIndex, collection: Collection) -> Ranked:
    """The order in which an index gives the texts."""
    made, ids = documents(collection)
    index.rebuild(made)
    return lambda text: [ids[hit.id] for hit in index.search(parse(text, size=DEEP), PUBLIC).hits]


def by_fts5(collection: Collection) -> Ranked:
    """The order of SQLite's FTS5: any of the words, Porter's stems, without words that say nothing."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE text USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61')")
    rows = [(key, title, body) for key, (title, body) in collection.texts.items()]
    database.executemany("INSERT INTO text VALUES (?, ?, ?)", rows)

    def ranked(text: str) -> Sequence[str]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(text)) if word not in STOP_WORDS)
        found = database.execute("SELECT id FROM text WHERE text MATCH ? ORDER BY bm25(text) LIMIT ?", (asked, DEEP))
        return [row[0] for row in found]

    return ranked


def ndcg(ranked: Sequence[str], wanted: frozenset[str]) -> float:
    """nDCG@10 with yes-or-no judgments (Järvelin and Kekäläinen 2002, gain over log2 of the place plus one)."""
    got = sum(1 / log2(place + 2) for place, one in enumerate(ranked[:FIRST]) if one in wanted)
    best = sum(1 / log2(place + 2) for place in range(min(FIRST, len(wanted))))
    return got / best


def precision(ranked: Sequence[str], wanted: frozenset[str]) -> float:
    """Average precision over the first hundred."""
    hits = [place for place, one in enumerate(ranked, 1) if one in wanted]
    return sum(number / place for number, place in enumerate(hits, 1)) / len(wanted)


def judge(ranked: Ranked, collection: Collection) -> tuple[float, float, float, float]:
    """Mean nDCG@10, MAP, recall at a hundred, and the median milliseconds of a question."""
    rows, taken = [], []
    for question, wanted in collection.wanted.items():
        begun = time.perf_counter()
        found = ranked(collection.questions[question])
        taken.append((time.perf_counter() - begun) * 1000)
        rows.append((ndcg(found, wanted), precision(found, wanted), len(wanted & set(found)) / len(wanted)))
    return mean(r[0] for r in rows), mean(r[1] for r in rows), mean(r[2] for r in rows), median(taken)


def rows(folder: Path, url: str) -> Iterator[tuple[str, str, tuple[float, float, float, float]]]:
    """Each collection under each engine."""
    for name in NAMES:
        collection = read(folder, name)
        with tempfile.TemporaryDirectory() as place:
            yield name, "whoosh", judge(by_index(WhooshIndex(Path(place) / "index"), collection), collection)
        if url:
            database = Database(url)
            yield name, "postgresql", judge(by_index(PostgresIndex(database.engine), collection), collection)
            database.dispose()
        yield name, "fts5", judge(by_fts5(collection), collection)


def judged(data: Path, url: str) -> float:
    """Mean nDCG@10 of the questions in the tests, over the library a site begins with, as a reader's site finds it."""
    written = yaml.safe_load(JUDGED.read_text("utf-8"))
    settings = Settings(data=data, database_url=url, runner=False)
    services = create_app(settings).extensions[KEY]
    prepare(settings, services[Database], services[Transfer])
    services[Upkeep].rebuild()
    browsing = services[Browsing]
    gains = []
    for question, wanted in written.items():
        asked = read_ask(MultiDict([("q", str(question))]), browsing.asking, "/search")
        found = [card.slug for card in browsing.listing(ANONYMOUS, asked).cards]
        gains.append(ndcg(found, frozenset(map(str, wanted))))
    services[Database].dispose()
    return mean(gains)


def main() -> None:
    """Print a row a collection and engine, and the mean against the goal; then the judged questions."""
    parser = argparse.ArgumentParser(prog="bin/bench relevance", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--collections", type=Path, default=Path("../shared/relevance"), help="folder of collections")
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database, to judge its keeper too")
    given = parser.parse_args()
    if (given.collections / "cran.qrels.tsv").exists():
        collections(given.collections, given.database_url)
    else:
        print(f"no collections in {given.collections}: name their folder with --collections")
    for url in ["", given.database_url] if given.database_url else [""]:
        with tempfile.TemporaryDirectory() as place:
            gain = judged(Path(place), url)
        print(f"judged questions over the starter library, {'postgresql' if url else 'whoosh'}: nDCG@10 {gain:.3f}")


def collections(folder: Path, url: str) -> None:
    """Print a row a collection and engine, and the mean against the goal."""
    print(f"{'':6}{'':12}nDCG@10     MAP  recall@100  p50 ms")
    means: dict[str, list[float]] = defaultdict(list)
    for name, engine, (gain, average, recall, taken) in rows(folder, url):
        means[engine].append(gain)
        print(f"{name:6}{engine:12}{gain:7.3f} {average:7.3f} {recall:11.3f} {taken:7.1f}")
    for engine, gains in means.items():
        print(f"mean  {engine:12}{mean(gains):7.3f}  (goal {GOAL})")


if __name__ == "__main__":
    main()
