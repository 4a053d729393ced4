"""Forgetting: each night the notices go that were read long ago, and those that nobody read for a year."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.watching.model import Notice

FORGET = "watching_forget"
AT = time(3, 45, tzinfo=UTC)
READ_FOR = timedelta(days=90)
UNREAD_FOR = timedelta(days=365)
AT_A_TIME = 1000  # in one transaction, so that nobody's save waits for it


class Forgetting:
    """Keeps no notice longer than the inbox says."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def forget(self, _payloads: Sequence[Payload]) -> None:
        """Job: once a day while there are notices."""
        now = self._clock()
        while self._some(now) == AT_A_TIME:
            pass
        with self._database.write() as session:
            if session.scalar(select(Notice.id).limit(1)) is not None:
                forget_later(session, now)

    def _some(self, now: datetime) -> int:
        old = or_(Notice.read <= now - READ_FOR, Notice.at <= now - UNREAD_FOR)
        with self._database.write() as session:
            gone = session.scalars(select(Notice.id).where(old).limit(AT_A_TIME)).all()
            session.execute(delete(Notice).where(Notice.id.in_(gone)))
        return len(gone)


def forget_later(session: Session, now: datetime) -> None:
    """Ask for the next night's job within the caller's transaction; there is one a day."""
    due = datetime.combine(now.date(), AT)
    due = due if due > now else due + timedelta(days=1)
    enqueue(session, FORGET, {}, due=due, key=str(due.date()))
