"""Jobs: commit with what asks for them, are done once, tried again with growing pauses, and parked at last."""

import fcntl
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from front_door import Clock
from sqlalchemy import select

from storage.database import Database
from storage.jobs import LEASE, PAUSES, Backlog, Job, Payload, Runner, enqueue
from wiki.background import Background

MakeRunner = Callable[..., Runner]


def ask(database: Database, clock: Clock, kind: str = "index", key: str = "", **payload: object) -> None:
    with database.write() as session:
        enqueue(session, kind, payload, due=clock(), key=key)


def jobs(database: Database) -> list[Job]:
    with database.read() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


class Diary:
    """A handler that writes down what it was given, and fails for what it is told to."""

    def __init__(self, *bad: object) -> None:
        self.bad = set(bad)
        self.calls: list[list[object]] = []

    def __call__(self, payloads: Sequence[Payload]) -> None:
        self.calls.append([payload["page"] for payload in payloads])
        if self.bad & set(self.calls[-1]):
            raise ValueError(f"cannot do {self.bad}")


def test_a_job_commits_with_the_change_that_asks_for_it(database: Database, clock: Clock) -> None:
    with pytest.raises(RuntimeError):
        _save_that_fails(database, clock)
    assert jobs(database) == []


def test_a_job_knows_since_when_it_waits_whatever_failed(database: Database, clock: Clock, runner: MakeRunner) -> None:
    asked = clock()
    ask(database, clock, page=1)
    work = runner(index=Diary(1))
    for pause in (timedelta(0), *PAUSES[:3]):
        clock.now += pause
        work.run_due()
        assert abs(jobs(database)[0].first_due - asked) < timedelta(seconds=1)
    assert work.late() == 0
    clock.now = jobs(database)[0].due + timedelta(seconds=9)
    assert work.late() == 9


def _save_that_fails(database: Database, clock: Clock) -> None:
    with database.write() as session:
        enqueue(session, "index", {"page": 1}, due=clock())
        raise RuntimeError("the save failed")


def test_due_jobs_are_done_in_one_batch_and_gone(database: Database, clock: Clock, runner: MakeRunner) -> None:
    diary = Diary()
    for page in (1, 2, 3):
        ask(database, clock, page=page)
    work = runner(index=diary)
    assert work.run_due() == 3
    assert diary.calls == [[1, 2, 3]]
    assert jobs(database) == []
    assert work.run_due() == 0


def test_a_job_is_not_done_before_its_time(database: Database, clock: Clock, runner: MakeRunner) -> None:
    diary = Diary()
    with database.write() as session:
        enqueue(session, "index", {"page": 1}, due=clock() + timedelta(hours=1))
    work = runner(index=diary)
    assert work.run_due() == 0
    clock.now += timedelta(hours=2)
    assert work.run_due() == 1


def test_the_same_key_is_not_asked_for_twice(database: Database, clock: Clock) -> None:
    for _ in range(3):
        ask(database, clock, key="7", page=7)
    ask(database, clock, key="8", page=8)
    ask(database, clock, kind="other", key="7", page=7)
    ask(database, clock, page=9)
    ask(database, clock, page=9)
    assert len(jobs(database)) == 5


def test_a_job_that_somebody_has_begun_does_not_cover_a_newer_change(
    database: Database, clock: Clock, runner: MakeRunner
) -> None:
    """Its handler may have read the page before the change."""
    ask(database, clock, key="7", page=7)

    calls: list[int] = []

    def handler(_payloads: Sequence[Payload]) -> None:
        calls.append(1)
        if len(calls) == 1:
            ask(database, clock, key="7", page=7)

    assert runner(index=handler).run_due(most=5) == 2
    assert len(calls) == 2


def test_a_waiting_job_of_later_does_not_cover_one_of_now(database: Database, clock: Clock) -> None:
    with database.write() as session:
        enqueue(session, "release", {"page": 7}, due=clock() + timedelta(days=1), key="7")
    ask(database, clock, kind="release", key="7", page=7)
    assert len(jobs(database)) == 2


def test_of_a_batch_that_fails_the_good_ones_are_done(database: Database, clock: Clock, runner: MakeRunner) -> None:
    diary = Diary(2)
    for page in (1, 2, 3):
        ask(database, clock, page=page)
    runner(index=diary).run_due()
    assert diary.calls == [[1, 2, 3], [1], [2], [3]]
    assert [job.payload["page"] for job in jobs(database)] == [2]


