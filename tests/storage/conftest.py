"""A database of each engine, with the newest schema, and the jobs that run on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from front_door import Clock

from storage.database import Database
from storage.jobs import Handler, Runner
from storage.schema import upgrade
from wiki.settings import ROOT


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    url = f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    database = Database(url if request.param == "sqlite" else request.getfixturevalue("postgresql_url"))
    yield database
    database.dispose()


@pytest.fixture
def database(bare: Database) -> Database:
    upgrade(bare, ROOT / "migrations")
    return bare


@pytest.fixture
def runner(database: Database, clock: Clock) -> Callable[..., Runner]:
    """A runner with these handlers."""

    def make(**handlers: Handler) -> Runner:
        return Runner(database, handlers, clock)

    return make
