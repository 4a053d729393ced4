"""Words are cut and folded the same way everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Sieve, composed, fold, spans, title_key, words
from search.stems import stem


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
        assert [found for *_, found in Sieve([root[: max(len(root) - 2, 1)]]).find(word)] == [word]


@given(st.text(alphabet="uni_é-中ß1 "), st.sets(st.text(alphabet="unié中ß1", min_size=1, max_size=3)))
def test_the_sieve_finds_what_cutting_finds(text, begins):
    text, begins = fold(composed(text)), {fold(composed(begin)) for begin in begins}
    whole = {begin for begin in begins if "中" not in begin[1:] and (begin[0] != "中" or len(begin) == 1)}
    expected = [span for span in spans(text) if span[2].startswith(tuple(whole))]
    assert list(Sieve(whole).find(text)) == expected
