"""The search index kept in PostgreSQL beside the pages: the same on every node, and as disposable as a folder."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import ClassVar

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from search.errors import IndexBusy
from search.model import Document, Health, Hit, Query, Results
from search.postgres_answer import answer
from search.postgres_health import health, in_one_line, moment, size
from search.postgres_memory import Memory
from search.postgres_schema import NOW, PAGES, SAID, SHOWN, TEXTS
from search.postgres_writing import add, drop, make, step

log = logging.getLogger(__name__)

LOCK = 20110214  # the advisory lock of whoever writes the index; any number that nothing else uses
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
        self._memory = Memory(self._reading, _again)

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
                self._memory.doubt()

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace pages; an index that cannot be used is made anew with these pages alone."""
        fresh = {document.id: document for document in documents}
        with self.alone():
            if not self.health().ready:
                self.rebuild(fresh.values())
                return
            with self._engine.begin() as connection:
                drop(connection, fresh)
                now = step(connection, fresh)
                add(connection, NOW, list(fresh.values()), now)

    def delete(self, ids: Iterable[int]) -> None:
        """Forget pages; an index that cannot be used holds none."""
        gone = list(ids)
        with self.alone():
            if gone and self.health().ready:
                with self._engine.begin() as connection:
                    drop(connection, gone)
                    step(connection, gone)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make the index anew beside the old one, which answers until the swap; returns its number of pages."""
        with self.alone():
            return make(self._engine, documents, self.health())

    def search(self, query: Query, audience: frozenset[str]) -> Results:
        """Answer under the reader's rights; never raises."""
        try:
            with self._reading() as connection:
                table = self._memory.at(connection)
                if table is None:
                    return _NOTHING
                return answer(connection, self._memory, table, query, audience)
        except Exception as error:  # a search that fails must not take the page down with it
            _tell("search", error)
            return _NOTHING

    def suggest(
        self, prefix: str, audience: frozenset[str], limit: int = 7, kinds: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Pages whose titles hold a word beginning like this; never raises."""
        try:
            return self._memory.best(prefix, audience, limit, kinds)
        except Exception as error:
            _tell("suggesting", error)
            return ()

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms that a page in the audience carries; never raises."""
        try:
            return self._memory.carried(terms, audience)
        except Exception as error:
            _tell("looking for terms", error)
            return frozenset()

    def versions(self) -> Mapping[int, int]:
        """Page id to revision; empty while the index cannot be used."""
        try:
            with self._reading() as connection:
                whole = select(PAGES.c.id, PAGES.c.revision)
                for table in (TEXTS, SAID, SHOWN):
                    whole = whole.join(table, table.c.id == PAGES.c.id)
                return dict(connection.execute(whole).all())
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


def _again(connection: Connection) -> None:
    """Let the connection see the newest state."""
    connection.rollback()
    connection.execute(text(BY_INDEX))


def _tell(what: str, error: Exception) -> None:
    missing = isinstance(error, DBAPIError) and type(error.orig).__name__ in _NOT_MADE
    if not missing:
        log.exception("%s failed", what)
