"""A search that is kept finds what its result shows, narrowed as it is, and for each reader what they may see."""

import re
from datetime import date
from html import unescape

from front_door import Site
from watching_place import Place

from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves

NARROWED = (
    "/search?org_type=worker_center&cost_to=500",
    "/search?cost_from=100&cost_to=500",
    "/search?q=zebrafish+cost%3A%3C500",
    "/search?q=zebra*+-giraffe+org%3A%22worker+center%22+cost%3A%3C500",
    "/case-studies?q=zebrafish&cost_to=500",
    "/case-studies?org_type=worker_center&cost_to=500&sort=newest",
)


def case(site: Site, title: str, cost: int, **more: object) -> str:
    values = {"title": title, "summary": "Short.", "org_type": "worker_center", "org_name_shown": "described",
              "org_description": "A center", "areas": ["email"], "what_we_did": "We counted zebrafish.",
              "what_failed": "No.", "outcome": "worked", **more,
              "cost_first_year": {"amount": cost, "currency": "USD", "year": 2024}}  # fmt: skip
    return site.service(Pages).create(site.person("editor"), "case_study", values).slug


def feed_of(page: str) -> str:
    found = re.search(r'type="application/atom\+xml" title="Feed" href="([^"]+)"', page)
    assert found is not None
    assert f'href="{found.group(1)}">a feed (Atom)' in page  # for people too, not for programs alone
    return unescape(found.group(1))


def test_a_narrowed_result_is_watched_and_fed_as_it_is(place: Place) -> None:
    site = place.site
    case(site, "Counting for little", 250)
    case(site, "Counting for much", 90000)
    case(site, "Counting for less", 250, org_type="local_union")
    site.work()
    for path in NARROWED:
        page = site.client("member", "Ana").get(path).text
        feed = site.client().get(feed_of(page)).text
        shown = {title for title in ("little", "much", "less") if f"Counting for {title}</a></h2>" in page}
        fed = {title for title in ("little", "much", "less") if f"<title>Counting for {title}</title>" in feed}
        assert "little" in shown, path
        assert shown == fed, path
        name = re.search(r'name="sort" value="search">\s*<input type="hidden" name="name" value="([^"]*)"', page)
        assert name is not None, path
        who = site.person("member", f"Reader {NARROWED.index(path)}")
        place.watch(who, "search", unescape(name.group(1)))
    case(site, "Counting again for little", 250)
    case(site, "Counting again for much", 90000)
    told = [[line.title for line in place.told(site.person("member", f"Reader {at}"))] for at in range(len(NARROWED))]
    assert told == [["Counting again for little"]] * len(NARROWED)


def test_a_hidden_page_is_in_no_feed_and_no_notice_of_a_narrowed_search(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    site.work()
    place.watch(ana, "search", "org_type=worker_center&cost_to=500")
    slug = case(site, "Zxq counting", 250)
    site.service(Shelves).restrict(site.person("editor"), slug, "held", date(2027, 6, 1))
    assert place.told(ana) == []
    for role in ("reader", "member"):
        assert "Zxq" not in site.client(role, "Ana" if role == "member" else "").get("/search.atom?cost_to=500").text
    site.service(Shelves).restrict(site.person("editor"), slug, "members", None)
    site.work()
    feeds = {
        role: site.client(role).get("/search.atom?cost_to=500&org_type=worker_center").text
        for role in ("reader", "member")
    }
    assert ("Zxq" in feeds["reader"], "Zxq" in feeds["member"]) == (False, True)


def test_a_whole_list_is_watched_as_its_kind(lite: Place) -> None:
    page = lite.site.client("member", "Ana").get("/case-studies").text
    assert 'name="sort" value="kind"' in page
    assert 'href="/case-studies.atom"' in page
