"""A hit shows where its words stand, or says why it is there."""

from dataclasses import replace

import pytest
from search_library import page

from search.model import Part
from search.query import parse

PUBLIC = frozenset({"public"})


@pytest.fixture
def hit(index):
    one = page(1, "Calling members", "We rang everybody. " * 40 + "Then the phones rang.")
    parts = (*one.parts, Part("note", "Note", "Unsearched phone", 0.0), Part("end", "In the end", "A contract"))
    index.rebuild([replace(one, parts=parts, labels=("Phone bank", "Local"), aliases=("Dialing day",))])
    return lambda text: index.search(parse(text), PUBLIC).hits[0]


def test_a_passage_names_its_part(hit):
    found = hit("phone contract")
    assert (found.part.key, found.part.heading) == ("story", "Story")
    assert [run.text for run in found.snippet if run.marked] == ["phones"]
    assert hit("contract").part.key == "end"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("dialing", "Dialing day"),
        ("local", "Local"),
        ("phone bank", "Phone bank"),
        ("phones", ""),
        ("calling", ""),
        ("", ""),
    ],
)
def test_a_word_that_nothing_shown_holds_is_explained(hit, text, why):
    assert hit(text).why == why


def test_a_part_without_weight_is_neither_found_nor_shown(index, hit):
    assert index.search(parse("unsearched"), PUBLIC).total == 0
    assert hit("phone").part.key == "story"


def test_without_words_there_is_no_passage(hit):
    found = hit("")
    assert (found.snippet, found.part, found.summary) == ((), None, "Summary of 1")
    assert found.terms == {"area": ("digital",)}
