"""How a document lies in PostgreSQL: analyzed by us, in a schema of its own that may be dropped at any time.

`page` has what each process keeps in memory of every page, `text` what is looked up, `said` the words in their order
(`search.sequence`), `shown` what a hit shows. `stems` and `words` are text-search vectors made of our own words, so
that no dictionary of the server's changes them; a stem's word also tells the step that the page reaches with it
(`search.postgres_steps`). `weights` holds each stem's exact summed weight, as the ranking wants it. `state.made` is
another one whenever the index was made anew; `change` names the pages that the last generations changed; `word.since`
is the generation that first had the word.
"""

from array import array
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from search.analysis import composed
from search.describing import Described, facet_key, facet_of
from search.model import BY, Document
from search.postgres_steps import stepped

# Raised whenever what is stored or how words are cut changes: an index with another number is made anew.
VERSION = 6
SCHEMA = "fieldbook_search"
NEXT = "_next"
KEPT = 1000  # generations whose changed pages are kept by name
LAST_PLACE = 16383  # PostgreSQL keeps no place of a word beyond it
MOST_PLACES = 255  # nor more of one word in one text
ROOM = 1_000_000  # bytes of one vector; PostgreSQL refuses those of a mebibyte and more


class Tables(NamedTuple):
    """All that is made anew together."""

    page: Table
    text: Table
    said: Table
    shown: Table
    word: Table


def tables(after: str = "") -> Tables:
    """The tables under names that end so, with their indexes."""
    page = _of_pages(
        f"page{after}",
        Column("revision", Integer, nullable=False),
        Column("slug", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("changed", Double, nullable=False),
        Column("length", Integer, nullable=False),
        Column("overdue", Boolean, nullable=False),
        Column("audience", ARRAY(Text), nullable=False),
        Column("facet", ARRAY(Text), nullable=False),
        Column("numbers", JSONB, nullable=False),
    )
    text = _of_pages(
        f"text{after}",
        Column("stems", TSVECTOR, nullable=False),
        Column("words", TSVECTOR, nullable=False),
        Column("keys", ARRAY(Text), nullable=False),
        Column("weights", JSONB, nullable=False),
        # Long values lie elsewhere, and many rows on one leaf: a look-up visits the leaf of every row that it finds.
        postgresql_with={"toast_tuple_target": 128},
    )
    for column in ("stems", "words", "keys"):
        Index(f"ix_text{after}_{column}", text.c[column], postgresql_using="gin")
    said = _of_pages(f"said{after}", Column("said", LargeBinary, nullable=False))
    shown = _of_pages(
        f"shown{after}",
        Column("summary", Text, nullable=False),
        Column("terms", JSONB, nullable=False),
        Column("names", JSONB, nullable=False),
        Column("parts", JSONB, nullable=False),
    )
    return Tables(page, text, said, shown, _of_words(f"word{after}"))


def _of_pages(name: str, *columns: Column[Any], **room: Any) -> Table:
    number = Column("id", Integer, primary_key=True, autoincrement=False)
    return Table(name, MetaData(schema=SCHEMA), number, *columns, **room)


def _of_words(name: str) -> Table:
    word = Column("word", Text(collation="C"), primary_key=True)
    table = Table(name, MetaData(schema=SCHEMA), word, Column("since", Integer, nullable=False))
    Index(f"ix_{name}_since", table.c.since)
    return table


META = MetaData(schema=SCHEMA)
STATE = Table(
    "state",
    META,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False),
    Column("made", Text, nullable=False),
    Column("usual_length", Double, nullable=False),
)
CHANGE = Table("change", META, Column("generation", Integer, index=True), Column("page", Integer, nullable=False))
PAGES, TEXTS, SAID, SHOWN, WORDS = NOW = tables()


def page_row(document: Document, found: Described) -> dict[str, Any]:
    """What PostgreSQL is given for a page's row in memory."""
    return {
        "id": document.id,
        "revision": document.revision,
        "slug": document.slug,
        "kind": document.kind,
        "title": composed(document.title),
        "changed": document.changed.timestamp(),
        "length": found.length,
        "overdue": document.overdue,
        "audience": sorted(document.audience),
        "facet": [key for key in found.facets if facet_of(key)[0] != BY],
        "numbers": dict(document.numbers),
    }


def text_row(document: Document, found: Described, usual_length: float) -> dict[str, Any]:
    """What PostgreSQL is given of what is looked up of a page, beside pages that are usually so long in words."""
    return {
        "id": document.id,
        "stems": vector(stepped(found.stems, found.length, usual_length)),
        "words": vector(found.places),
        "keys": [*map(named_key, found.named), *(facet_key(BY, signer) for signer in document.signers)],
        "weights": dict(found.stems),
    }


def shown_row(document: Document) -> dict[str, Any]:
    """What PostgreSQL is given of what a hit shows."""
    return {
        "id": document.id,
        "summary": composed(document.summary),
        "terms": {name: list(terms) for name, terms in document.terms.items()},
        "names": [composed(name) for name in (*document.aliases, *document.labels)],
        "parts": [[one.key, composed(one.heading), composed(one.text), one.weight] for one in document.parts],
    }


def named_key(name: str) -> str:
    """What a page with this title or other name is looked up by."""
    return facet_key("named", name)


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
