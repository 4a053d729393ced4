"""What editors changed, laid over the files: whatever the two say together is a valid vocabulary."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.kinds.overlay import Row, lay
from wiki.kinds.terms import ACTIVE, MOVED, RETIRED, Term, Vocabulary
from wiki.kinds.vocabulary_file import read_vocabulary, write_vocabulary
from wiki.kinds.yaml_tree import Entries, parse

KEYS = tuple("abcdefgh")
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


def declared(*terms: Term) -> Vocabulary:
    return Vocabulary("v", "V", "", {term.key: term for term in terms})


@st.composite
def files(draw: st.DrawFn) -> Vocabulary:
    terms: dict[str, Term] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True)):
        parent = draw(st.sampled_from(["", *terms]))
        also = tuple(draw(st.lists(LINES, max_size=2)))
        terms[key] = Term(key, draw(LINES), draw(st.just("") | LINES), also, parent=parent)
    return Vocabulary("v", draw(LINES), "", terms)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Any rows at all, also such as no service would write."""
    words = st.fixed_dictionaries(
        {}, optional={"label": LINES, "also": st.lists(LINES, max_size=2), "parent": st.sampled_from(["", *KEYS, "zz"])}
    )
    key = st.sampled_from(KEYS)
    state = st.sampled_from((ACTIVE, RETIRED, MOVED))
    made = st.builds(Row, key, LINES, state, st.sampled_from(["", *KEYS, "zz"]), words)
    return draw(st.lists(made, max_size=8, unique_by=lambda row: row.key))


@settings(deadline=None)
@given(files(), rows(), st.lists(st.sampled_from([*KEYS, "zz"]), max_size=12))
def test_whatever_was_changed_the_vocabulary_is_valid(file: Vocabulary, changed: list[Row], order: list[str]) -> None:
    laid = lay(file, changed, order)
    used = {*file.terms, *(row.key for row in changed)}
    assert {*laid.terms, *laid.moved} == used
    assert not set(laid.terms) & set(laid.moved)
    for key in used:  # every key ever used is a term, or leads to one
        assert laid.key_of(key) in laid.terms
        assert laid.label_of(key)
    for key, term in laid.terms.items():
        assert term.key == key
        assert term.parent in ("", *laid.terms)
        assert not laid.is_below(term.parent, key)
        assert term.replaced_by in ("", *laid.terms)
        assert term.replaced_by != key
    placed = [key for key in dict.fromkeys(order) if key in laid.terms]
    assert [key for key in laid.terms if key in placed] == placed


@settings(deadline=None)
@given(files(), rows(), st.lists(st.sampled_from(KEYS), max_size=12))
def test_a_vocabulary_makes_the_round_trip_through_its_file(
    file: Vocabulary, changed: list[Row], order: list[str]
) -> None:
    laid = lay(file, changed, order)
    again = read_vocabulary("v", Entries(parse(write_vocabulary(laid), 512 * 1024), "the vocabulary"))
    assert again == laid
    assert list(again.terms) == list(laid.terms)


def test_the_file_goes_on_giving_what_nobody_changed() -> None:
    changed = [Row("a", "Mine", words={"label": "Mine"})]
    older = lay(declared(Term("a", "A", "Old."), Term("b", "B")), changed)
    newer = lay(declared(Term("a", "A", "New.", at_least=3), Term("c", "C"), Term("b", "B")), changed)
    assert older.terms["a"] == Term("a", "Mine", "Old.")
    assert newer.terms["a"] == Term("a", "Mine", "New.", at_least=3)
    assert list(newer.terms) == ["a", "c", "b"]


def test_a_newer_file_that_brings_a_key_editors_added_keeps_their_words() -> None:
    changed = [Row("kites", "Kites", words={"label": "Kites", "definition": "Ours.", "example": "", "also": []})]
    laid = lay(declared(Term("a", "A"), Term("kites", "Kites and flags", "Theirs.", parent="a")), changed)
    assert laid.terms["kites"] == Term("kites", "Kites", "Ours.", parent="a")


def test_a_newer_file_does_not_bring_back_what_was_merged_or_retired() -> None:
    changed = [Row("b", "B", MOVED, "a"), Row("c", "C", RETIRED, "b")]
    laid = lay(declared(Term("a", "A"), Term("b", "B again"), Term("c", "C again")), changed)
    assert list(laid.terms) == ["a", "c"]
    assert (laid.terms["c"].state, laid.terms["c"].replaced_by) == (RETIRED, "a")
    assert laid.key_of("b") == "a"
    assert laid.names_of("a") == ("A", "B")


def test_what_a_newer_file_no_longer_has_is_still_known() -> None:
    laid = lay(declared(Term("a", "A")), [Row("b", "B", RETIRED), Row("c", "C", MOVED, "gone")])
    assert laid.terms["b"] == Term("b", "B", state=RETIRED)
    assert laid.terms["c"] == Term("c", "C", state=RETIRED)


def test_new_terms_of_a_newer_file_stand_after_the_one_they_follow_there() -> None:
    laid = lay(declared(*(Term(key, key) for key in "abxcy")), [], ["c", "a", "b"])
    assert list(laid.terms) == ["c", "y", "a", "b", "x"]


def test_the_files_of_this_site_make_the_round_trip() -> None:
    for path in Path("content/vocabularies").glob("*.yaml"):
        read = read_vocabulary(path.stem, Entries(parse(path.read_text("utf-8"), 512 * 1024), "the vocabulary"))
        assert read_vocabulary(path.stem, Entries(parse(write_vocabulary(read), 512 * 1024), "the file")) == read
