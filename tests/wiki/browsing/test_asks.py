"""What an address asks for: whatever it holds is understood, and its one spelling means the same."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from front_door import Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from wiki.browsing.asking import Asking
from wiki.browsing.forms import read_ask
from wiki.browsing.service import Browsing

FACETS = {
    "kind": ["tool", "case_study"], "org_type": ["local_union", "worker_center"], "area": ["email"],
    "tool": ["signal", "paper-and-pen"], "level": ["0_unknown"], "still_running": ["yes"], "series": ["organizing-2-0"],
}  # fmt: skip
PAIRS = st.one_of(
    st.tuples(st.sampled_from(["q", "sort", "page", "kind", "org_type", "tool", "series"]), st.text(max_size=30)),
    st.sampled_from([(name, term) for name, terms in FACETS.items() for term in terms]),
    st.sampled_from(
        [
            ("typed", "1"),
            ("sort", "title"),
            ("sort", "newest"),
            ("page", "3"),
            ("q", "rent strike"),
            ("q", "kind:tool rent OR org:local cost:<5"),
            ("cost_from", "20"),
            ("cost_to", "$1,500"),
            ("since_to", "2020-12"),
            ("since_from", "soon"),
        ]
    ),
)


@pytest.fixture(scope="module")
def asking(library: Site) -> Asking:
    return library.service(Browsing).asking


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(PAIRS, max_size=12))
def test_the_one_spelling_of_an_address_means_the_same(asking: Asking, pairs: list[tuple[str, str]]) -> None:
    ask = read_ask(MultiDict(pairs), asking, "/search")
    path, _, query = ask.address.partition("?")
    again = read_ask(MultiDict(parse_qsl(query)), asking, path)
    assert again == replace(ask, dropped=())


@pytest.mark.parametrize(("name", "terms"), FACETS.items())
def test_every_term_that_exists_is_taken(asking: Asking, name: str, terms: list[str]) -> None:
    asked = read_ask(MultiDict([(name, term) for term in [*terms, "NOT A TERM"]]), asking, "/search")
    assert dict(asked.filters) == {name: tuple(terms)}
    assert asked.dropped == ("NOT A TERM",)


def test_taking_a_filter_away_leaves_the_words_and_the_rest(asking: Asking) -> None:
    given_now = MultiDict([("q", "rent"), ("area", "email"), ("kind", "tool"), ("kind", "event"), ("page", "4")])
    ask = read_ask(given_now, asking, "/search")
    assert ask.without("kind", "tool") == "/search?q=rent&kind=event&area=email"
    assert ask.without("area", "email") == "/search?q=rent&kind=tool&kind=event"
    assert ask.without("level", "1_starting") == ask.at(1)
    assert ask.saying("strike") == "/search?q=strike&kind=tool&kind=event&area=email"


def test_a_list_of_one_kind_knows_no_filter_by_kind(asking: Asking) -> None:
    ask = read_ask(MultiDict([("kind", "tool"), ("area", "email")]), asking, "/how-tos", "how_to")
    assert dict(ask.filters) == {"area": ("email",)}
