"""Passages show the words looked for where they stand together."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import words
from search.answering import why
from search.model import Part
from search.snippets import WIDTH, Wanted, best
from search.stems import stem

FILLER = "nothing to see in this sentence at all. " * 20


def parts(*texts):
    return tuple(Part(f"s{number}", "", text) for number, text in enumerate(texts))


def shown(fragments):
    return "".join(fragment.text for fragment in fragments)


def marked(fragments):
    return [fragment.text for fragment in fragments if fragment.marked]


def test_marks_every_form_of_the_word_and_nothing_inside_others():
    wanted = Wanted(["organ", "bor"])
    snippet, part = best("", parts("Organizers organized labor organizations; disorganized"), wanted)
    assert marked(snippet) == ["Organizers", "organized", "organizations"]
    assert part.key == "s0"


def test_the_passage_with_most_different_words_wins():
    text = "union union union. " + FILLER + "Here the union hall stands. " + FILLER
    snippet, part = best("union", parts("union", text), Wanted(["union", "hall"]))
    assert part.key == "s1"
    assert marked(snippet) == ["union", "hall"]
    assert shown(snippet).startswith("… ")
    assert shown(snippet).endswith(" …")


def test_the_summary_counts_only_where_no_part_has_the_words():
    assert best("A union hall", parts("something"), Wanted(["hall"]))[1] is None
    assert marked(best("A union hall", parts("something"), Wanted(["hall"]))[0]) == ["hall"]
    assert best("A union hall", parts("something"), Wanted(["strike"])) == ((), None)


def test_accents_and_other_scripts_are_marked_in_place():
    snippet, _ = best("", parts("In Cafés, 工会 and İstanbul"), Wanted([stem("cafes"), "会", "istanbul"]))
    assert marked(snippet) == ["Cafés", "会", "İstanbul"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["union", "Unions,", "hall", "é", "ß", "İ", "dying", "community", "x" * 90, "…", "\n", "中文"])
    ),
    st.sets(st.sampled_from(["union", "hall", "die", "communiti", "x" * 64, "中"]), min_size=1),
)
def test_a_passage_is_a_run_of_the_text_with_all_its_words_marked(pieces, stems):
    text = " ".join(pieces)
    snippet, part = best("", parts(text), Wanted(stems))
    inside = shown(snippet).removeprefix("… ").removesuffix(" …")
    assert inside in text
    assert len(inside) <= WIDTH
    assert bool(snippet) == bool(part) == any(stem(word) in stems for word in words(text))
    if len(text) <= WIDTH:
        assert len(marked(snippet)) == sum(stem(word) in stems for word in words(text))


def test_words_that_count_side_by_side_are_marked_nowhere_else():
    wanted = Wanted(["strike"], runs=[("work", "stoppage"), ("get", "out", "the", "vote"), ("e", "mail")])
    text = "They work, get a vote and strike: a work-stoppage. Get out the vote! Mail it, or send e-mail."
    snippet, _ = best("", parts(text), wanted)
    assert marked(snippet) == ["strike", "work", "stoppage", "Get", "out", "vote", "e", "mail"]
    assert why("A title", snippet, ["Worked partly", "Vote"], Wanted([], runs=[("work", "stoppage")])) == ""
    assert best("", parts("Nobody may work here after the stoppage."), wanted) == ((), None)
