"""Differences inside a line, word by word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.pages.alignment import Budget
from wiki.pages.diff_words import MOST_TOKENS, Runs, tokens, word_runs

LINES = st.lists(
    st.sampled_from(["the", "vote", "held", " ", "  ", ",", "it's", "投票", "मतदान", "é", "\u0301"]), max_size=12
)


def marked(runs: Runs) -> str:
    return "".join(f"[{run.text}]" if run.changed else run.text for run in runs)


def compare(old: str, new: str) -> tuple[str, str]:
    before, after = word_runs(old, new, Budget())
    return marked(before), marked(after)


@given(st.text(max_size=40))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@settings(max_examples=150, deadline=None)
@given(LINES.map("".join), LINES.map("".join))
def test_runs_joined_are_the_texts_and_something_is_marked(old: str, new: str) -> None:
    before, after = word_runs(old, new, Budget())
    assert "".join(run.text for run in before) == old
    assert "".join(run.text for run in after) == new
    assert any(run.changed for run in (*before, *after)) == (old != new)
    assert all(run.text for run in (*before, *after))


def test_words_of_a_sentence() -> None:
    assert compare("reported that things had changed.", "reported that not much had changed. Again.") == (
        "reported that [things] had changed.",
        "reported that [not much] had changed. [Again.]",
    )


def test_a_small_word_between_two_rewritten_stretches_is_not_kept() -> None:
    assert compare(
        "One year on, a national paper reported that things had changed, said a steward.",
        "One year on, USA Today wrote that little was different, said a steward.",
    ) == (
        "One year on, [a national paper reported that things had changed], said a steward.",
        "One year on, [USA Today wrote that little was different], said a steward.",
    )


def test_lines_that_share_little_are_marked_whole() -> None:
    assert compare("We called every member twice.", "Nobody in the local had a list.") == (
        "[We called every member twice.]",
        "[Nobody in the local had a list.]",
    )


def test_apostrophes_accents_and_marks_stay_with_their_word() -> None:
    assert compare("don’t stop the मतदान", "don’t stop the मतदाता") == (
        "don’t stop the [मतदान]",
        "don’t stop the [मतदाता]",
    )
    assert compare("ask María now", "ask Maria now") == ("ask [María] now", "ask [Maria] now")


def test_chinese_is_compared_by_character() -> None:
    assert compare("工人投票", "工人开会投票") == ("工人投票", "工人[开会]投票")


def test_white_space_alone_is_marked() -> None:
    assert compare("  - a b", "- a b") == ("[  ]- a b", "- a b")


def test_a_very_long_line_is_marked_whole_and_the_budget_says_so() -> None:
    budget = Budget()
    old, new = "a b " * MOST_TOKENS, "a c " * MOST_TOKENS
    assert [marked(runs) for runs in word_runs(old, new, budget)] == [f"[{old}]", f"[{new}]"]
    assert budget.spent_out
