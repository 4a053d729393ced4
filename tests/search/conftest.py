"""An index in a folder of its own, and the library it should hold."""

import pytest
from search_library import Library, page

from search.upkeep import Upkeep
from search.whoosh_index import WhooshIndex


@pytest.fixture
def library():
    return Library(page(number, f"Union hall {number}") for number in range(1, 31))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def index(folder):
    return WhooshIndex(folder, patience=5)


@pytest.fixture
def upkeep(index, library):
    return Upkeep(index, library)
