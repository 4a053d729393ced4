"""The database: short transactions, times with their zone, and errors by what a person can do about them."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import TextClause, event, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from auth.model import SignIn
from storage.database import Database
from storage.errors import Busy, Full
from storage.generation import Generation, bump
from storage.jobs import Job, enqueue

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def job(due: datetime) -> Job:
    return Job(kind="k", payload={}, due=due, state="waiting", attempts=0, error="")


def test_a_time_comes_back_as_it_was_whatever_its_zone(database: Database) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-5)))
    with database.write() as session:
        session.add_all([job(NOW), job(there)])
    with database.read() as session:
        found = session.scalars(select(Job.due)).all()
    assert found == [NOW, NOW]
    assert {one.utcoffset() for one in found} == {timedelta(0)}


def test_a_time_without_its_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="needs its zone"), database.write() as session:
        session.add(job(NOW.replace(tzinfo=None)))


def fails_after(database: Database, change: Callable[[Session], None]) -> None:
    """A save that goes wrong when its words are already on their way."""
    with database.write() as session:
        change(session)
        session.flush()
        raise RuntimeError("on purpose")


def test_a_write_that_raises_changes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="on purpose"):
        fails_after(database, lambda session: session.add(job(NOW)))
    with database.read() as session:
        assert session.scalars(select(Job)).all() == []


def test_a_look_changes_nothing(database: Database) -> None:
    with database.read() as session:
        session.add(job(NOW))
        session.flush()
    with database.read() as session:
        assert session.scalars(select(Job)).all() == []


def test_what_holds_together_is_held_together(database: Database) -> None:
    """SQLite too watches over keys that lead to other tables."""
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(SignIn(key_hash="x", account_id=999, created=NOW, expires=NOW))


def test_a_locked_database_is_busy_and_goes_on_afterwards(tmp_path: Path) -> None:
    path = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    other, database = Database(path), Database(path, busy_seconds=0.05)
    with other.write() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER)"))
        with pytest.raises(Busy), database.write() as waiting:
            waiting.execute(text("CREATE TABLE mine (id INTEGER)"))
        with database.read() as reading:
            assert reading.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0, "reading goes on"
    with database.write() as session:
        session.execute(text("INSERT INTO thing VALUES (1)"))


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    """Longer than one save, shorter than the patience of the next: both succeed."""
    database = Database(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER)"))
    begun = threading.Event()

    def second() -> None:
        begun.set()
        with database.write() as session:
            session.execute(text("INSERT INTO thing VALUES (2)"))

    with database.write() as session:
        session.execute(text("INSERT INTO thing VALUES (1)"))
        thread = threading.Thread(target=second)
        thread.start()
        begun.wait(10)
    thread.join()
    with database.read() as session:
        assert session.execute(text("SELECT id FROM thing ORDER BY rowid")).scalars().all() == [1, 2]


def test_a_full_disk_is_full_and_reading_goes_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    event.listen(database.engine, "connect", lambda connection, _record: connection.execute("PRAGMA max_page_count=8"))
    with database.write() as session:
        session.execute(text("CREATE TABLE thing (words TEXT)"))
    with pytest.raises(Full), database.write() as session:
        session.execute(text("INSERT INTO thing VALUES (:words)"), {"words": "x" * 100_000})
    with database.write() as session:
        session.execute(text("INSERT INTO thing VALUES ('fits')"))
    with database.read() as session:
        assert session.execute(text("SELECT words FROM thing")).scalars().all() == ["fits"]


def test_a_read_only_database_is_full_too(tmp_path: Path) -> None:
    path = tmp_path / "there.sqlite3"
    first = Database(f"sqlite:///{path}")
    with first.write() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER)"))
    first.dispose()
    database = Database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))
    with pytest.raises(Full), database.write() as session:
        session.execute(text("INSERT INTO thing VALUES (1)"))
    database.ping()


def test_a_server_that_is_away_is_busy() -> None:
    database = Database("postgresql://nobody@/nothing?host=/nonexistent")
    with pytest.raises(Busy):
        database.ping()


def test_a_dropped_connection_is_replaced(postgresql_url: str) -> None:
    """The database restarts or cuts the line: the request at hand is told, the next one works."""
    database, other = Database(postgresql_url), Database(postgresql_url)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    database.ping()
    with other.read() as session:
        session.execute(cut)
    database.ping()
    with pytest.raises(Busy):
        _cut_off_while_reading(database, other, cut)
    database.ping()
    for one in (database, other):
        one.dispose()


def _cut_off_while_reading(database: Database, other: Database, cut: TextClause) -> None:
    with database.read() as session:
        session.execute(text("SELECT 1"))
        with other.read() as second:
            second.execute(cut)
        session.execute(text("SELECT 1"))


def test_the_generation_moves_with_what_it_counts(database: Database) -> None:
    generation = Generation(database)
    assert generation.current() == 0
    with database.write() as session:
        bump(session)
        bump(session)
    assert generation.current() == 2
    with pytest.raises(RuntimeError, match="on purpose"):
        fails_after(database, bump)
    assert generation.current() == 2


def test_a_second_process_sees_the_generation_at_once(database: Database) -> None:
    other = Database(database.engine.url.render_as_string(hide_password=False))
    seen = Generation(other)
    for number in (1, 2, 3):
        with database.write() as session:
            bump(session)
            enqueue(session, "k", {}, due=NOW)
        assert seen.current() == number
    other.dispose()


def test_waiting_in_vain_for_a_connection_is_being_busy(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'one.sqlite3'}", pool_size=1, pool_seconds=0.01)
    with ExitStack() as held:
        for _ in range(17):  # one kept, sixteen more in need
            held.enter_context(database.engine.connect())
        with pytest.raises(Busy):
            database.ping()
    database.ping()
    database.dispose()
