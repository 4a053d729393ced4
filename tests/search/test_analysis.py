"""Words are cut and folded the same way everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import composed, fold, spans, title_key, words, words_beginning
from search.whoosh_analysis import stem


def test_words_part_at_marks_and_lose_accents():
    assert words("Worker's sign-up_form v2.0: Córdoba, Łódź!") == [
        *("worker", "s", "sign", "up", "form", "v2", "0", "cordoba", "lodz")
    ]


def test_titles_are_the_same_when_their_words_are():
    assert title_key("  Phone-banking: Why?") == title_key("phone banking why") == "phone banking why"


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_spans_are_the_words_and_lie_where_they_say(text):
    text = composed(text)
    assert [word for *_, word in spans(text)] == words(text)
    assert all(fold(text)[start:end].startswith(word) for start, end, word in spans(text))


@given(st.text(alphabet="abcdeginorstuyz", min_size=1, max_size=12))
def test_words_begin_like_their_stem_but_for_two_letters(word):
    root = stem(word)
    assert word.startswith(root[: max(len(root) - 2, 1)])


def test_field_words_begin_like_their_stem():
    irregular = "dying lying tying skies skis idly gently ugly early only singly communities happily hoping generously"
    for word in irregular.split():
        root = stem(word)
        assert words_beginning([root[: max(len(root) - 2, 1)]]).findall(word) == [word]
