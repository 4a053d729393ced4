"""Writing the index in PostgreSQL: pages in batches, and a new index beside the old one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateSchema, CreateTable

from search.describing import Described, describe
from search.model import Document, Health
from search.postgres_schema import (
    CHANGE,
    KEPT,
    META,
    NEXT,
    NOW,
    PAGES,
    SAID,
    SCHEMA,
    SHOWN,
    STATE,
    TEXTS,
    VERSION,
    Tables,
    page_row,
    shown_row,
    tables,
    text_row,
)
from search.sequence import sequence

BATCH = 200


def drop(connection: Connection, pages: Iterable[int]) -> None:
    """Take pages out."""
    for table in (PAGES, TEXTS, SAID, SHOWN):
        connection.execute(delete(table).where(table.c.id.in_(list(pages))))


def step(connection: Connection, changed: Iterable[int]) -> tuple[int, float]:
    """Begin the next generation, and say which pages it changes; returns it, and how long pages usually are."""
    stepped = update(STATE).values(generation=STATE.c.generation + 1)
    now, usual = connection.execute(stepped.returning(STATE.c.generation, STATE.c.usual_length)).one()
    if rows := [{"generation": now, "page": page} for page in dict.fromkeys(changed)]:
        connection.execute(insert(CHANGE), rows)
    connection.execute(delete(CHANGE).where(CHANGE.c.generation <= now - KEPT))
    return now, usual


def add(connection: Connection, to: Tables, documents: Sequence[Document], now: tuple[int, float]) -> None:
    """Put pages in that are not there, in the generation and beside pages of the usual length that `step` gave."""
    _add(connection, to, [(document, describe(document)) for document in documents], *now)


def _add(
    connection: Connection, to: Tables, described: Sequence[tuple[Document, Described]], generation: int, usual: float
) -> None:
    if not described:
        return
    connection.execute(insert(to.page), [page_row(*one) for one in described])
    connection.execute(insert(to.text), [text_row(*one, usual) for one in described])
    saying = [{"id": document.id, "said": sequence(found.texts)} for document, found in described]
    connection.execute(insert(to.said), saying)
    connection.execute(insert(to.shown), [shown_row(document) for document, _ in described])
    known = sorted({word for _, found in described for word in found.counts if not word.isdigit()})
    words: list[dict[str, Any]] = [{"word": word, "since": generation} for word in known]
    if words:
        connection.execute(postgresql.insert(to.word).on_conflict_do_nothing(), words)


def make(engine: Engine, documents: Iterable[Document], old: Health) -> int:
    """Make the index anew beside the old one and swap it in; returns its number of pages."""
    generation, beside = old.generation + 1, tables(NEXT)
    with engine.begin() as connection:
        connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
        if not old.ready:  # nobody can read it, so none of it is kept, whatever became of its tables
            _drop(connection, [*NOW, STATE, CHANGE])
        _drop(connection, beside)
        META.create_all(connection)
        for table in beside:
            connection.execute(CreateTable(table))
        # In the row itself: a search for a phrase reads it of every page that has the words.
        connection.execute(text(f"ALTER TABLE {beside.said.fullname} ALTER COLUMN said SET STORAGE MAIN"))
    seen: set[int] = set()
    usual = 0.0
    for batch in _batches(documents, seen):
        described = [(document, describe(document)) for document in batch]
        usual = usual or sum(found.length for _, found in described) / max(len(described), 1)
        with engine.begin() as connection:
            _add(connection, beside, described, generation, usual)
    with engine.begin() as connection:  # making an index at the end takes a tenth of keeping it up page by page
        for index in (index for table in beside for index in table.indexes):
            index.create(connection)
    with engine.begin() as connection:
        _swap(connection, beside)
        connection.execute(delete(STATE))
        connection.execute(delete(CHANGE))
        state = {"version": VERSION, "generation": generation, "made": token_hex(8), "usual_length": usual}
        connection.execute(insert(STATE).values(state))
    return len(seen)


def _batches(documents: Iterable[Document], seen: set[int]) -> Iterator[list[Document]]:
    """The documents in batches, each page once; `seen` gathers their ids."""
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        fresh = {one.id: one for one in reversed(batch) if one.id not in seen}
        seen |= fresh.keys()
        yield list(fresh.values())


def _drop(connection: Connection, several: Iterable[Any]) -> None:
    for table in several:
        connection.execute(text(f"DROP TABLE IF EXISTS {table.fullname}"))


def _swap(connection: Connection, beside: Tables) -> None:
    """Put the new tables in the old ones' place; whoever reads waits for no longer than these renames take."""
    _drop(connection, NOW)
    for new, name in zip(beside, (table.name for table in NOW), strict=True):
        connection.execute(text(f"ALTER TABLE {new.fullname} RENAME TO {name}"))
        renamed = {f"{new.name}_pkey": f"{name}_pkey"}
        renamed |= {index.name: index.name.replace(NEXT, "") for index in new.indexes if index.name}
        for old, fresh in renamed.items():
            connection.execute(text(f"ALTER INDEX {SCHEMA}.{old} RENAME TO {fresh}"))
