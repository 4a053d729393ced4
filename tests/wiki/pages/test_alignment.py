"""Alignment: which lines and words of two versions belong together."""

from difflib import SequenceMatcher
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.pages.alignment import Budget, Hunk, align

LETTERS = st.text("abcdefg", max_size=12)


def apply(old: str, new: str, hunks: list[Hunk]) -> str:
    built, at = "", 0
    for hunk in hunks:
        built += old[at : hunk.old_start] + new[hunk.new_start : hunk.new_end]
        at = hunk.old_end
    return built + old[at:]


@settings(max_examples=200, deadline=None)
@given(LETTERS, LETTERS, st.sampled_from([0, 50, 10_000]))
def test_applying_the_hunks_gives_the_new_text(old: str, new: str, steps: int) -> None:
    hunks = align(old, new, Budget(steps))
    assert apply(old, new, hunks) == new
    assert all(hunk.old_end < after.old_start and hunk.new_end < after.new_start for hunk, after in pairwise(hunks))
    assert all(hunk.old_start < hunk.old_end or hunk.new_start < hunk.new_end for hunk in hunks)


def test_a_change_among_equal_elements_is_where_it_was_made() -> None:
    assert align("aaaa", "aaxa", Budget()) == [Hunk(2, 3, 2, 3)]


def test_a_spent_budget_is_one_hunk_and_says_so() -> None:
    old, new = "ab" * 50 + "x", "ba" * 50 + "y"
    budget = Budget(10)
    assert align(old, new, budget) == [Hunk(0, 101, 0, 101)]
    assert budget.spent_out


def test_frequent_elements_still_match() -> None:
    old = ["", *(f"line {n // 2}" if n % 2 else "" for n in range(600))]
    new = [*old[:300], "new", "", *old[300:]]
    kept = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    hunks = align(old, new, Budget())
    assert len(old) - sum(hunk.old_end - hunk.old_start for hunk in hunks) == kept
