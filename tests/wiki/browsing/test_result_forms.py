"""A result as a table and as data: the same pages, under the same rights, and nothing a spreadsheet would work out."""

import csv
import io
from xml.etree import ElementTree

from browsing_library import CANARY
from flask.testing import FlaskClient
from front_door import Site
from test_search_page import titles_of

from wiki.web.cells import cell


def test_a_result_as_a_table(reader: FlaskClient) -> None:
    answer = reader.get("/search.csv?q=ballot&org_type=local_union")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv"
    assert len(rows) == 12
    assert rows[0]["address"].startswith("/wiki/")
    assert [row["title"] for row in rows[:10]] == titles_of(reader, "/search?q=ballot&org_type=local_union")


def test_a_result_as_data_page_by_page(reader: FlaskClient) -> None:
    first = reader.get("/search.json?q=ballot").json
    assert (first["total"], first["pages"], len(first["results"])) == (13, 2, 10)
    second = reader.get(first["next"]).json
    assert (len(second["results"]), second["next"]) == (3, "")


def test_rights_hold_in_every_form(library: Site) -> None:
    member, reader = library.client("member"), library.client()
    for form in ("csv", "json"):
        assert "only-for-members" in member.get(f"/search.{form}?q={CANARY}").text
        assert "only-for-members" not in reader.get(f"/search.{form}?q={CANARY}").text


def test_no_cell_is_a_formula() -> None:
    assert [cell(words) for words in ("=1+1", "-2", "@a", "plain")] == ["'=1+1", "'-2", "'@a", "plain"]


def test_browsers_can_add_the_search(reader: FlaskClient) -> None:
    described = ElementTree.fromstring(reader.get("/opensearch.xml").data)
    (address,) = [one.get("template", "") for one in described if one.tag.endswith("Url")]
    assert address.endswith("/search?q={searchTerms}")
    assert 'rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"' in reader.get("/").text
