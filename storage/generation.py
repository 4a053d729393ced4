"""The published generation: a number that moves whenever what readers can see has changed."""

import os
import threading
from typing import Any

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.database import Base, Database

PUBLISHED = "published"


class Counter(Base):
    """A named number that only grows."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def bump(session: Session) -> None:
    """Say, within the caller's transaction, that what readers see has changed."""
    moved = session.execute(update(Counter).where(Counter.name == PUBLISHED).values(value=Counter.value + 1))
    if not moved.rowcount:  # type: ignore[attr-defined]  # a bulk update always has a row count
        session.add(Counter(name=PUBLISHED, value=1))
        session.flush()


class Generation:
    """Reads the generation with one small look-up; the same on several nodes.

    Every reader's every page asks, so each thread keeps a connection of its own and no transaction is begun.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._held = threading.local()
        self._ask = str(
            select(Counter.value)
            .where(Counter.name == PUBLISHED)
            .compile(database.engine, compile_kwargs={"literal_binds": True})
        )

    def current(self) -> int:
        """The generation now; 0 before anything was published. Raises the driver's error when the database is away."""
        held = getattr(self._held, "connection", None)
        if held is not None and held[0] == os.getpid():  # a fork's copy is not ours to use
            try:
                return self._look(held[1])
            except Exception:  # whatever became of it, a fresh one decides
                self._held.connection = None
        fresh = self._connect()
        number = self._look(fresh)
        self._held.connection = os.getpid(), fresh
        return number

    def close(self) -> None:
        """Let this thread's connection go (before a fork)."""
        held = getattr(self._held, "connection", None)
        self._held.connection = None
        if held is not None and held[0] == os.getpid():
            held[1].close()

    def _look(self, connection: Any) -> int:
        cursor = connection.cursor()
        try:
            row = cursor.execute(self._ask).fetchone()
        finally:
            cursor.close()
        return int(row[0]) if row else 0

    def _connect(self) -> Any:
        """A driver's own connection that begins no transaction, taken out of the pool for good."""
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        if self._engine.dialect.name == "postgresql":
            connection.autocommit = True
        return connection
