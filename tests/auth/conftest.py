"""A desk over a real SQLite file, and a small app around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from auth_place import Clock, CountingPasswords, Place, build_app
from flask import Flask
from flask.testing import FlaskClient

from storage.database import Base, Database


def furnished(url: str) -> Iterator[Place]:
    database = Database(url)
    Base.metadata.create_all(database.engine)
    made = Place(database, Clock(), CountingPasswords(), desk=None)  # type: ignore[arg-type]
    made.desk = made.house()
    yield made
    database.dispose()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    yield from furnished(f"sqlite:///{tmp_path / 'auth.sqlite3'}")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The same place on each database."""
    if request.param == "sqlite":
        yield from furnished(f"sqlite:///{tmp_path / 'auth.sqlite3'}")
    else:
        yield from furnished(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def app(place: Place) -> Flask:
    return build_app(place)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
