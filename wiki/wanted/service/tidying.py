"""The daily job: what was kept for ninety days goes, claims run out, and what was not sure is forgotten."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from auth import audit
from auth.model import SYSTEM
from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload, enqueue
from wiki.wanted import policy
from wiki.wanted.model import OPEN, UNSURE, WRITTEN, Asked, Asker, Wanted

TIDY = "wanted_tidy"
AT = time(3, 30, tzinfo=UTC)


class Tidying:
    """Keeps nothing longer than it says; `again` looks once more for pages that were written meanwhile."""

    def __init__(self, database: Database, clock: Callable[[], datetime], again: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._again = again

    def tidy(self, _payloads: Sequence[Payload]) -> None:
        """Job: once a day while there is anything to look after."""
        now = self._clock()
        oldest, today = policy.last_gone(now.date()), now.date()
        with self._database.write() as session:
            session.execute(delete(Asked).where(Asked.day <= oldest))
            session.execute(delete(Asker).where(Asker.day <= oldest))
            session.execute(delete(Asker).where(Asker.state == UNSURE, Asker.day < today - policy.YES_WITHIN))
            session.execute(delete(Wanted).where(Wanted.state == WRITTEN, Wanted.settled <= oldest))
            self._end_claims(session, now)
        self._again()
        with self._database.write() as session:
            if any(session.scalar(select(table.id).limit(1)) is not None for table in (Asked, Asker, Wanted)):
                tidy_later(session, now)

    def _end_claims(self, session: Session, now: datetime) -> None:
        late = Wanted.claimed_on < now.date() - policy.CLAIM_LASTS
        for wanted in session.scalars(select(Wanted).where(Wanted.state == OPEN, late)):
            wanted.claimed_by = wanted.claimed_on = None
            audit.record(session, now, SYSTEM, "wanted.claim_ended", f"wanted:{wanted.id}")
            bump(session)


def tidy_later(session: Session, now: datetime) -> None:
    """Ask for the next night's job within the caller's transaction; there is one a day."""
    due = datetime.combine(now.date(), AT)
    due = due if due > now else due + timedelta(days=1)
    enqueue(session, TIDY, {}, due=due, key=str(due.date()))


def forget(session: Session, account_id: int) -> None:
    """When somebody leaves for good: what they asked for and what they took up."""
    session.execute(delete(Asker).where(Asker.account_id == account_id))
    mine = update(Wanted).where(Wanted.claimed_by == account_id)
    if session.execute(mine.values(claimed_by=None, claimed_on=None)).rowcount:  # type: ignore[attr-defined]
        bump(session)
