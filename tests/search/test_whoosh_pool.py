"""Postings come back by term and page however little memory there is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.whoosh_pool import Pool

POSTINGS = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=2)), unique=True, max_size=8), max_size=12
)


@settings(max_examples=100, deadline=None)
@given(POSTINGS, st.integers(1, 20))
def test_sorted_by_field_term_and_page(tmp_path_factory, pages, limit):
    pool = Pool(tmp_path_factory.getbasetemp(), limit)
    given_ = [(field, term, at, 1.5, b"v") for at, terms in enumerate(pages) for field, term in terms]
    for posting in given_:
        pool.add(posting)
    assert list(pool.iter_postings()) == sorted(given_)
    pool.cleanup()
