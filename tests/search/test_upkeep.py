"""The index follows the truth: page by page, and all at once."""

from dataclasses import replace

import pytest
from search_library import Library, page

from search.query import parse
from search.upkeep import BATCH, Drift, Upkeep

PUBLIC = frozenset({"public"})


def test_a_missing_index_is_made_whole(upkeep, index, library):
    assert upkeep.check() == Drift(missing=tuple(range(1, 31)), problem="there is no index yet")
    upkeep.heal()
    assert upkeep.check() == Drift()
    assert index.versions() == library.versions()


def test_pages_come_change_and_go(upkeep, index, library):
    upkeep.rebuild()
    library.pages[31] = page(31, "Strike fund")
    library.pages[2] = replace(library.pages[2], title="Strike school", revision=2)
    del library.pages[3]
    upkeep.index_pages([31, 2, 3, 2, 999])
    assert [hit.id for hit in index.search(parse("strike"), PUBLIC).hits] == [31, 2]
    assert not upkeep.check()


def test_drift_is_told_apart_and_repaired(upkeep, index, library):
    upkeep.rebuild()
    library.pages[31] = page(31)
    library.pages[2] = replace(library.pages[2], revision=2)
    del library.pages[3]
    expected = Drift(missing=(31,), outdated=(2,), extra=(3,))
    assert (upkeep.check(), upkeep.check().pages) == (expected, 3)
    generation = index.health().generation
    assert upkeep.heal() == expected
    assert not upkeep.check()
    assert index.health().generation <= generation + 2, "repaired page by page, not made anew"


def test_nothing_is_written_when_nothing_differs(upkeep, index):
    upkeep.rebuild()
    generation = index.health().generation
    assert not upkeep.heal()
    upkeep.index_pages([])
    assert index.health().generation == generation


def test_large_drift_is_repaired_in_batches(upkeep, index, library):
    upkeep.rebuild()
    library.pages |= {number: page(number) for number in range(100, 100 + BATCH + 5)}
    upkeep.heal()
    assert not upkeep.check()


@pytest.mark.parametrize("gone", [[], [1]])
def test_an_empty_library_is_in_order(index, gone):
    upkeep = Upkeep(index, Library())
    upkeep.index_pages(gone)
    assert not upkeep.check()


def test_forgetting_what_is_not_there_writes_nothing(upkeep, index):
    upkeep.rebuild()
    generation = index.health().generation
    upkeep.index_pages([777])
    index.delete([778, 779])
    assert index.health().generation == generation
