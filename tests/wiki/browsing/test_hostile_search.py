"""Two hundred queries that nobody means well, through the front door: each is answered, its words kept in the box."""

import html
import re
import runpy
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from front_door import Site
from werkzeug.datastructures import MultiDict

from wiki.browsing.forms import read_ask
from wiki.browsing.service import Browsing
from wiki.settings import ROOT

HOSTILE: Sequence[str] = runpy.run_path(str(ROOT / "tests" / "contracts" / "search_index_hostile.py"))["HOSTILE"]


def sent(client: FlaskClient, path: str, text: str) -> str:
    answer = client.get(path, query_string={"q": text.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200, text[:80]
    return answer.text


def box(page: str) -> str:
    """What stands in the search box."""
    found = re.search(r'<input id="find"[^>]* value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_every_query_is_answered_with_its_words_in_the_box(library: Site, role: str) -> None:
    client, asking = library.client(role), library.service(Browsing).asking
    assert len(HOSTILE) >= 200
    for text in HOSTILE:
        page = sent(client, "/search", text)
        kept = read_ask(MultiDict([("q", text)]), asking, "/search")
        if not re.search(r"[\ud800-\udfff]", text):  # half a character arrives as the signs it was sent in
            assert box(page) == kept.text, text[:80]
        assert kept.text or kept.filters or not re.search(r"\w", text), text[:80]
        assert "could not be searched" not in page
        assert "is being made" not in page, text[:80]


def test_every_beginning_is_answered(library: Site) -> None:
    for text in HOSTILE:
        sent(library.client(), "/search/suggest", text)
