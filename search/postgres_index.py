"""The search index kept in PostgreSQL beside the pages: the same on every node, and as disposable as a folder."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from secrets import token_hex
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.schema import CreateSchema

from search.describing import describe
from search.errors import IndexBusy
from search.model import Document, Health, Hit, Query, Results
from search.postgres_answer import answer
from search.postgres_health import health, in_one_line, moment, size
from search.postgres_schema import (
    CHANGE,
    INDEXED,
    KEPT,
    META,
    NEXT,
    PAGE,
    PAGES,
    SCHEMA,
    STATE,
    VERSION,
    WORD,
    page_table,
    row,
)
from search.postgres_seen import Seen
from search.postgres_titles import Titles

log = logging.getLogger(__name__)

LOCK = 20110214  # the advisory lock of whoever writes the index; any number that nothing else uses
BATCH = 200
# The planner does not count what it costs to unpack every page's words, and reads all pages where the index is faster.
BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off"  # compiling a question takes longer than answering it
_NOT_MADE = ("UndefinedTable", "InvalidSchemaName", "UndefinedColumn")  # not yet, or by another version: no news
_NOTHING = Results(hits=(), total=0, facets={}, page=1, pages=0, ready=False)


class PostgresIndex:
    """`SearchIndex` over tables in a schema of its own; nothing is made there before the first write."""

    AFTERWARDS: ClassVar[float] = 0.1

    def __init__(self, engine: Engine, patience: float = 120.0) -> None:
        self._engine = engine
        self._patience = patience
        self._mine = threading.local()
        self._titles = Titles(self._reading)
        self._seen = Seen()

    def alone(self) -> AbstractContextManager[None]:
        """While held, nobody else changes the index; raises `IndexBusy` when another process does not finish."""
        return self._held()

    @contextmanager
    def _held(self) -> Iterator[None]:
        if getattr(self._mine, "depth", 0):
            self._mine.depth += 1
            try:
                yield
            finally:
                self._mine.depth -= 1
            return
        with self._engine.connect() as connection, connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = {int(self._patience * 1000)}"))
            try:
                connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            except OperationalError as error:
                raise IndexBusy from error
            self._mine.depth = 1
            try:
                yield
            finally:
                self._mine.depth = 0
                self._titles.doubt()

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace pages; an index that cannot be used is made anew with these pages alone."""
        fresh = {document.id: document for document in documents}
        with self.alone():
            if not self.health().ready:
                self.rebuild(fresh.values())
                return
            with self._engine.begin() as connection:
                connection.execute(delete(PAGES).where(PAGES.c.id.in_(list(fresh))))
                _add(connection, PAGES, list(fresh.values()))
                _step(connection, fresh)

    def delete(self, ids: Iterable[int]) -> None:
        """Forget pages; an index that cannot be used holds none."""
        gone = list(ids)
        with self.alone():
            if gone and self.health().ready:
                with self._engine.begin() as connection:
                    connection.execute(delete(PAGES).where(PAGES.c.id.in_(gone)))
                    _step(connection, gone)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make the index anew beside the old one, which answers until the swap; returns its number of pages."""
        with self.alone():
            old = self.health()
            generation = old.generation + 1
            beside = page_table(NEXT)
            with self._engine.begin() as connection:
                connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
                if not old.ready:  # nobody can read it, so none of it is kept, whatever became of its tables
                    _drop(connection)
                META.create_all(connection)
                beside.drop(connection, checkfirst=True)
                beside.create(connection)
            seen: set[int] = set()
            for batch in _batches(documents, seen):
                with self._engine.begin() as connection:
                    _add(connection, beside, batch)
            with self._engine.begin() as connection:
                _swap(connection, generation)
            return len(seen)

    def search(self, query: Query, audience: frozenset[str]) -> Results:
        """Answer under the reader's rights; never raises."""
        try:
            with self._reading() as connection:
                now = moment(connection)
                if now is None:
                    return _NOTHING
                return answer(connection, query, audience, self._seen.of(connection, now, audience))
        except Exception as error:  # a search that fails must not take the page down with it
            _tell("search", error)
            return _NOTHING

    def suggest(
        self, prefix: str, audience: frozenset[str], limit: int = 7, kinds: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Pages whose titles hold a word beginning like this; never raises."""
        try:
            return self._titles.best(prefix, audience, limit, kinds)
        except Exception as error:
            _tell("suggesting", error)
            return ()

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms that a page in the audience carries; never raises."""
        try:
            return self._titles.carried(terms, audience)
        except Exception as error:
            _tell("looking for terms", error)
            return frozenset()

    def versions(self) -> Mapping[int, int]:
        """Page id to revision; empty while the index cannot be used."""
        try:
            with self._reading() as connection:
                return dict(connection.execute(select(PAGES.c.id, PAGES.c.revision)).all())
        except SQLAlchemyError:
            return {}

    def ready(self) -> bool:
        """Whether it can answer, by one look at its state."""
        try:
            with self._reading() as connection:
                return moment(connection) is not None
        except SQLAlchemyError:
            return False

    def health(self) -> Health:
        """How the index is, by a look at every table; never raises."""
        try:
            with self._reading() as connection:
                return health(connection)
        except SQLAlchemyError as error:
            return Health(ready=False, documents=0, generation=0, problem=in_one_line(error))

    def size(self) -> int:
        """How many bytes its tables take, with their indexes."""
        try:
            with self._reading() as connection:
                return size(connection)
        except SQLAlchemyError:
            return 0

    def tidy(self, stop: Callable[[], bool]) -> bool:
        """Nothing to do: PostgreSQL tidies by itself."""
        return False

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One moment of the index: every count and hit of an answer are of the same state."""
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            connection.execute(text(BY_INDEX))
            yield connection


def _drop(connection: Connection) -> None:
    for table in (PAGE, NEXT, STATE.name, WORD.name, CHANGE.name):
        connection.execute(text(f"DROP TABLE IF EXISTS {SCHEMA}.{table}"))


def _tell(what: str, error: Exception) -> None:
    missing = isinstance(error, DBAPIError) and type(error.orig).__name__ in _NOT_MADE
    if not missing:
        log.exception("%s failed", what)


def _batches(documents: Iterable[Document], seen: set[int]) -> Iterator[list[Document]]:
    """The documents in batches, each page once; `seen` gathers their ids."""
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        fresh = {one.id: one for one in reversed(batch) if one.id not in seen}
        seen |= fresh.keys()
        yield list(fresh.values())


def _add(connection: Connection, table: Table, documents: Sequence[Document]) -> None:
    described = [(document, describe(document)) for document in documents]
    if not described:
        return
    connection.execute(insert(table), [row(document, found) for document, found in described])
    known = sorted({word for _, found in described for word in found.places if not word.isdigit()})
    words: list[dict[str, Any]] = [{"word": word} for word in known]
    if words:
        connection.execute(postgresql.insert(WORD).on_conflict_do_nothing(), words)


def _step(connection: Connection, changed: Iterable[int]) -> None:
    """Begin the next generation, and say which pages it changed."""
    stepped = update(STATE).values(generation=STATE.c.generation + 1).returning(STATE.c.generation)
    now = connection.scalar(stepped) or 0
    if rows := [{"generation": now, "page": page} for page in dict.fromkeys(changed)]:
        connection.execute(insert(CHANGE), rows)
    connection.execute(delete(CHANGE).where(CHANGE.c.generation <= now - KEPT))


def _swap(connection: Connection, generation: int) -> None:
    """Put the new table in the old one's place; whoever reads waits for no longer than these renames take."""
    connection.execute(text(f"DROP TABLE IF EXISTS {SCHEMA}.{PAGE}"))
    connection.execute(text(f"ALTER TABLE {SCHEMA}.{NEXT} RENAME TO {PAGE}"))
    connection.execute(text(f"ALTER INDEX {SCHEMA}.{NEXT}_pkey RENAME TO {PAGE}_pkey"))
    for column in INDEXED:
        connection.execute(text(f"ALTER INDEX {SCHEMA}.ix_{NEXT}_{column} RENAME TO ix_{PAGE}_{column}"))
    said = select(func.unnest(func.tsvector_to_array(PAGES.c.words)))
    connection.execute(delete(WORD).where(WORD.c.word.not_in(said)))  # no word outlives the pages it stood on
    connection.execute(delete(STATE))
    connection.execute(delete(CHANGE))
    connection.execute(insert(STATE).values(version=VERSION, generation=generation, made=token_hex(8)))
