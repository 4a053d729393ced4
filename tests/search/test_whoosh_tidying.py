"""Merging waits until nobody else does, and gives way at once."""

import itertools
import os
import shutil
import time

import pytest
from search_library import page

from search.locks import FileLock
from search.query import parse
from search.whoosh_folder import POINTER
from search.whoosh_index import WhooshIndex
from search.whoosh_tidying import MANY, MOST, MOST_SMALL, REST, SMALL, too_many, untidy

PUBLIC = frozenset({"public"})


def files(folder):
    return sorted(path.name for path in folder.glob("index-*/*") if "WRITELOCK" not in path.name)


def segments(folder):
    return len(list(folder.glob("index-*/*.seg")))


def rest(folder, seconds=3600.0):
    """Let the index look as if nothing was written for so long."""
    then = time.time() - seconds
    os.utime(folder / POINTER, (then, then))


@pytest.fixture
def scattered(folder, index, upkeep, library):
    """An index of many small segments, in the order of a busy day."""
    upkeep.rebuild()
    for number in range(1, MANY + 2):
        library.pages[number] = page(number, f"Strike school {number}", revision=2)
        upkeep.index_pages([number])
    assert segments(folder) == MANY + 2
    return index


def whole(index, library):
    assert index.versions() == library.versions()
    assert index.search(parse("strike school"), PUBLIC).total == MANY + 1
    assert index.search(parse("union hall"), PUBLIC).total == 30 - MANY - 1


def test_nothing_is_merged_soon_after_a_change(scattered, folder):
    before = files(folder)
    assert not scattered.tidy(lambda: False)
    assert files(folder) == before


def test_after_a_rest_segments_are_merged_and_answers_stay(scattered, folder, library):
    generation = scattered.health().generation
    rest(folder)
    assert scattered.tidy(lambda: False)
    assert segments(folder) == 2
    assert scattered.health().generation == generation + 1
    whole(scattered, library)
    whole(WhooshIndex(folder), library)
    rest(folder)
    assert not scattered.tidy(lambda: False), "nothing is left to do"


@pytest.mark.parametrize("part", [0, 0.01, 0.3, 0.9, 0.999])
def test_merging_gives_way_at_any_moment_and_leaves_no_trace(scattered, folder, library, tmp_path, part):
    rest(folder)
    copied, all_asked = tmp_path / "copied", itertools.count()
    shutil.copytree(folder, copied)
    assert WhooshIndex(copied).tidy(lambda: next(all_asked) < 0)
    before, asked, most = files(folder), itertools.count(), int(next(all_asked) * part)
    assert not scattered.tidy(lambda: next(asked) >= most)
    assert files(folder) == before
    whole(scattered, library)
    scattered.put([library.pages[1]])  # whoever waited gets its turn
    whole(scattered, library)


def test_nobody_waits_for_another_writer_to_merge(scattered, folder):
    rest(folder)
    with FileLock(folder.with_name("index.lock")).held():
        assert not scattered.tidy(lambda: False)


def test_an_index_that_is_away_is_left_alone(index, folder):
    assert not index.tidy(lambda: False)
    assert not folder.exists()


def test_saves_merge_only_when_segments_grow_too_many(folder, index, upkeep, library):
    upkeep.rebuild()
    counts = []
    for number in range(1, MOST_SMALL + 4):
        upkeep.index_pages([number])
        counts.append(segments(folder))
    assert max(counts) <= MOST_SMALL + 1
    assert counts[MANY + 1] == MANY + 3, "as many as are worth merging, and yet a save does not"
    assert index.versions() == library.versions()


def test_what_is_worth_merging():
    ones, rested = [(1, 1)] * MANY, 3600
    assert untidy(ones, rested) == list(range(MANY))
    assert untidy(ones[1:], rested) == []
    assert untidy(ones, REST / 2) == []
    assert untidy([(5000, 5000), *ones], rested) == list(range(1, MANY + 1))
    assert untidy([(5000, 5000), (2, 5), (40, 50)], rested) == [1], "more dead than living"
    assert untidy([(0, 5)], rested) == [0]
    assert untidy([(5000, 5000)] * MANY, 60) == [], "much work waits for a longer rest"
    assert len(untidy([(5000, 5000)] * MANY, 500)) == MANY


def test_what_must_be_merged():
    assert too_many([(SMALL, SMALL)] * MOST_SMALL) == []
    assert too_many([(900, 900), *[(SMALL, 90)] * (MOST_SMALL + 1)]) == list(range(1, MOST_SMALL + 2))
    assert too_many([(200, 200)] * MOST) == []
    assert len(too_many([(200, 200)] * (MOST + 1))) == MOST // 2
