"""Merging two people's edits: what does not touch is kept from both, what does is named."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.kinds.model import Field, FieldType, Kind, Values
from wiki.pages.merge import Merge, merge

TYPES = {
    "title": FieldType.TEXT,
    "outcome": FieldType.TERM,
    "areas": FieldType.TERMS,
    "story": FieldType.SECTION,
    "started": FieldType.MONTH,
    "size": FieldType.NUMBER,
    "cost": FieldType.MONEY,
    "related": FieldType.PAGES,
    "sources": FieldType.RECORDS,
}
KIND = Kind(
    key="case",
    label="Case study",
    plural="Case studies",
    path="case-studies",
    description="",
    fields=tuple(Field(key, type_, key.capitalize()) for key, type_ in TYPES.items()),
    groups=(),
)
WORDS = st.sampled_from(["ballots", "phones", "a steward", "24,000 people", "texting"])
PARAGRAPHS = st.lists(WORDS, max_size=6).map("\n\n".join)
ROWS = st.lists(st.fixed_dictionaries({"name": WORDS}, optional={"year": st.integers(2010, 2012)}), max_size=4)
KEYS = st.lists(st.sampled_from("abcdef"), max_size=5, unique=True)
BY_TYPE: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: WORDS,
    FieldType.TERM: st.sampled_from("abc"),
    FieldType.TERMS: KEYS,
    FieldType.PAGES: KEYS,
    FieldType.SECTION: PARAGRAPHS,
    FieldType.MONTH: st.sampled_from(["2018-03", "2019-01"]),
    FieldType.NUMBER: st.integers(0, 3),
    FieldType.MONEY: st.fixed_dictionaries({"amount": st.integers(1, 3), "currency": st.just("USD")}),
    FieldType.RECORDS: ROWS,
}


def _filled(values: Values) -> Values:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


PAGES = st.fixed_dictionaries({}, optional={key: BY_TYPE[type_] for key, type_ in TYPES.items()}).map(_filled)
LESS = settings(max_examples=60, deadline=None)


def story(*paragraphs: str) -> Values:
    return {"story": "\n\n".join(paragraphs)}


def merged(base: Values, theirs: Values, mine: Values) -> Merge:
    return merge(KIND, base, theirs, mine)


def comparable(values: Values) -> Values:
    sets = {key for key, type_ in TYPES.items() if type_ in (FieldType.TERMS, FieldType.PAGES)}
    return {key: set(value) if key in sets else value for key, value in values.items()}


@LESS
@given(PAGES, PAGES)
def test_the_same_change_twice_is_that_change(base: Values, page: Values) -> None:
    assert merged(base, page, page) == Merge(page, (), 0)


@LESS
@given(PAGES, PAGES)
def test_a_side_that_changed_nothing_adds_nothing(base: Values, page: Values) -> None:
    assert merged(base, page, base) == Merge(page, (), 0)
    assert merged(base, base, page).values == page
    assert merged(base, base, page).clean


@LESS
@given(PAGES, PAGES, PAGES)
def test_sides_swapped_clash_in_the_same_fields_and_merge_to_the_same_page(base: Values, a: Values, b: Values) -> None:
    one, other = merged(base, a, b), merged(base, b, a)
    assert [c.key for c in one.conflicts] == [c.key for c in other.conflicts]
    clashing = {c.key for c in one.conflicts}
    one_clean, other_clean = (
        {key: value for key, value in comparable(m.values).items() if key not in clashing} for m in (one, other)
    )
    assert one_clean == other_clean
    assert [(c.base, c.theirs, c.mine) for c in one.conflicts] == [(c.base, c.mine, c.theirs) for c in other.conflicts]


@LESS
@given(PAGES, PAGES, PAGES)
def test_nothing_added_is_lost(base: Values, theirs: Values, mine: Values) -> None:
    result = merged(base, theirs, mine)
    together = {**result.values, **{c.key: c.together for c in result.conflicts}}
    for side in (theirs, mine):
        for paragraph in set(side.get("story", "").split("\n\n")) - {"", *base.get("story", "").split("\n\n")}:
            assert paragraph in together.get("story", "").split("\n\n")
        for row in side.get("sources", []):
            assert row in base.get("sources", []) or row in together["sources"]
        for key in ("areas", "related"):
            assert set(side.get(key, [])) - set(base.get(key, [])) <= set(together.get(key, []))


@LESS
@given(PAGES, PAGES, PAGES)
def test_a_conflict_is_never_hidden(base: Values, theirs: Values, mine: Values) -> None:
    result = merged(base, theirs, mine)
    clashing = {c.key for c in result.conflicts}
    for key in ("title", "outcome", "started", "size", "cost"):
        values = [side.get(key) for side in (base, theirs, mine)]
        assert (key in clashing) == (values[0] != values[1] != values[2] != values[0])
    assert result.clean == (not clashing)


DISTINCT = st.lists(st.integers(0, 99).map("paragraph {}".format), min_size=1, max_size=8, unique=True)


@LESS
@given(DISTINCT, st.data())
def test_one_paragraph_written_differently_always_clashes(base: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(base) - 1))
    theirs, mine = ([*base[:at], new, *base[at + 1 :]] for new in ("their words", "my words"))
    result = merged(story(*base), story(*theirs), story(*mine))
    (conflict,) = result.conflicts
    assert conflict.together.split("\n\n") == [*base[:at], "their words", "my words", *base[at + 1 :]]
    assert result.values == story(*mine)


@LESS
@given(DISTINCT, st.data(), st.booleans())
def test_deleting_what_the_other_changed_clashes(base: list[str], data: st.DataObject, swapped: bool) -> None:
    at = data.draw(st.integers(0, len(base) - 1))
    gone, changed = [*base[:at], *base[at + 1 :]], [*base[:at], "new words", *base[at + 1 :]]
    theirs, mine = (gone, changed) if swapped else (changed, gone)
    (conflict,) = merged(story(*base), story(*theirs), story(*mine)).conflicts
    assert "new words" in conflict.together


@LESS
@given(DISTINCT, st.data())
def test_different_paragraphs_merge_even_side_by_side(base: list[str], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(base) - 1), min_size=2, max_size=2, unique=True)) if base[1:] else []
    if not places:
        return
    versions = [list(base), list(base), list(base)]
    for version, at in ((0, places[0]), (1, places[1]), (2, places[0]), (2, places[1])):
        versions[version][at] = f"new {at}"
    theirs, mine, wanted = versions
    assert merged(story(*base), story(*theirs), story(*mine)) == Merge(story(*wanted), (), 1)


def test_two_paragraphs_put_in_the_same_place_clash_with_both_offered() -> None:
    (conflict,) = merged(story("a", "b"), story("a", "theirs", "b"), story("a", "mine", "b")).conflicts
    assert conflict.together == "a\n\ntheirs\n\nmine\n\nb"


def test_what_both_wrote_alike_in_a_clash_is_offered_once() -> None:
    (conflict,) = merged(story("a"), story("new", "theirs"), story("new", "mine")).conflicts
    assert conflict.together == "new\n\ntheirs\n\nmine"


def test_a_paragraph_both_added_where_one_also_changed_the_next_is_not_doubled() -> None:
    result = merged(story("a", "b"), story("a", "new", "b"), story("a", "new", "b changed"))
    assert result.values == story("a", "new", "b changed")


def test_a_moved_and_changed_paragraph_clashes() -> None:
    result = merged(story("a", "b", "c"), story("b", "c", "a"), story("a changed", "b", "c"))
    assert not result.clean
    assert "a changed" in result.conflicts[0].together


def test_list_items_merge_by_line() -> None:
    base, theirs, mine = (
        "- one\n- two\n  more\n- three",
        "- one!\n- two\n  more\n- three",
        "- one\n- two\n  more\n- 3\n- 4",
    )
    result = merged({"story": base}, {"story": theirs}, {"story": mine})
    assert result == Merge({"story": "- one!\n- two\n  more\n- 3\n- 4"}, (), 1)


def test_the_same_list_item_written_differently_clashes() -> None:
    (conflict,) = merged(story("- one\n- two"), story("- one\n- 2"), story("- 1\n- II")).conflicts
    assert conflict.together == "- one\n- 2\n- 1\n- II"


def test_lines_of_prose_are_one_paragraph() -> None:
    assert not merged(story("one\ntwo\nthree"), story("ONE\ntwo\nthree"), story("one\ntwo\nTHREE")).clean


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "  ```"])
def test_fenced_code_is_one_paragraph_with_its_blank_lines(fence: str) -> None:
    code = f"{fence}sh\nls\n\n\n- a\n{fence}"
    result = merged(story("a", code, "b"), story("A", code, "b"), story("a", code, "B"))
    assert result.values == story("A", code, "B")
    assert not merged(story(code), story(code.replace("ls", "cd")), story(code.replace("- a", "- b"))).clean


def test_blank_lines_of_the_only_writer_are_kept_to_the_letter() -> None:
    page = {"story": "a\n\n\n\n    code\n\n\n    code"}
    assert merged(story("a"), story("a"), page).values == page
    assert merged(story("a"), page, story("a")).values == page


def test_a_short_text_is_taken_whole() -> None:
    (conflict,) = merged({"title": "A"}, {"title": "B"}, {"title": "C"}).conflicts
    assert (conflict.base, conflict.theirs, conflict.mine, conflict.together) == ("A", "B", "C", "C")


def test_emptying_a_field_against_a_change_clashes_and_is_kept_empty_until_chosen() -> None:
    result = merged({"size": 5}, {"size": 6}, {})
    assert result.values == {}
    assert [(c.theirs, c.mine, c.together) for c in result.conflicts] == [(6, None, None)]


def test_zero_is_a_value() -> None:
    assert merged({}, {"size": 0}, {"outcome": "a"}).values == {"size": 0, "outcome": "a"}


def test_terms_are_sets_in_the_order_given() -> None:
    result = merged({"areas": ["b", "a", "c"]}, {"areas": ["b", "a", "c", "x"]}, {"areas": ["m", "b", "c", "y"]})
    assert result == Merge({"areas": ["m", "b", "c", "x", "y"]}, (), 1)


def test_one_new_order_is_taken_and_two_clash() -> None:
    base = {"related": ["a", "b", "c"]}
    assert merged(base, {"related": ["a", "b", "c", "d"]}, {"related": ["c", "a", "b"]}).values == {
        "related": ["c", "d", "a", "b"]
    }
    (conflict,) = merged(base, {"related": ["c", "a", "b", "d"]}, {"related": ["b", "a", "c"]}).conflicts
    assert set(conflict.together) == set("abcd")


def test_records_merge_by_row() -> None:
    a, b, c, d = ({"name": name} for name in "abcd")
    assert merged({"sources": [a, b]}, {"sources": [c, b]}, {"sources": [a, d]}) == Merge({"sources": [c, d]}, (), 1)
    (conflict,) = merged({"sources": [a]}, {"sources": [a, c]}, {"sources": [a, d]}).conflicts
    assert conflict.together == [a, c, d]


def test_a_field_no_longer_declared_is_carried_along() -> None:
    result = merged({"old": "1", "gone": [1]}, {"old": "2", "gone": [1]}, {"old": "1", "gone": [1], "size": 2})
    assert result.values == {"old": "2", "gone": [1], "size": 2}


def test_a_value_of_a_type_the_field_no_longer_has_is_taken_whole() -> None:
    result = merged({"story": ["a"], "areas": "b"}, {"story": "a", "areas": ["b"]}, {"story": "b", "areas": ["c"]})
    assert [(c.key, c.together) for c in result.conflicts] == [("areas", ["c"]), ("story", "b")]


def test_fitted_counts_the_changes_of_the_writer_alone() -> None:
    base = story("a", "b", "c", "d") | {"size": 1, "outcome": "a"}
    theirs = story("A", "b", "c", "d") | {"size": 2, "outcome": "a"}
    mine = story("a", "b", "C", "d") | {"size": 3, "outcome": "b"}
    result = merged(base, theirs, mine)
    assert (result.fitted, [c.key for c in result.conflicts]) == (2, ["size"])


def test_arguments_are_not_changed() -> None:
    base, theirs, mine = {"areas": ["a"]}, {"areas": ["a", "b"]}, {"areas": ["c", "a"]}
    merged(base, theirs, mine)
    assert (base, theirs, mine) == ({"areas": ["a"]}, {"areas": ["a", "b"]}, {"areas": ["c", "a"]})
