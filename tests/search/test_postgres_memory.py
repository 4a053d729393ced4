"""What is in memory after pages came, changed and went equals what reading all of them anew gives."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from search.bits import mask, places
from search.describing import facet_key
from search.model import Range
from search.postgres_columns import Table
from search.postgres_steps import STEPS, Reached, of_step, step_words

STEMS = ("strike", "vote")
NUMBERS = st.integers(1, 12)
ROWS = st.builds(
    lambda length, title, audience, terms, cost, steps: SimpleNamespace(
        length=length, title=title, audience=audience, facet=[facet_key("area", term) for term in terms],
        numbers={} if cost is None else {"cost": cost}, changed=float(length), overdue=length > 5, steps=steps,
    ),
    st.integers(0, 9),
    st.sampled_from(("Vote", "straße", "Ä")),
    st.lists(st.sampled_from(("public", "members")), min_size=1, unique=True),
    st.lists(st.sampled_from(("email", "web", "field")), unique=True),
    st.none() | st.integers(0, 500),
    st.dictionaries(st.sampled_from(STEMS), st.integers(0, len(STEPS))),
)  # fmt: skip
CHANGES = st.lists(st.tuples(st.dictionaries(NUMBERS, ROWS, max_size=4), st.sets(NUMBERS, max_size=2)), max_size=4)


def rows_of(pages):
    return [SimpleNamespace(id=number, **vars(row)) for number, row in pages.items()]


def words(pages):
    return {number: [step_words(stem)[step] for stem, step in row.steps.items()] for number, row in pages.items()}


def reached(pages, stem, size):
    steps = [[number for number, row in pages.items() if row.steps.get(stem) == step] for step in range(len(STEPS) + 1)]
    return Reached.of([mask(held, size) for held in steps])


def told(table, pages):
    seen = frozenset({"public"})
    return (
        {number: (table.lengths[number], table.changed[number], table.folded_titles[number]) for number in pages},
        table.places(table.live),
        table.places(table.visible(seen)),
        table.mean_length(seen),
        table.places(table.live & table.stale),
        [table.places(table.carrying("area", [term])) for term in ("email", "web", "field")],
        table.places(table.numbered("cost", Range(10, 300))),
        [table.numbers(number) for number in pages],
    )


@given(st.dictionaries(NUMBERS, ROWS), CHANGES)
def test_following_changes_equals_reading_anew(pages, changes):
    pages = dict(pages)
    table = Table().after(rows_of(pages), (), {})
    for stem in STEMS:
        table.remember(stem, reached(pages, stem, table.size))
    for changed, gone in changes:
        before, was = table, told(table, pages)
        pages_before, gone = dict(pages), gone - changed.keys()
        pages = {number: row for number, row in {**pages, **changed}.items() if number not in gone}
        table = table.after(rows_of(changed), gone, words(changed))
        anew = Table().after(rows_of(pages), (), {})
        assert told(table, pages) == told(anew, pages)
        assert told(before, pages_before) == was
        for stem in STEMS:
            assert table.reached[stem] == reached(pages, stem, table.size)


@given(st.dictionaries(NUMBERS, st.integers(0, len(STEPS))))
def test_a_stem_is_given_back_step_by_step(steps):
    several = [mask([at for at, one in steps.items() if one == step], 20) for step in range(len(STEPS) + 1)]
    found = Reached.of(several)
    assert found.steps() == several
    for step, reaching in enumerate(found.reaching(), 1):
        assert places(reaching, 20) == sorted(at for at, one in steps.items() if one >= step)


def test_a_word_for_a_step_says_which():
    assert [of_step(word) for word in step_words("strike")] == [("strike", step) for step in range(len(STEPS) + 1)]
