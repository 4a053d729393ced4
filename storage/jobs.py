"""Jobs: a transactional outbox, and the runner that works it off.

A job commits with the change that asks for it, so neither can be lost without the other. Handlers are idempotent: a
job names a thing, and its handler reads the truth again. A failing job is tried again with growing pauses and parked
where an admin sees it; it never unsays the save it came from.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.database import Base, Database, UtcDateTime

Payload = Mapping[str, Any]
Handler = Callable[[Sequence[Payload]], None]
Clock = Callable[[], datetime]

BATCH = 200
LEASE = timedelta(seconds=120)
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 60, 300, 1800, 7200, 43200))

log = logging.getLogger("fieldbook.jobs")


class Job(Base):
    """One piece of work that is due; it is deleted when done."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due", "state", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")

    @property
    def first_due(self) -> datetime:
        """When it was due before any try failed: each failure put it off by a pause."""
        failed = self.attempts - (self.leased_until is not None)
        return self.due - sum(PAUSES[: max(0, failed)], timedelta())


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the queue is: jobs waiting, parked ones, and the oldest that is due (None: nothing is late)."""

    waiting: int
    parked: int
    oldest_due: datetime | None


def enqueue(session: Session, kind: str, payload: Payload, *, due: datetime, key: str = "") -> None:
    """Ask for work inside the caller's transaction.

    A waiting job with the same kind and key that nobody has started yet already covers it, so none is added.
    """
    if key:
        same = select(Job.id).where(
            Job.kind == kind, Job.key == key, Job.state == "waiting", Job.leased_until.is_(None)
        )
        if session.scalar(same.where(Job.due <= due).limit(1)) is not None:
            return
    session.add(Job(kind=kind, key=key, payload=dict(payload), due=due, state="waiting", attempts=0, error=""))


def backlog(session: Session, now: datetime) -> Backlog:
    """Count what waits, what is parked, and how late the oldest is."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state))
    counts = dict(rows.all())
    oldest = session.scalar(select(func.min(Job.due)).where(Job.state == "waiting", Job.due <= now))
    return Backlog(counts.get("waiting", 0), counts.get("parked", 0), oldest)


def is_due(session: Session, now: datetime) -> bool:
    """Whether a job waits that should be done by now."""
    return session.scalar(select(Job.id).where(Job.state == "waiting", Job.due <= now).limit(1)) is not None


class Runner:
    """Claims due jobs with a lease and hands them to their handlers, batch by batch.

    `working` is held while a round of `run_until_stopped` is under way: whoever takes it knows that nothing is.
    """

    def __init__(self, database: Database, handlers: Mapping[str, Handler], clock: Clock) -> None:
        self._database = database
        self._handlers = handlers
        self._clock = clock
        self._stop = threading.Event()
        self.working = threading.RLock()

    def run_due(self, most: int = 10_000) -> int:
        """Work off what is due now, at most so many jobs; returns how many were tried."""
        tried = 0
        while tried < most and not self._stop.is_set():
            jobs = self._claim()
            if not jobs:
                break
            self._work(jobs)
            tried += len(jobs)
        return tried

    def run_until_stopped(self, chore: Callable[[], object], pause: float = 0.5, chore_every: int = 10) -> None:
        """Go on until `stop()`; a database that is away is waited for. Every so many rounds the chore is done too."""
        rounds = 0
        while not self._stop.is_set():
            try:
                with self.working:
                    self.run_due()
                    if rounds % chore_every == 0:
                        chore()
            except Exception as error:  # the runner outlives whatever a round meets
                log.warning("jobs wait: %s: %s", type(error).__name__, error)
            rounds += 1
            self._stop.wait(pause)

    def backlog(self) -> Backlog:
        """Count what waits, what is parked, and how late the oldest is."""
        with self._database.read() as session:
            return backlog(session, self._clock())

    def late(self) -> int:
        """How many seconds the oldest job that is due has waited."""
        oldest, now = self.backlog().oldest_due, self._clock()
        return max(0, int((now - oldest).total_seconds())) if oldest else 0

    def parked(self) -> Sequence[Job]:
        """The jobs that kept failing, oldest first."""
        with self._database.read() as session:
            return session.scalars(select(Job).where(Job.state == "parked").order_by(Job.id)).all()

    def retry(self) -> int:
        """Put every parked job back to work; returns how many."""
        again = {"state": "waiting", "attempts": 0, "due": self._clock(), "leased_until": None}
        with self._database.write() as session:
            back = session.execute(update(Job).where(Job.state == "parked").values(**again))
            return int(back.rowcount)  # type: ignore[attr-defined]  # a bulk update always has a row count

    def wait(self, seconds: float) -> None:
        """Pause, but not beyond `stop()`."""
        self._stop.wait(seconds)

    @property
    def is_stopped(self) -> bool:
        """Whether `stop()` was called."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Finish the batch at hand and end; leases of a killed runner run out by themselves."""
        self._stop.set()

    def _claim(self) -> list[Job]:
        now = self._clock()
        free = or_(Job.leased_until.is_(None), Job.leased_until < now)
        due = select(Job).where(Job.state == "waiting", Job.due <= now, free).order_by(Job.due, Job.id)
        with self._database.read() as session:
            if session.scalar(due.with_only_columns(Job.id).limit(1)) is None:
                return []
        with self._database.write() as session:
            jobs = list(session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)))
            batch = [job for job in jobs if job.kind == jobs[0].kind]
            for job in batch:
                job.leased_until = now + LEASE
                job.attempts += 1
        return batch

    def _work(self, jobs: Sequence[Job]) -> None:
        try:
            self._handlers[jobs[0].kind]([job.payload for job in jobs])
        except Exception as error:  # whatever a handler does, the queue goes on
            if len(jobs) > 1:
                for job in jobs:
                    self._work([job])
                return
            self._fail(jobs[0], error)
        else:
            with self._database.write() as session:
                session.execute(delete(Job).where(Job.id.in_([job.id for job in jobs])))

    def _fail(self, job: Job, error: Exception) -> None:
        last = job.attempts > len(PAUSES)
        log.warning("job %s %s failed (try %s): %s", job.kind, job.id, job.attempts, type(error).__name__)
        pause = PAUSES[min(job.attempts, len(PAUSES)) - 1]
        outcome = {"state": "parked"} if last else {"due": self._clock() + pause}
        with self._database.write() as session:
            words = f"{type(error).__name__}: {error}"[:2000]
            session.execute(update(Job).where(Job.id == job.id).values(leased_until=None, error=words, **outcome))
