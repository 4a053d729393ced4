"""The database: one engine, short transactions, and errors with a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, create_engine, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session

from storage.errors import Busy, Full

LARGEST_ID = 2**31 - 1  # beyond it, PostgreSQL and SQLite refuse to look

# Names for every constraint, so that migrations can alter them on both engines.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model in every room."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, whichever engine keeps it (SQLite drops the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they are the bug that shows an hour later."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Database:
    """One engine and its transactions.

    `read()` gives a session for looking, `write()` one that takes the write lock at once, commits when
    the block ends and rolls back when it raises. Both raise `Busy` or `Full` instead of driver errors.
    """

    def __init__(self, url: str, *, busy_seconds: float = 5.0, pool_size: int = 8, pool_seconds: float = 30.0) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 16, "pool_timeout": pool_seconds}
        options["pool_pre_ping"] = not self.is_sqlite
        if self.is_sqlite:
            options["connect_args"] = {"timeout": busy_seconds, "check_same_thread": False}
        self.engine: Engine = create_engine(parsed, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking; whatever it changes is thrown away."""
        with self._session(writing=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that holds the write lock, committed when the block ends without an error."""
        with self._session(writing=True) as session:
            yield session

    @contextmanager
    def _session(self, *, writing: bool) -> Iterator[Session]:
        bind = self.engine.execution_options(fieldbook_writing=writing)
        session = Session(bind, expire_on_commit=False)
        try:
            yield session
            if writing:
                session.commit()
        except DBAPIError as error:
            raise _named(error) from error
        except PoolTimeout as error:  # every connection of this process is in use
            raise Busy(str(error)) from error
        finally:
            _close(session)

    def ping(self) -> None:
        """Ask the database for the smallest possible answer; raises what is wrong."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Let every pooled connection go (before a fork, or at the end)."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set what each SQLite connection needs: WAL, real durability, foreign keys, explicit BEGIN.

    The cache stays at its default of 2 MB: every thread has a connection, and the system caches the file for all.
    """
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """Writers take the lock at the start, so that nobody reads first and fails on upgrading."""
    writing = connection.get_execution_options().get("fieldbook_writing", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _close(session: Session) -> None:
    try:
        session.close()
    except OperationalError:  # the rollback of a dead connection; the pool drops it
        session.invalidate()


# How SQLite and PostgreSQL say it.
_BUSY = ("locked", "busy", "connection failed", "connection is bad", "could not connect", "connection refused",
         "server closed", "terminating connection", "deadlock detected", "lock timeout")  # fmt: skip
_FULL = ("full", "readonly", "read-only", "disk i/o", "no space", "unable to open")


def _named(error: DBAPIError) -> Exception:
    """The error by what a person can do about it."""
    words = str(error.orig).lower()
    if error.connection_invalidated or any(sign in words for sign in _BUSY):
        return Busy(words)
    if any(sign in words for sign in _FULL):
        return Full(words)
    return error
