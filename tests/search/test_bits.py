"""Sets of places and sums over them equal what plain lists of numbers say."""

from hypothesis import given
from hypothesis import strategies as st

from search.bits import Sums, flags, mask, places

SIZE = 40
SOME = st.sets(st.integers(0, SIZE - 1))
ADDED = st.lists(st.tuples(SOME, st.integers(0, 5000)), max_size=8)


@given(SOME)
def test_a_set_is_given_back(some):
    assert places(mask(some, SIZE), SIZE) == sorted(some)
    assert [at for at, held in enumerate(flags(mask(some, SIZE), SIZE)) if held] == sorted(some)


def summed(added):
    sums, plain = Sums(), [0] * SIZE
    for some, much in added:
        sums.add(mask(some, SIZE), much)
        for place in some:
            plain[place] += much
    return sums, plain


@given(ADDED)
def test_every_place_has_its_number(added):
    sums, plain = summed(added)
    assert sums.numbers(range(SIZE), SIZE) == plain


@given(ADDED, SOME, st.integers(0, 9000))
def test_those_with_at_least_so_much(added, among, much):
    sums, plain = summed(added)
    assert places(sums.least(much, mask(among, SIZE)), SIZE) == sorted(at for at in among if plain[at] >= much)


@given(ADDED, SOME, st.integers(1, SIZE))
def test_the_best_of_some(added, among, count):
    sums, plain = summed(added)
    sure, tied, much = sums.best(count, mask(among, SIZE))
    ranked = sorted((plain[at] for at in among), reverse=True)
    assert sure & tied == 0
    assert all(plain[at] > much for at in places(sure, SIZE))
    if len(among) >= count:
        assert much == ranked[count - 1]
        assert {plain[at] for at in places(tied, SIZE)} == {much}
        assert sure.bit_count() < count <= sure.bit_count() + tied.bit_count()
    else:
        assert places(sure | tied, SIZE) == sorted(among)
