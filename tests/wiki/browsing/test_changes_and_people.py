"""Changes, wanted and lonely pages, and people."""

import pytest
from browsing_library import CASES, close, fill, index, write
from flask.testing import FlaskClient
from front_door import Site


def test_changes_come_newest_first_with_who_and_why(reader: FlaskClient) -> None:
    page = reader.get("/changes").text
    assert page.index("Spring school") < page.index("Autumn school") < page.index("Signal")
    assert '<a href="/people/ana">Ana</a>' in page
    assert "Wrote Strike vote by text, part 03" in page


def test_changes_are_paged_and_a_page_past_the_end_is_the_first(site: Site) -> None:
    for number in range(31):
        site.page(f"Page {number:02}")
    reader = site.client()
    assert "Page 00" in reader.get("/changes?page=2").text
    assert "Page 00" not in reader.get("/changes").text
    assert "Page 30" in reader.get("/changes?page=9").text


def test_wanted_pages_lead_members_to_writing_and_readers_to_a_search(library: Site, reader: FlaskClient) -> None:
    page = reader.get("/wanted").text
    assert 'href="/search?q=Phone+tree"' in page
    assert "Asked for by one page" in page
    assert 'href="/new?title=Phone+tree"' in library.client("member").get("/wanted").text


def test_pages_nobody_links_to(reader: FlaskClient) -> None:
    page = reader.get("/orphans").text
    assert "Nobody links here" in page
    assert 'href="/wiki/signal"' not in page


def test_a_person_has_a_role_and_what_they_published(reader: FlaskClient) -> None:
    page = reader.get("/people/ana").text
    assert f"Wrote or changed {CASES} pages" in page
    assert "Editor" in page
    assert "example.org" not in page


@pytest.mark.parametrize("handle", ["nobody", "%00", "..", "ana'--", "é"])
def test_nobody_of_that_name(reader: FlaskClient, handle: str) -> None:
    assert reader.get(f"/people/{handle}").status_code == 404


def test_a_closed_account_has_no_page_and_no_link(site: Site) -> None:
    write(site, "page", "A page that stays", by="Bea", body="Words.")
    index(site)
    assert 'href="/people/bea"' in site.client().get("/changes").text
    close(site, "Bea")
    assert site.client().get("/people/bea").status_code == 404
    changes = site.client("member").get("/changes").text
    assert "Bea" in changes
    assert 'href="/people/bea"' not in changes


def test_both_databases_answer_the_same(any_site: Site) -> None:
    fill(any_site)
    reader = any_site.client()
    shown = {path: reader.get(path) for path in ("/", "/changes", "/topics", "/wanted", "/orphans", "/people/ana")}
    assert {path: answer.status_code for path, answer in shown.items()} == dict.fromkeys(shown, 200)
    assert "A site that came to a stop" in shown["/"].text
    assert f"Wrote or changed {CASES} pages" in shown["/people/ana"].text
    assert f"<span>{CASES}<span" in shown["/topics"].text
    assert [reader.get(f"/people/{name}").status_code for name in ("%00", "a" * 3000)] == [404, 404]
