"""Scrubbing: what a database keeps of rows that were deleted is overwritten, as far as the engine can do it."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.database import Database
from storage.errors import Busy

PATIENCE = 30_000  # milliseconds that a write lock and the end of old reads are waited for


def overwrite_deleted(session: Session) -> None:
    """Have this session's deletes and updates overwrite what they free with zeros (SQLite)."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete=ON"))


def scrub(database: Database, *, full: bool = False) -> None:
    """Give back the space of deleted rows, so that their bytes are gone; raises `Busy` to be tried again later.

    SQLite: the file is written anew without them (`VACUUM`), and the log beside it is emptied. Others read meanwhile;
    whoever saves waits. PostgreSQL: `VACUUM` frees the space for new rows and forgets sampled values, but old bytes
    stay in the files until they are reused; `full` writes every table anew, and nobody reads it meanwhile. Either
    way, write-ahead logs, replicas and backups are not reached.
    """
    pooled = database.engine.raw_connection()
    connection: Any = pooled.driver_connection
    pooled.detach()
    try:
        _scrub_sqlite(connection) if database.is_sqlite else _scrub_postgresql(connection, full=full)
    finally:
        connection.close()


def _scrub_sqlite(connection: Any) -> None:
    for pragma in (f"busy_timeout={PATIENCE}", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    try:
        connection.execute("VACUUM").close()
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except connection.OperationalError as error:
        raise Busy(str(error)) from error
    if busy:
        raise Busy("somebody still reads what was there before")


def _scrub_postgresql(connection: Any, *, full: bool) -> None:
    connection.autocommit = True
    connection.execute("VACUUM (FULL, ANALYZE)" if full else "VACUUM (ANALYZE)")
