"""Three pages below every page, under the reader's rights, and facts and ranges in lists."""

import re

from browsing_library import CANARY
from flask.testing import FlaskClient
from front_door import Site
from test_search_page import words_of


def alike(client: FlaskClient, slug: str) -> list[str]:
    page = client.get(f"/wiki/{slug}").text
    below = page.partition('<section class="alike"')[2].partition("</section>")[0]
    return re.findall(r'href="/wiki/([^"]+)"', below)


def test_every_page_ends_with_three_like_it_and_never_itself(reader: FlaskClient) -> None:
    for slug in ("strike-vote-by-text-part-03", "set-up-a-group-chat", "autumn-school"):
        found = alike(reader, slug)
        assert 0 < len(found) <= 3, slug
        assert slug not in found
    assert all(one.startswith("strike-vote-by-text") for one in alike(reader, "strike-vote-by-text-part-03"))


def test_a_page_for_members_is_like_no_page_of_others(library: Site) -> None:
    reader = library.client()
    for slug in ("nobody-links-here", "signal", "start-here-starting-out"):
        assert not any(CANARY in one for one in alike(reader, slug))
    assert library.client().get(f"/wiki/only-for-members-{CANARY}").status_code == 404


def test_cards_tell_the_outcome_at_a_glance(reader: FlaskClient) -> None:
    assert "Worker center · Did not work" in words_of(reader, "/search?q=%22came+to+a+stop%22")


def test_numbers_are_asked_for_beside_the_filters(starter: Site) -> None:
    reader = starter.client()
    chosen, typed = "/search?cost_to=500", "/search?q=cost:500"
    one, other = words_of(reader, chosen), words_of(reader, typed)
    assert re.search(r"of (\d+)", one)[1] == re.search(r"of (\d+)", other)[1]
    assert "Remove filter Cost in the first year: up to $500" in one
    assert "Remove filter Cost in the first year: up to $500" in other
    assert 'name="cost_to" value="500"' in reader.get(chosen).text
    assert "left out: soon" in words_of(reader, "/search?since_from=soon")
    assert re.search(r"of (\d+)", words_of(reader, "/case-studies?since_from=2018&since_to=2018"))
