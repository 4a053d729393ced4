"""Feeds: valid Atom, public content alone for readers without an account, and nothing of what is hidden or withheld."""

from datetime import date
from xml.etree import ElementTree

import pytest
from front_door import Site, token
from sqlalchemy import select, text

from auth.desk import Desk
from auth.model import SYSTEM
from storage.database import Database
from wiki.pages.model import Revision
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '</title><script>alert(1)</script> ]]> &amp; \x00\x0b\ufffe <!ENTITY x "y">'


def read(site: Site, path: str, role: str = "reader", name: str = "") -> ElementTree.Element:
    answer = site.client(role, name).get(path)
    assert answer.status_code == 200, path
    assert answer.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.get_data())


def titles(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]


def case(site: Site, title: str) -> str:
    values = {"title": title, "summary": "Short.", "org_type": "worker_center", "org_name_shown": "described",
              "org_description": "A center", "areas": ["email"], "what_we_did": "Much.", "what_failed": "Little.",
              "outcome": "worked"}  # fmt: skip
    return site.service(Pages).create(site.person("editor"), "case_study", values, "Because").slug


def test_each_list_has_its_feed_and_names_it(any_site: Site) -> None:
    site, slug = any_site, case(any_site, "Counting zebrafish")
    site.page("A plain page")
    site.work()
    expected = {
        "/changes": ["A plain page", "Counting zebrafish"],
        "/case-studies": ["Counting zebrafish"],
        "/pages": ["A plain page"],
        "/topics/org_type/worker_center": ["Counting zebrafish"],
        "/search?q=zebrafish": ["Counting zebrafish"],
        f"/wiki/{slug}/history": ["Counting zebrafish"],
    }
    for page, found in expected.items():
        path = page.replace("/search?", "/search.atom?") if "?" in page else f"{page}.atom"
        assert titles(read(site, path)) == found, path
        assert f'type="application/atom+xml" title="Feed" href="{path}"' in site.client().get(page).text


def test_a_feed_has_what_the_standard_asks_for(make_site) -> None:
    site = make_site(base_url="https://wiki.example.org")
    slug = case(site, "Counting zebrafish")
    feed = read(site, "/changes.atom")
    assert feed.findtext(f"{ATOM}id") == "tag:wiki.example.org,2026:/changes.atom"
    assert feed.findtext(f"{ATOM}updated")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "https://wiki.example.org/changes.atom", "alternate": "https://wiki.example.org/changes"}
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == f"https://wiki.example.org/wiki/{slug}"  # type: ignore[union-attr]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Editor"
    before = entry.findtext(f"{ATOM}id")
    site.service(Shelves).move(site.person("editor"), slug, "elsewhere")
    moved = read(site, "/changes.atom").find(f"{ATOM}entry")
    assert moved is not None
    assert moved.findtext(f"{ATOM}id") == before
    old = site.client().get(f"/wiki/{slug}/history.atom")
    assert (old.status_code, old.headers["Location"]) == (301, "/wiki/elsewhere/history.atom")


def test_an_empty_feed_is_a_feed(site: Site) -> None:
    assert read(site, "/changes.atom").findtext(f"{ATOM}updated") == "2011-02-13T00:00:00+00:00"


def test_hostile_words_stay_words(any_site: Site) -> None:
    site = any_site
    kept = HOSTILE.replace("\x00", "")  # which PostgreSQL does not take
    slug = site.page()
    with site.service(Database).write() as session:
        session.execute(text("UPDATE page SET title = :words, summary = :summary"), {"words": kept, "summary": kept})
        session.execute(text("UPDATE account SET name = :words"), {"words": kept})
        for revision in session.scalars(select(Revision)):
            revision.note = kept
    for path in ("/changes.atom", "/pages.atom", f"/wiki/{slug}/history.atom"):
        feed = read(site, path)
        assert titles(feed) == [kept.replace("\x0b", "").replace("\ufffe", "")]
        assert {element.tag.removeprefix(ATOM) for element in feed.iter()} == {
            "feed", "id", "title", "updated", "link", "author", "name", "entry", "published", "summary"
        }  # fmt: skip


def test_hidden_is_absent_and_withheld_is_the_site(any_site: Site) -> None:
    site, editor = any_site, any_site.person("editor")
    hidden, shown = case(site, "Zxqhidden"), case(site, "Shown")
    site.service(Shelves).restrict(editor, hidden, "held", date(2027, 6, 1))
    with site.service(Database).write() as session:
        for revision in session.scalars(select(Revision)):
            revision.signed = "withheld"
    site.work()
    for path in ("/changes.atom", "/case-studies.atom", "/topics/outcome/worked.atom", "/search.atom?q=short",
                 f"/wiki/{shown}/history.atom"):  # fmt: skip
        feed = read(site, path)
        assert titles(feed) == ["Shown"], path
        assert "Editor" not in [name.text for name in feed.iter(f"{ATOM}name")]
        assert feed.find(f"{ATOM}entry/{ATOM}author") is None
    client = site.client()
    for path in (f"/wiki/{hidden}/history.atom", "/wiki/never-was/history.atom", "/topics/org_type/never.atom",
                 "/topics/never/worked.atom", "/never.atom", "/search.atom", "/search.atom?sort=newest"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert titles(read(site, "/changes.atom", "editor")) == ["Shown", "Zxqhidden"]


def test_a_search_of_a_hidden_page_finds_nothing(any_site: Site) -> None:
    site = any_site
    site.service(Shelves).restrict(site.person("editor"), site.page("Zxqhidden"), "members")
    site.work()
    assert titles(read(site, "/search.atom?q=zxqhidden")) == []
    assert titles(read(site, "/search.atom?q=zxqhidden", "member")) == ["Zxqhidden"]


def test_a_private_feed_shows_what_its_owner_may_see_now(any_site: Site) -> None:
    site = any_site
    site.service(Shelves).restrict(site.person("editor"), site.page("For members"), "members")
    ana = site.client("member", "Ana")

    def make(do: str = "make") -> str:
        page = ana.post("/watching/feed", data={"csrf_token": token(ana, "/theme"), "do": do}, follow_redirects=True)
        return page.text.split("/feeds/mine/")[1].split("<")[0] if do == "make" else ""

    key = make()
    answer = site.client().get(f"/feeds/mine/{key}")
    assert titles(ElementTree.fromstring(answer.get_data())) == ["For members"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert key not in answer.text
    with site.service(Database).read() as session:
        assert session.scalar(text("SELECT feed_hash FROM wishes")) != key
    newer = make()
    assert site.client().get(f"/feeds/mine/{key}").status_code == 404
    assert site.client().get(f"/feeds/mine/{newer}").status_code == 200
    site.service(Desk).roster.deactivate(SYSTEM, site.person("member", "Ana").id or 0)
    assert site.client().get(f"/feeds/mine/{newer}").status_code == 404


@pytest.mark.parametrize("path", ["/changes.atom", "/search.atom?q=vote"])
def test_a_feed_that_did_not_change_is_not_sent_again(site: Site, path: str) -> None:
    slug = site.page()
    site.work()
    client = site.client()
    first = client.get(path)
    assert first.headers["Last-Modified"]
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=again).status_code == 304
    whole = {"title": "Texting members before a vote", "summary": "A page for a test.", "body": "New."}
    site.service(Pages).save(site.person("editor"), slug, 1, whole)
    site.work()
    assert client.get(path, headers=again).status_code == 200
