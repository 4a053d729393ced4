"""Differences by line: nothing is left out, nothing is invented."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.pages.alignment import Budget
from wiki.pages.diff_lines import MOST_LINES, Fold, Item, Row, folded, line_rows
from wiki.pages.diff_words import Runs, plain

TEXTS = st.lists(st.sampled_from(["", "a", "b", "- one vote", "- two votes", "more"]), max_size=10).map("\n".join)


def text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def shown(item: Item) -> str:
    if isinstance(item, Fold):
        return f"{item.count} folded"
    signs = {"same": " ", "changed": "~", "removed": "-", "added": "+"}
    marked = ["".join(f"[{run.text}]" if run.changed else run.text for run in runs) for runs in (item.old, item.new)]
    return signs[item.kind] + "|".join(dict.fromkeys(mark for mark in marked if mark))


def rows(old: str, new: str) -> list[str]:
    return [shown(row) for row in line_rows(old, new, Budget())]


def solid(page: str) -> list[str]:
    return [line for line in page.split("\n") if line.strip()]


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_the_rows_tell_both_texts(old: str, new: str) -> None:
    found = line_rows(old, new, Budget())
    assert [text(row.old).removesuffix(" ¶") for row in found if row.old] == solid(old)
    assert [text(row.new).removesuffix(" ¶") for row in found if row.new] == solid(new)
    for row in found:
        assert (row.kind == "same") == (row.old == row.new)
        assert (row.kind == "added") == (not row.old)
        assert (row.kind == "removed") == (not row.new)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_folding_hides_nothing_that_changed_and_keeps_the_order(old: str, new: str) -> None:
    found = line_rows(old, new, Budget())
    items = folded(found)
    assert [row for item in items for row in (item.rows if isinstance(item, Fold) else (item,))] == list(found)
    assert all(row.kind == "same" for item in items if isinstance(item, Fold) for row in item.rows)


def test_words_inside_a_line() -> None:
    assert rows("Keep\n\nThe vote was held in May.", "Keep\n\nThe vote was held in June.") == [
        " Keep",
        "~The vote was held in [May].|The vote was held in [June].",
    ]


def test_added_and_removed_lines() -> None:
    assert rows("a\n\nb", "a\n\nnew\n\nb") == [" a", "+[new]", " b"]
    assert rows("", "new") == ["+[new]"]
    assert rows("old", "") == ["-[old]"]


def test_a_line_is_paired_with_the_one_it_became() -> None:
    assert rows("The steward called every member.\nUnrelated.", "Something new.\nThe steward texted every member.") == [
        "+[Something new.]",
        "~The steward [called] every member.|The steward [texted] every member.",
        "-[Unrelated.]",
    ]


def test_a_new_paragraph_break_is_marked() -> None:
    assert rows("a\nb", "a\n\nb") == ["~a|a[ ¶]", " b"]
    assert rows("a\n\nb", "a\nb") == ["~a[ ¶]|a", " b"]


def test_an_added_list_item_does_not_mark_its_neighbor() -> None:
    assert rows("- a\n\nEnd", "- a\n- b\n\nEnd") == [" - a", "+[- b]", " End"]


def test_long_equal_stretches_are_folded_with_two_lines_of_context() -> None:
    lines = [f"line {n}" for n in range(20)]
    old = "\n".join(lines)
    new = "\n".join([*lines[:10], "new", *lines[10:]])
    items = folded(line_rows(old, new, Budget()))
    assert [shown(item) for item in items] == [
        "8 folded",
        " line 8",
        " line 9",
        "+[new]",
        " line 10",
        " line 11",
        "8 folded",
    ]


def test_between_two_changes_only_what_is_beyond_the_context_folds() -> None:
    same = [Row("same", plain("a"), plain("a"))] * 5
    changed = Row("added", (), ())
    assert [shown(item) for item in folded([changed, *same, changed])] == ["+", " a", " a", " a", " a", " a", "+"]
    kinds = [shown(item) for item in folded([changed, *same, *same[:1], changed])]
    assert kinds == ["+", " a", " a", "2 folded", " a", " a", "+"]


def test_equal_texts_are_not_folded() -> None:
    assert [shown(item) for item in folded(line_rows("a\nb\nc\nd", "a\nb\nc\nd", Budget()))] == [" a", " b", " c", " d"]


def test_large_texts_are_told_by_whole_stretches_and_the_folds_count_lines() -> None:
    lines = [f"line {n}" for n in range(MOST_LINES)]
    budget = Budget()
    old, new = "\n".join(lines), "\n".join(["first", *lines[:100], "line one hundred", "more", *lines[101:]])
    shapes = [shown(item).replace("\n", "/") for item in folded(line_rows(old, new, budget))]
    assert shapes == [
        "+[first]",
        " line 0",
        " line 1",
        "96 folded",
        " line 98",
        " line 99",
        "-[line 100]",
        "+[line one hundred/more]",
        " line 101",
        " line 102",
        "4897 folded",
    ]
    assert budget.spent_out
