"""A library in memory for the index to be true to, and an index in a folder of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from search.model import Document, Part
from search.upkeep import Upkeep
from search.whoosh_index import WhooshIndex

PUBLIC = frozenset({"public"})


def page(number, title="Union hall", text="What we did there", revision=1):
    """A public page with one section."""
    return Document(
        id=number,
        revision=revision,
        slug=f"page-{number}",
        kind="case_study",
        title=title,
        summary=f"Summary of {number}",
        audience=PUBLIC,
        parts=(Part("story", "Story", text),),
        terms={"area": ("digital",)},
        labels=("Digital organizing",),
        changed=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number),
    )


class Library:
    """A `DocumentSource` over a dictionary."""

    def __init__(self, pages=()):
        self.pages = {one.id: one for one in pages}

    def documents(self, ids):
        wanted = list(self.pages) if ids is None else ids
        return iter([self.pages[number] for number in wanted if number in self.pages])

    def versions(self):
        return {one.id: one.revision for one in self.pages.values()}


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
