"""The declared library, read once."""

from pathlib import Path

import pytest

from wiki.kinds.declaration import load
from wiki.kinds.model import Kind, Library

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="session")
def library() -> Library:
    return load(CONTENT)


@pytest.fixture
def case(library: Library) -> Kind:
    return library.kinds["case_study"]
