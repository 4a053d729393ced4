"""What is typed is understood and said: names among the words, words that mean the same, and examples that work."""

import html
import re

from flask.testing import FlaskClient
from front_door import Site
from test_search_page import titles_of, words_of

from auth.model import ANONYMOUS
from wiki.browsing.searches import Searches


def test_a_filter_that_was_typed_is_a_filter_like_any_other(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=ballot+org:%22worker+center%22")
    assert titles_of(reader, "/search?q=ballot+org:%22worker+center%22") == ["A site that came to a stop"]
    assert "Remove filter Organization type: Worker center" in words
    assert 'href="/search?q=ballot">' in reader.get("/search?q=ballot+org:%22worker+center%22").text
    assert "for “ballot”" in words


def test_a_list_of_one_kind_has_only_that_kind(reader: FlaskClient) -> None:
    assert titles_of(reader, "/how-tos?q=chat+kind:tool") == ["Set up a group chat"]


def test_words_that_mean_the_same_are_looked_for_said_and_switched_off(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=lodge")
    assert re.search(r"Also looked for: .*local union", words)
    assert "of 13 results" in words
    exact = html.unescape(reader.get("/search?q=lodge").text)
    assert 'href="/search?q=lodge&typed=1">Search only as typed' in exact
    assert "Nothing found for “lodge”" in words_of(reader, "/search?q=lodge&typed=1")


def test_pages_with_all_words_are_counted(reader: FlaskClient) -> None:
    words = words_of(reader, "/search?q=chat+ballot+vote+texts+stop")
    assert "have all your words; then come those with most" in words or "No page has all of these words" in words


def test_a_kept_search_finds_what_the_search_page_finds(library: Site) -> None:
    searches = library.service(Searches)
    assert searches.spelled("q=ballot kind:tool") == "q=ballot&kind=tool"
    assert len(searches.newest(ANONYMOUS, "q=lodge", 50)) == 13
    assert searches.newest(ANONYMOUS, "q=lodge&typed=1", 50) == []


def test_every_example_beside_the_search_box_finds_something(starter: Site) -> None:
    reader = starter.client()
    page = reader.get("/search").text
    block = page[page.index('<dl class="ways">') : page.index("</dl>", page.index('<dl class="ways">'))]
    examples = [html.unescape(one) for one in re.findall(r'<dt><a href="([^"]+)"', block)]
    assert len(examples) > 5
    assert "<dt>by:jane</dt>" in block  # nobody signed the pages a site begins with; `test_signed_by` finds some
    for address in examples:
        words = words_of(reader, address)
        assert "Showing 1–" in words, address
        assert "No page has all" not in words, address
        assert "so this list is for" not in words, address
