"""A site with a small library over a real database and a real index; the tests of a module share it and only look."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing_library import fill
from flask.testing import FlaskClient
from front_door import Clock, Site, cheap_passwords

from search.upkeep import Upkeep
from storage.database import Database
from wiki.app import create_app
from wiki.serving import prepare
from wiki.settings import Settings
from wiki.transfer.service import Transfer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("browsing")
    shutil.copy(empty_database, data / "fieldbook.sqlite3")
    settings = Settings(data=data, starter=False, runner=False, secret_key="k" * 32)
    clock = Clock()
    made = Site(create_app(settings, clock, cheap_passwords()), clock)
    fill(made)
    yield made
    made.service(Database).dispose()


@pytest.fixture
def reader(library: Site) -> FlaskClient:
    """A browser of somebody without an account."""
    return library.client()


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Site]:
    """A site with the library every site begins with, indexed; tests only look."""
    data = tmp_path_factory.mktemp("starter")
    shutil.copy(empty_database, data / "fieldbook.sqlite3")
    settings = Settings(data=data, runner=False, secret_key="k" * 32)
    clock = Clock()
    made = Site(create_app(settings, clock, cheap_passwords()), clock)
    prepare(settings, made.service(Database), made.service(Transfer))
    made.service(Upkeep).rebuild()
    yield made
    made.service(Database).dispose()
