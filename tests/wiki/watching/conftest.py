"""A place for tests of watching, on both databases."""

import pytest
from front_door import Site
from watching_place import Place


@pytest.fixture
def place(any_site: Site) -> Place:
    return Place(any_site)


@pytest.fixture
def lite(site: Site) -> Place:
    """The same on SQLite alone, where the database is not what is tried."""
    return Place(site)
