"""Counts of terms equal looking at every page, however the pages came."""

from collections import Counter
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import facets
from search.bits import flags, mask, places
from search.facets import Facet

KEYS = ("kind", "tool", "area", "rare")
PAGES = st.lists(st.lists(st.sampled_from(KEYS), unique=True, max_size=4), max_size=60)


@pytest.fixture(autouse=True, params=(1, 64), scope="module")
def listed(request):
    """Pages have lists of their own rarely, or as soon as anything is rare."""
    with patch.object(facets, "LISTED", request.param):
        yield


def of(pages):
    return Facet.of(len(pages), {key: [at for at, keys in enumerate(pages) if key in keys] for key in KEYS})


def counted(found, within):
    held = mask(within, found.size)
    return found.counts(held, flags(held, found.size))


def same(found, pages, within):
    assert found.size == len(pages)
    assert counted(found, within) == Counter(key for at in within for key in pages[at])
    for key in (*KEYS, "nowhere"):
        held = places(found.carrying(key), len(pages))
        assert held == [at for at, keys in enumerate(pages) if key in keys]


def some(data, pages):
    return data.draw(st.sets(st.integers(0, len(pages) - 1)) if pages else st.just(set()))


@given(PAGES, st.data())
def test_of_some_pages(pages, data):
    same(of(pages), pages, some(data, pages))


@given(st.lists(PAGES, max_size=3), st.data())
def test_several_behind_each_other(several, data):
    pages = [keys for one in several for keys in one]
    same(Facet.joined([of(one) for one in several]), pages, some(data, pages))


@given(PAGES, st.data())
def test_after_pages_came_and_changed(pages, data):
    before = of(pages)
    fresh = data.draw(st.dictionaries(st.integers(0, len(pages) + 2), st.sets(st.sampled_from((*KEYS, "new")))))
    size = max((len(pages), *(place + 1 for place in fresh)))
    after = [fresh.get(at, pages[at] if at < len(pages) else ()) for at in range(size)]
    found, within = before.after(size, {at: sorted(keys) for at, keys in fresh.items()}), some(data, after)
    assert counted(found, within) == Counter(key for at in within for key in after[at])
    assert places(found.carrying("new"), size) == [at for at, keys in enumerate(after) if "new" in keys]
    same(before, pages, some(data, pages))


def test_a_term_on_many_pages_is_a_set():
    pages = [["kind"] if at % 2 else ["kind", f"tool {at}"] for at in range(facets.FEWEST + 2)]
    found = Facet.of(
        len(pages), {key: [at for at, keys in enumerate(pages) if key in keys] for key in ("kind", "tool 4")}
    )
    assert (list(found.common), list(found.rare)) == (["kind"], ["tool 4"])
