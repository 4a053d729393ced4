"""What is in force is said, can be taken away one by one, and what cannot be is answered in plain words."""

import html
from typing import Any

import pytest
from browsing_library import case, index, write
from flask.testing import FlaskClient
from front_door import Site
from test_search_page import titles_of, words_of

from auth.model import ANONYMOUS
from wiki.browsing.model import Ask
from wiki.browsing.service import Browsing
from wiki.pages.shelves import Shelves


@pytest.mark.parametrize(
    ("typed", "said", "left"),
    [
        ("ballot cost:<500", "Cost in the first year: under $500", "ballot"),
        ("cost:>1,500", "Cost in the first year: over $1,500", ""),
        ("cost:100-500 ballot", "Cost in the first year: $100 to $500", "ballot"),
        ("ballot cost:500", "Cost in the first year: up to $500", "ballot"),
        ("ballot hours:<5", "Hours a week: under 5", "ballot"),
        ("since:2018 ballot", "Began: from 2018", "ballot"),
        ("ballot since:2018-04", "Began: from 2018-04", "ballot"),
        ("ballot before:2020", "Began: before 2020", "ballot"),
        ("since:2018 before:2020", "Began: 2018 to 2020", ""),
        ("ballot -tool:signal", "not Signal", "ballot"),
        ("ballot -org:worker-center vote", "not Worker center", "ballot vote"),
        ("ballot OR cost:<500 vote", "Cost in the first year: under $500", "ballot vote"),
    ],
)
def test_what_is_typed_is_said_and_taken_away(
    library: Site, reader: FlaskClient, typed: str, said: str, left: str
) -> None:
    listing = library.service(Browsing).listing(ANONYMOUS, Ask("/search", text=typed))
    (chip,) = listing.chosen
    assert chip.address == Ask("/search", text=left).address
    assert listing.bare == chip.address
    page = reader.get("/search", query_string={"q": typed}).text
    assert said in words_of(reader, Ask("/search", text=typed).address)
    assert f'href="{html.escape(chip.address)}"' in page


def test_bounds_beside_a_number_are_said_in_the_same_words(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=ballot&cost_from=20&cost_to=$1,500&hours_to=5&since_from=2018-04")
    for said in ("Cost in the first year: $20 to $1,500", "Hours a week: up to 5", "Began: from 2018-04"):
        assert f"Remove filter {said}" in words


def test_one_of_several_is_taken_away(library: Site) -> None:
    ask = Ask("/search", text="ballot cost:<5 -org:worker-center -tool:signal", filters={"area": ("website",)})
    chips = library.service(Browsing).listing(ANONYMOUS, ask).chosen
    assert [one.address for one in chips] == [
        Ask("/search", text=ask.text).address,
        Ask("/search", text="ballot -org:worker-center -tool:signal", filters=ask.filters).address,
        Ask("/search", text="ballot cost:<5 -tool:signal", filters=ask.filters).address,
        Ask("/search", text="ballot cost:<5 -org:worker-center", filters=ask.filters).address,
    ]


def test_clearing_filters_leaves_the_words_alone(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=ballot+-org:worker-center+cost:%3C5&area=website")
    assert "Without filters there are 13 pages." in words
    assert (
        'href="/search?q=ballot">Search without filters'
        in reader.get("/search?q=ballot+-org:worker-center+cost:%3C5&area=website").text
    )


@pytest.mark.parametrize("path", ["/search?q=ballot&page=", "/case-studies?page=", "/topics/areas/mobile_text?page="])
@pytest.mark.parametrize("page", ["9", "99999", "99999999999999"])
def test_a_page_past_the_end_is_the_first_and_said_so(reader: FlaskClient, path: str, page: str) -> None:
    words = words_of(reader, path + page)
    assert f"There is no page {min(int(page), 99999)} of this list; this is the first." in words
    assert "Showing 1–10 of" in words
    assert "There is no page" not in words_of(reader, path + "2")


def test_a_term_nobody_knows_is_named_and_left_out(reader: FlaskClient) -> None:
    for path in ("/search?q=ballot&area=moon", "/case-studies?area=moon"):
        assert "Not a filter here, so left out: moon." in words_of(reader, path)
        assert "of 13" in words_of(reader, path)


def test_a_filter_by_a_hidden_page_tells_nothing_of_it(make_site: Any) -> None:
    site: Site = make_site()
    tool = write(
        site, "tool", "Tool: “Zeta”, Plan B!", category="group_chat_forum", summary="x", getting_your_list_out="No."
    )
    write(site, "case_study", "A case", **case(1))
    site.service(Shelves).restrict(site.person("editor"), tool, "members")
    index(site)
    assert tool == "tool-zeta-plan-b"
    nothing = words_of(site.client(), "/search?tool=no-such-page").replace("No such page", "Tool zeta plan b")
    assert words_of(site.client(), f"/search?tool={tool}") == nothing
    assert "“Zeta”" in words_of(site.client("member"), f"/search?tool={tool}")


def test_an_order_that_was_chosen_is_that_order(library: Site) -> None:
    client = library.client()
    client.set_cookie("ours", "org_type=local_union")
    stopped = "A site that came to a stop"
    for path in ("/case-studies", "/search?q=ballot", "/search"):
        glue = "&" if "?" in path else "?"
        plain = titles_of(library.client(), f"{path}{glue}sort=title")
        assert titles_of(client, f"{path}{glue}sort=title") == plain
        assert plain[0] == stopped
        words = words_of(client, f"{path}{glue}sort=title")
        assert "In the order you chose. Organizations like yours first" in words
        assert "Like yours:" not in words
        assert titles_of(client, path)[0] != stopped


def test_topics_begin_with_the_closest_too_and_the_switch_is_there(make_site: Any) -> None:
    site: Site = make_site()
    write(site, "case_study", "A first", **case(1, org_type="worker_center"))
    write(site, "case_study", "B second", **case(2))
    index(site)
    topic = "/topics/areas/mobile_text"
    assert titles_of(site.client(), topic) == ["A first", "B second"]
    assert "Begin with organizations like yours" in words_of(site.client(), topic)
    assert "csrf_token" not in site.client().get(topic).text
    client = site.client()
    client.set_cookie("ours", "org_type=local_union")
    page = client.get(topic)
    assert titles_of(client, topic) == ["B second", "A first"]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'name="next" value="/topics/areas/mobile_text"' in page.text
    client.set_cookie("ours", "org_type=local_union&off=1")
    assert titles_of(client, topic) == ["A first", "B second"]
    assert "In the same order for everybody." in words_of(client, topic)
