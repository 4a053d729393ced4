"""The front page: only what exists, counted for whoever reads it."""

import re

from browsing_library import CASES
from flask.testing import FlaskClient
from front_door import Site


def test_it_counts_what_there_is(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert f"{CASES + 1} case studies and 1 how-to by and for" in page
    assert re.search(r'href="/case-studies\?org_type=worker_center">Worker center</a> <span>under 3<', page)
    assert re.search(r'href="/case-studies\?org_type=local_union">Local union</a> <span>under 15<', page)
    assert 'href="/topics/areas/email"' in page


def test_every_search_it_suggests_finds_something(reader: FlaskClient) -> None:
    tries = re.findall(r'<a href="(/search\?q=[^"]*)">', reader.get("/").text.split('class="try"')[1].split("</p>")[0])
    assert tries
    assert all("Showing 1–" in reader.get(address).text for address in tries)


def test_it_shows_the_event_that_begins_last(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert "Autumn school" in page
    assert "Thursday, October 1, 2026 – Friday, October 2, 2026" in page
    assert "Union hall" in page


def test_starts_lead_to_their_collection_or_to_a_list(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert 'href="/wiki/start-here-starting-out">Find a first step' in page
    assert 'href="/wiki/strike-vote-by-text-part-02">Strike vote by text, part 02</a>' in page
    assert 'href="/tools">Get more from tools' in page


def test_failures_stand_beside_what_is_new(reader: FlaskClient) -> None:
    failed = reader.get("/").text.split('id="failed"')[1]
    assert "A site that came to a stop" in failed
    assert "Did not work" in failed
    assert "part 01" not in failed.split("</section>")[0]


def test_an_empty_site_invites_to_write(site: Site) -> None:
    page = site.client().get("/").text
    assert "Nobody has written a page yet" in page
    assert 'href="/new/case_study"' in page
    assert "At this event" not in page


def test_readers_without_an_account_get_no_cookie(reader: FlaskClient) -> None:
    for path in ("/", "/search?q=ballot", "/case-studies", "/topics", "/changes", "/wanted", "/people/ana", "/healthz"):
        assert "Set-Cookie" not in reader.get(path).headers, path
