"""Generated pages as the index knows them, without a database: made in a minute where whole sites take an hour."""

from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.generate import SEED
from benchmarks.pages_made import Maker
from benchmarks.words import Words, from_library
from search.model import Document
from wiki.kinds.declaration import load
from wiki.kinds.indexing import aliases, facet_terms, labels, numbers, parts
from wiki.kinds.model import Kind, Values
from wiki.settings import ROOT

LIBRARY = load(ROOT / "content")
CHANGED = datetime(2026, 11, 1, tzinfo=UTC)


def some_words(seed: int = SEED) -> Words:
    """Sentences like the starter library's; the same seed gives the same ones."""
    return from_library(LIBRARY, ROOT / "content" / "pages", seed)


def documents(count: int, *, texts: bool = True) -> Iterator[Document]:
    """So many pages, every twentieth for members alone; without `texts` they have titles and tags only."""
    made = Maker(LIBRARY, some_words()).pages(count)
    return (_document(number, slug, kind, values, texts) for number, (slug, kind, values) in enumerate(made, 1))


def _document(number: int, slug: str, kind: Kind, values: Values, texts: bool) -> Document:
    return Document(
        id=number,
        revision=1,
        slug=slug,
        kind=kind.key,
        title=values["title"],
        summary=values.get("summary", ""),
        audience=frozenset(["members" if number % 20 == 0 else "public"]),
        parts=parts(kind, LIBRARY, values) if texts else (),
        terms={**facet_terms(kind, values), "kind": (kind.key,)},
        labels=labels(kind, LIBRARY, values) if texts else (),
        changed=CHANGED,
        aliases=aliases(kind, values),
        numbers=numbers(kind, values),
    )
