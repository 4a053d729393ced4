"""A phrase is found where its words stand next to each other, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from search.sequence import in_a_row, says, sequence

WORDS = st.lists(st.sampled_from(("a", "b", "c", "ab", "é", "文", "0")), max_size=12)


@given(st.lists(WORDS, max_size=4), st.lists(st.sampled_from(("a", "b", "c", "ab")), min_size=1, max_size=3))
def test_a_phrase_is_found_within_one_passage(texts, phrase):
    held = any(text[at : at + len(phrase)] == phrase for text in texts for at in range(len(text)))
    assert says(sequence(texts), in_a_row(phrase)) == held


def test_bytes_that_only_look_like_a_word_are_passed_over():
    wanted = in_a_row(["strike"])
    assert not says(b"\0" + wanted + b"\0\0\0", wanted)
    assert says(b"\0" + wanted + b"\0\0\0" + wanted, wanted)
