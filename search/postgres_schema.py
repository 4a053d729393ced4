"""How a document lies in PostgreSQL: analyzed by us, in a schema of its own that may be dropped at any time.

`stems` and `words` are text-search vectors made of our own words, so that no dictionary of the server's changes them;
`weights` holds each stem's exact summed weight, as the ranking wants it. `state.made` is another one whenever the index
was made anew; `change` names the pages that the last generations changed.
"""

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Double, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from search.analysis import composed, fold, words
from search.describing import Described
from search.model import Document

# Raised whenever what is stored or how words are cut changes: an index with another number is made anew.
VERSION = 5
SCHEMA = "fieldbook_search"
PAGE, NEXT = "page", "page_next"
KEPT = 1000  # generations whose changed pages are kept by name
LAST_PLACE = 16383  # PostgreSQL keeps no place of a word beyond it
MOST_PLACES = 255  # nor more of one word in one text
ROOM = 1_000_000  # bytes of one vector; PostgreSQL refuses those of a mebibyte and more
INDEXED = ("stems", "words", "title_words", "facet", "named", "audience")


def page_table(name: str = PAGE) -> Table:
    """The table of pages under this name, with its indexes."""
    table = Table(
        name,
        MetaData(schema=SCHEMA),
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("revision", Integer, nullable=False),
        Column("slug", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("folded", Text, nullable=False),
        Column("summary", Text, nullable=False),
        Column("changed", Double, nullable=False),
        Column("length", Integer, nullable=False),
        Column("overdue", Boolean, nullable=False),
        Column("audience", ARRAY(Text), nullable=False),
        Column("facet", ARRAY(Text), nullable=False),
        Column("named", ARRAY(Text), nullable=False),
        Column("stems", TSVECTOR, nullable=False),
        Column("words", TSVECTOR, nullable=False),
        Column("title_words", TSVECTOR, nullable=False),
        Column("weights", JSONB, nullable=False),
        Column("numbers", JSONB, nullable=False),
        Column("terms", JSONB, nullable=False),
        Column("names", JSONB, nullable=False),
        Column("parts", JSONB, nullable=False),
    )
    for column in INDEXED:
        Index(f"ix_{name}_{column}", table.c[column], postgresql_using="gin")
    return table


META = MetaData(schema=SCHEMA)
STATE = Table(
    "state",
    META,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False),
    Column("made", Text, nullable=False),
)
CHANGE = Table("change", META, Column("generation", Integer, index=True), Column("page", Integer, nullable=False))
WORD = Table("word", META, Column("word", Text(collation="C"), primary_key=True))
PAGES = page_table()


def row(document: Document, found: Described) -> dict[str, Any]:
    """What PostgreSQL is given for a page."""
    return {
        "id": document.id,
        "revision": document.revision,
        "slug": document.slug,
        "kind": document.kind,
        "title": composed(document.title),
        "folded": fold(composed(document.title)),
        "summary": composed(document.summary),
        "changed": document.changed.timestamp(),
        "length": found.length,
        "overdue": document.overdue,
        "audience": sorted(document.audience),
        "facet": list(found.facets),
        "named": list(found.named),
        "stems": vector(found.stems),
        "words": vector(found.places),
        "title_words": vector(words(composed(document.title))),
        "weights": dict(found.stems),
        "numbers": dict(document.numbers),
        "terms": {name: list(terms) for name, terms in document.terms.items()},
        "names": [composed(name) for name in (*document.aliases, *document.labels)],
        "parts": [[one.key, composed(one.heading), composed(one.text), one.weight] for one in document.parts],
    }


def vector(found: Iterable[str] | Mapping[str, object]) -> str:
    """Words, with the places they stand at if these are given, as PostgreSQL reads a text-search vector.

    Of a text that is too long for one, the last words are left out.
    """
    held, room = [], ROOM
    for word in dict.fromkeys(found):
        at = found[word] if isinstance(found, Mapping) else ()
        kept = [str(place + 1) for place in at if place < LAST_PLACE] if isinstance(at, array) else []
        room -= len(word.encode()) + 8 + 2 * min(len(kept), MOST_PLACES)
        if room < 0:
            break
        held.append(quoted(word) + (":" + ",".join(kept[:MOST_PLACES]) if kept else ""))
    return " ".join(held)


def quoted(word: str) -> str:
    """A word as it stands in a text-search vector or query."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
