"""The world of the matrices: pages in every state, with comments, made once for all who walk over it."""

import shutil
from pathlib import Path

import pytest
from front_door import Clock, Site, cheap_passwords
from matrix_talk import furnish
from matrix_world import World, build

from wiki.app import create_app
from wiki.kinds.model import Library
from wiki.settings import Settings


@pytest.fixture(scope="session")
def talked(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> tuple[World, dict[str, int]]:
    """The world, and the number of the plain comment by state; each test leaves every page as it found it."""
    data = tmp_path_factory.mktemp("matrix")
    shutil.copy(empty_database, data / "fieldbook.sqlite3")
    clock = Clock()
    settings = Settings(data=data, starter=False, runner=False, secret_key="k" * 32)
    site = Site(create_app(settings, clock, cheap_passwords()), clock)
    world = build(site, next(iter(site.service(Library).vocabularies["areas"].terms)))
    return world, furnish(site)


@pytest.fixture(scope="session")
def world(talked: tuple[World, dict[str, int]]) -> World:
    """The same, for those to whom a comment is like any other word."""
    return talked[0]
