"""What people type becomes a query, whatever they type."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import words
from search.model import SORTS
from search.query import MAX_TERMS, MAX_TEXT, parse


def test_words_phrases_and_excluded_words():
    query = parse('Phone-banking "Central Labor Council" -robocalls -"mass text" café')
    assert query.words == ("phone", "banking", "cafe")
    assert query.phrases == (("central", "labor", "council"),)
    assert query.excluded == ("robocalls", "mass text")


def test_curly_quotes_are_quotes():
    assert parse("“union hall” „guide“").phrases == (("union", "hall"), ("guide",))


def test_an_open_quote_is_words():
    query = parse('"union hall')
    assert (query.words, query.phrases) == (("union", "hall"), ())


def test_dashes_inside_and_alone_are_not_exclusion():
    assert parse("sign-up - list --x").excluded == ()
    assert parse("sign-up - list --x").words == ("sign", "up", "list", "x")


def test_the_words_of_search_libraries_mean_nothing_special():
    assert parse("REQUIRE NOT a* title:x").words == ("require", "not", "a", "title", "x")


def test_nothing_typed_is_an_empty_query():
    query = parse("  \t\n ")
    assert (query.text, query.words, query.phrases, query.excluded) == ("", (), (), ())


def test_at_most_ten_words_and_two_hundred_characters():
    query = parse(" ".join(f"w{n}" for n in range(10_000)))
    assert len(query.words) == MAX_TERMS
    assert len(query.text) <= MAX_TEXT


def test_a_long_question_loses_the_words_that_say_nothing_first():
    query = parse("how do we get our members to come to the union hall for a meeting about the strike fund")
    assert query.words == ("get", "members", "come", "union", "hall", "meeting", "about", "strike", "fund")


def test_control_characters_and_lone_surrogates_are_dropped():
    assert parse("un\x00ion\ud800 \x1bhall\r\n").text == "union hall"


def test_decomposed_accents_meet_composed_ones():
    assert parse("cafe\u0301").words == parse("café").words == ("cafe",)


def test_filters_lose_empty_values_and_doubles():
    query = parse("", {"area": ["x", "", "x", "y\x00"], "tool": [], "level": ["\x00"]})
    assert query.filters == {"area": ("x", "y")}


def test_sort_page_and_size_are_brought_in_range():
    query = parse("x", sort="bogus", page=-4, size=10**9)
    assert (query.sort, query.page, query.size) == ("best", 1, 100)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300), st.integers(), st.integers(), st.text(max_size=9))
def test_never_raises_and_stays_in_bounds(text, page, size, sort):
    query = parse(text, {text: [text]}, sort, page, size)
    counted = len(query.words) + sum(map(len, query.phrases)) + sum(len(out.split()) for out in query.excluded)
    assert counted <= MAX_TERMS
    assert len(query.text) <= MAX_TEXT
    assert query.sort in SORTS
    assert all(word in words(query.text) for word in query.words)
    query.text.encode()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(['"', "-", " ", "union", "é", "“", '-"', "'", "*", "(", "\x00", "\u202e", "🙂", "_"]),
        max_size=60,
    )
)
def test_any_mix_of_marks_is_understood_somehow(pieces):
    parse("".join(pieces))
