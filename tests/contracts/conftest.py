"""Every keeper of the search index, each in a place of its own, and the twin that reads every page."""

import pytest
from search_index_twin import TwinIndex

from search.postgres_index import PostgresIndex
from search.whoosh_index import WhooshIndex
from storage.database import Database

REAL = ("whoosh", "postgresql")


def keeper(name, request):
    """An index that nobody made yet."""
    if name == "twin":
        return TwinIndex()
    if name == "whoosh":
        return WhooshIndex(request.getfixturevalue("tmp_path") / "index")
    database = Database(request.getfixturevalue("postgresql_url"))
    request.addfinalizer(database.dispose)
    return PostgresIndex(database.engine)


@pytest.fixture(params=("twin", *REAL))
def index(request):
    return keeper(request.param, request)


@pytest.fixture(params=REAL)
def real_index(request):
    return keeper(request.param, request)
