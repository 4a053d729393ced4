"""Search and kind lists: words, filters, order, paging, empty answers, and what readers without rights never see."""

import html
import re

import pytest
from browsing_library import CANARY, CASES
from flask.testing import FlaskClient
from front_door import Site

KINDS = (
    "case-studies", "how-tos", "tools", "events", "questions", "next-steps", "collections", "sessions", "pages",
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>", "\x00", "%", "' OR 1=1 --", '"', "((", "a" * 5000, "*", "-", "NOT AND OR", "\ud83d",
    "٣", "kind:page", "../../etc/passwd", "{{ 7*7 }}", "99999999999999999999", "-1", "1e9", "İ",
)  # fmt: skip


def words_of(client: FlaskClient, address: str) -> str:
    """The page's words with single spaces and without markup."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def titles_of(client: FlaskClient, address: str) -> list[str]:
    """The titles listed, in order."""
    return re.findall(r'<h2><a href="/wiki/[^"]*">([^<]*)</a></h2>', client.get(address).text)


def test_results_say_how_many_and_mark_the_words(reader: FlaskClient) -> None:
    page = reader.get("/search?q=ballot").text
    assert "Showing 1–10 of 13 results for “ballot”" in words_of(reader, "/search?q=ballot")
    assert "<mark>ballot</mark>" in page
    assert re.search(r'<a href="/wiki/[^"]*#h-what-we-did">', page)


@pytest.mark.parametrize("word", ["ballot", "numbers", "chat", "strikes", "drivers"])
def test_the_part_that_matched_stands_on_the_page(reader: FlaskClient, word: str) -> None:
    for slug, anchor in re.findall(r'href="/wiki/([^"#]+)#([^"]+)"', reader.get(f"/search?q={word}").text):
        assert f'id="{anchor}"' in reader.get(f"/wiki/{slug}").text


def test_the_page_number_stands_in_the_title(reader: FlaskClient) -> None:
    assert "<title>ballot · search · page 2 of 2 · Fieldbook</title>" in reader.get("/search?q=ballot&page=2").text


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "99999999999"])
def test_a_page_past_the_end_is_the_first(reader: FlaskClient, number: str) -> None:
    assert "Showing 1–10 of 13" in words_of(reader, f"/search?q=ballot&page={number}")


def test_filters_narrow_and_can_be_taken_away_one_by_one(reader: FlaskClient) -> None:
    address = "/search?q=ballot&org_type=worker_center&outcome=did_not_work"
    page = html.unescape(reader.get(address).text)
    assert titles_of(reader, address) == ["A site that came to a stop"]
    assert 'href="/search?q=ballot&outcome=did_not_work"' in page
    assert 'href="/search?q=ballot&org_type=worker_center"' in page
    assert re.search(r'href="/search\?q=ballot">Clear filters', page)
    assert "12 more pages match without your filters" in page


def test_terms_of_one_filter_are_or_and_filters_are_and(reader: FlaskClient) -> None:
    both = "/search?org_type=worker_center&org_type=local_union"
    assert "of 13 pages" in words_of(reader, both)
    assert titles_of(reader, f"{both}&area=website") == ["A site that came to a stop"]


def test_filters_have_counts_and_labels(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=ballot")
    assert f"Worked ( {CASES} )" in words
    assert "Worker center ( under 3 )" in words
    assert "Local union ( under 15 )" in words  # else the small group is 13 less 12
    assert "Groups of fewer than 3 are not counted" in words


def test_a_tool_is_called_by_its_page_or_by_its_name(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=talk&tool=signal")
    assert "Remove filter Tool: Signal" in words
    assert "Paper and pen ( 1 )" in words


def test_an_unknown_term_is_left_out_and_named(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=ballot&org_type=moon_base&outcome=worked&nonsense=1")
    assert "left out: moon_base" in words
    assert "of 12 results" in words


def test_filters_that_only_facts_lead_to_work_as_well(reader: FlaskClient) -> None:
    assert "Nothing found with these filters" in words_of(reader, "/search?affiliation=independent&still_running=yes")


def test_order(reader: FlaskClient) -> None:
    assert titles_of(reader, "/case-studies")[0] == "A site that came to a stop"
    assert titles_of(reader, "/case-studies?sort=newest")[:2] == [
        "A site that came to a stop", "Strike vote by text, part 12",
    ]  # fmt: skip
    assert '<option value="" selected>Title' in reader.get("/case-studies?sort=best").text


def test_no_results_repeat_the_question_and_lead_on(reader: FlaskClient) -> None:
    page = reader.get("/search?q=qqqq&org_type=worker_center").text
    words = words_of(reader, "/search?q=qqqq&org_type=worker_center")
    assert "Nothing found for “qqqq” with these filters" in words
    assert "Search without filters" in words
    assert 'href="/topics#areas"' in page
    assert "Write this page" not in words


def test_members_are_invited_to_write_what_is_missing(library: Site) -> None:
    page = library.client("member").get("/search?q=qqqq").text
    assert 'href="/new?title=qqqq"' in page


def test_a_better_spelling_is_used_when_nothing_says_what_was_typed(reader: FlaskClient) -> None:
    address = "/search?q=ballott+closed&area=mobile_text"
    words = words_of(reader, address)
    assert "Nothing says “ballott closed”, so this list is for ballot closed . Search as typed" in words
    assert "Showing 1–10 of 12 results for “ballot closed”" in words
    assert 'href="/search?q=ballott+closed&amp;area=mobile_text&amp;typed=1"' in reader.get(address).text


def test_words_can_be_searched_as_typed(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=ballott&typed=1")
    assert "Nothing found for “ballott”" in words
    assert "Did you mean ballot ?" in words
    assert "No page has all of these words" in words_of(reader, "/search?q=ballott+closed&typed=1")


def test_pages_for_members_are_in_no_list_count_or_suggestion_of_others(library: Site) -> None:
    reader = library.client()
    for address in (f"/search?q={CANARY}", f"/search?q=only+{CANARY}x", "/pages", "/search", "/changes", "/orphans"):
        found = reader.get(address).text.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
        assert "/wiki/only-for-members" not in found, address
    assert reader.get(f"/search/suggest?q={CANARY[:4]}").json == {"groups": []}
    assert CANARY not in reader.get("/wanted").text
    assert CANARY in library.client("member").get("/wanted").text
    assert "of 20 pages" in words_of(library.client("member"), "/search")
    assert "of 19 pages" in words_of(reader, "/search")


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_has_a_list_or_says_why_it_is_empty(reader: FlaskClient, path: str) -> None:
    page = reader.get(f"/{path}")
    assert page.status_code == 200
    assert ("Showing 1–" in page.text) != ("Nothing here yet" in page.text)


def test_a_kind_list_offers_the_filters_of_its_kind(reader: FlaskClient) -> None:
    page = reader.get("/how-tos").text
    assert 'name="level"' in page
    assert 'name="outcome"' not in page
    assert titles_of(reader, "/how-tos?kind=page") == ["Set up a group chat"]


def test_suggestions_are_grouped_by_kind(reader: FlaskClient) -> None:
    groups = reader.get("/search/suggest?q=sig").json["groups"]
    assert groups == [{"sort": "tools", "label": "Tools", "items": [{"title": "Signal", "url": "/wiki/signal"}]}]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_and_terms_are_answered(reader: FlaskClient, value: str) -> None:
    names = ("q", "kind", "org_type", "area", "tool", "level", "outcome", "sort", "page", "series")
    sent = {name: value.encode("utf-8", "surrogatepass") for name in names}
    for path in ("/search", "/search/suggest", *(f"/{kind}" for kind in KINDS)):
        answer = reader.get(path, query_string=sent)
        assert answer.status_code == 200, (path, value)
        assert "<script>alert" not in answer.text
        assert reader.get(path, query_string={"q": sent["q"]}).status_code == 200


def test_words_from_right_to_left_do_not_turn_round_what_stands_beside_them(reader: FlaskClient) -> None:
    page = reader.get("/search", query_string={"q": "שביתה 5"}).text
    assert "“\N{FIRST STRONG ISOLATE}שביתה 5\N{POP DIRECTIONAL ISOLATE}”" in page
    assert 'dir="auto"' in page
    assert "\N{FIRST STRONG ISOLATE}" not in reader.get("/search", query_string={"q": "café 5"}).text