def test_a_failing_job_is_tried_with_growing_pauses_and_parked_at_last(
    database: Database, clock: Clock, runner: MakeRunner
) -> None:
    work = runner(index=Diary(1))
    ask(database, clock, page=1)
    pauses = []
    while work.run_due():
        job = jobs(database)[0]
        if job.state == "parked":
            break
        pauses.append(job.due - clock.now)
        assert work.run_due() == 0, "not before its pause is over"
        clock.now = job.due
    assert [round(pause.total_seconds()) for pause in pauses] == [int(pause.total_seconds()) for pause in PAUSES]
    assert pauses == sorted(pauses)
    parked = work.parked()
    assert [job.payload["page"] for job in parked] == [1]
    assert "ValueError: cannot do" in parked[0].error
    assert work.backlog() == Backlog(waiting=0, parked=1, oldest_due=None)
    clock.now += timedelta(days=30)
    assert work.run_due() == 0


def test_parked_jobs_go_back_to_work_when_asked(database: Database, clock: Clock, runner: MakeRunner) -> None:
    diary = Diary(1)
    work = runner(index=diary)
    ask(database, clock, page=1)
    while not work.parked():
        work.run_due()
        clock.now += timedelta(days=1)
    diary.bad.clear()
    assert work.retry() == 1
    assert work.run_due() == 1
    assert jobs(database) == []


def test_a_kind_nobody_handles_is_parked_and_stops_nothing(
    database: Database, clock: Clock, runner: MakeRunner
) -> None:
    diary = Diary()
    ask(database, clock, kind="never_was", page=1)
    ask(database, clock, page=2)
    runner(index=diary).run_due()
    assert diary.calls == [[2]]
    assert [job.kind for job in jobs(database)] == ["never_was"]


def test_two_runners_never_do_the_same_job(database: Database, clock: Clock, runner: MakeRunner) -> None:
    """The second one looks while the first one works."""
    second = Diary()
    other = runner(index=second)

    def first(_payloads: Sequence[Payload]) -> None:
        assert other.run_due() == 0

    ask(database, clock, page=1)
    assert runner(index=first).run_due() == 1
    assert second.calls == []


def test_a_killed_runners_job_is_done_when_its_lease_is_over(
    database: Database, clock: Clock, runner: MakeRunner
) -> None:
    ask(database, clock, page=1)

    def killed(_payloads: Sequence[Payload]) -> None:
        raise KeyboardInterrupt  # nothing after this line runs in a process that is killed

    with pytest.raises(KeyboardInterrupt):
        runner(index=killed).run_due()
    diary = Diary()
    work = runner(index=diary)
    assert work.run_due() == 0
    clock.now += LEASE + timedelta(seconds=1)
    assert work.run_due() == 1
    assert diary.calls == [[1]]
    assert jobs(database) == []


def test_the_backlog_says_how_late_the_oldest_is(database: Database, clock: Clock, runner: MakeRunner) -> None:
    first = clock.now
    ask(database, clock, page=1)
    clock.now += timedelta(minutes=3)
    ask(database, clock, page=2)
    found = runner().backlog()
    assert (found.waiting, found.parked) == (2, 0)
    assert found.oldest_due is not None
    assert found.oldest_due - first < timedelta(seconds=1)


def test_a_stopped_runner_begins_nothing_more(database: Database, clock: Clock, runner: MakeRunner) -> None:
    work = runner(index=Diary())
    ask(database, clock, page=1)
    work.stop()
    assert work.run_due() == 0
    assert len(jobs(database)) == 1


def test_the_runner_outlives_whatever_a_round_meets(database: Database, clock: Clock, runner: MakeRunner) -> None:
    """A chore that fails, a database that is away: the next round comes."""
    work = runner(index=Diary())
    rounds = []

    def chore() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            work.stop()
        raise OSError("the disk hums")

    work.run_until_stopped(chore, pause=0, chore_every=1)
    assert len(rounds) == 3


def test_one_process_of_all_works_jobs_off(
    database: Database, clock: Clock, runner: MakeRunner, tmp_path: Path
) -> None:
    """Whoever holds the lock file does; it is free again as soon as its holder is gone, however it went."""
    lock = tmp_path / "runner.lock"
    done: list[object] = []
    work = runner(index=Diary())
    helper = Background(work, lambda: (done.append(1), work.stop()), lock)
    with lock.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        helper.start()
        assert done == []
    helper.stop()  # let go: either it got the lock and stopped by itself, or it never had it
    with lock.open("w") as again:
        fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)
