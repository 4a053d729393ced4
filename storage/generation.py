"""The published generation: a number that moves whenever what readers can see has changed."""

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
    """Reads the generation with one small look-up; the same on several nodes."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(fieldbook_writing=False)
        self._ask = str(
            select(Counter.value)
            .where(Counter.name == PUBLISHED)
            .compile(database.engine, compile_kwargs={"literal_binds": True})
        )

    def current(self) -> int:
        """The generation now; 0 before anything was published."""
        with self._engine.connect() as connection:
            row = connection.exec_driver_sql(self._ask).first()
        return int(row[0]) if row else 0
