"""Merging long texts by paragraph, list item and row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.pages.merge_text import both, merge_text, paragraphs, three_way

LETTERS = st.text("abcde", max_size=8)
LINES = st.sampled_from(["", "", "- a", "- b", "  more", "1. c", "words", "```", "~~~", "``` sh", "> ```"])
TEXTS = st.lists(LINES, max_size=10).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(LETTERS, LETTERS, LETTERS)
def test_the_chunks_joined_are_each_of_the_three(base: str, theirs: str, mine: str) -> None:
    chunks = three_way(base, theirs, mine)
    assert "".join("".join(chunk.base) for chunk in chunks) == base
    assert "".join("".join(chunk.theirs) for chunk in chunks) == theirs
    assert "".join("".join(chunk.mine) for chunk in chunks) == mine
    for chunk in chunks:
        assert (chunk.state == "same") == (chunk.base == chunk.theirs == chunk.mine)
        if chunk.state == "theirs":
            assert chunk.mine == chunk.base
        if chunk.state == "mine":
            assert chunk.theirs == chunk.base


@given(LETTERS, LETTERS)
def test_both_holds_all_of_both_in_order(theirs: str, mine: str) -> None:
    def is_within(part: str, whole: tuple[str, ...]) -> bool:
        rest = iter(whole)
        return all(letter in rest for letter in part)

    assert is_within(theirs, both(theirs, mine))
    assert is_within(mine, both(theirs, mine))
    assert both(mine, mine) == tuple(mine)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_paragraphs_hold_every_line_and_cut_the_same_way_again(text: str) -> None:
    found = paragraphs(text)
    assert [line for line in "\n".join(found).split("\n") if line.strip()] == [
        line for line in text.split("\n") if line.strip()
    ]
    assert paragraphs("\n\n".join(found)) == found


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_every_new_line_is_in_what_is_put_together(base: str, theirs: str, mine: str) -> None:
    settled = merge_text(base, theirs, mine)
    offered = settled.together.split("\n")
    for side in (theirs, mine):
        assert {line for line in side.split("\n") if line.strip()} - set(base.split("\n")) <= set(offered)
    if not settled.clashes:
        assert settled.merged == settled.together


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("```\na\n\nb\n```\n\nc", 2),
        ("~~~\n```\n\n~~~\n\nc", 2),
        ("```python\nx\n\n```sh\n\n```\n\nc", 2),
        ("``` inline ``` code\n\nc", 2),
        ("```\nnever closed\n\nc", 1),
        ("> ```\n> a\n> ```\n\nc", 2),
    ],
)
def test_fences(text: str, count: int) -> None:
    assert len(paragraphs(text)) == count
