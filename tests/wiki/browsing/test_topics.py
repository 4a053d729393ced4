"""Topics: every vocabulary that pages are filtered by, and a page for each of its terms."""

import pytest
from browsing_library import CASES
from flask.testing import FlaskClient


def test_topics_define_count_and_name_otherwise(reader: FlaskClient) -> None:
    page = reader.get("/topics").text
    assert 'href="/topics/org_type/local_union"' in page
    assert "Also: CLC, labor council" in page
    assert f"<span>{CASES}<span" in page
    assert 'id="currency"' not in page


def test_a_term_lists_its_pages(reader: FlaskClient) -> None:
    page = reader.get("/topics/areas/mobile_text").text
    assert "Showing 1–10 of 12 pages" in " ".join(page.split())
    assert 'href="/topics/areas/mobile_text?page=2"' in page
    assert 'href="/search?area=mobile_text"' in page
    assert "part 12" in reader.get("/topics/areas/mobile_text?page=2").text


def test_a_term_without_pages_says_what_belongs_there(reader: FlaskClient) -> None:
    assert "No page carries this yet" in reader.get("/topics/org_type/central_labor_council").text


@pytest.mark.parametrize("path", ["areas/none", "none/email", "currency/USD", "tool/signal", "areas/%00", "areas/é"])
def test_unknown_terms_are_not_there(reader: FlaskClient, path: str) -> None:
    assert reader.get(f"/topics/{path}").status_code == 404
