"""Watching through the front door: buttons, the inbox, letters, and what stands in the header."""

from front_door import Site, token
from sqlalchemy import insert, select
from watching_place import Place

from storage.database import Database
from wiki.pages.model import Page
from wiki.watching.model import Notice
from wiki.watching.service import Watching


def press(site: Site, sort: str, name: str, do: str = "watch", back: str = "/") -> str:
    """Ana presses a button; returns where she is sent."""
    client = site.client("member", "Ana")
    form = {"csrf_token": token(client, "/theme"), "sort": sort, "name": name, "do": do, "next": back}
    answer = client.post("/watching", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_each_screen_offers_to_watch_what_it_shows_to_people_with_an_account(lite: Place) -> None:
    site = lite.site
    slug = site.page()
    site.work()
    ana, nobody = site.client("member", "Ana"), site.client()
    for path, sort, name in (
        (f"/wiki/{slug}", "page", slug),
        ("/topics/org_type/worker_center", "tag", "org_type/worker_center"),
        ("/case-studies", "kind", "case_study"),
        ("/search?q=vote&sort=title&page=1", "search", "q=vote&sort=title"),
    ):
        assert 'value="watch"' in ana.get(path).text, path
        assert 'value="watch"' not in nobody.get(path).text
        assert press(site, sort, name, back=path) == path
        assert 'value="stop"' in ana.get(path).text, path
        press(site, sort, name, "stop")
        assert 'value="watch"' in ana.get(path).text
    assert 'value="watch"' not in ana.get("/search").text  # it asks for nothing


def test_going_back_stays_on_this_site(lite: Place) -> None:
    slug = lite.site.page()
    assert press(lite.site, "page", slug, back="https://evil.example/") == "/"


def test_what_cannot_be_watched_is_said_in_plain_words(lite: Place) -> None:
    client = lite.site.client("member", "Ana")
    kept = token(client, "/theme")
    answer = client.post("/watching", data={"csrf_token": kept, "sort": "search", "name": ""})
    assert answer.status_code == 422
    assert "Search for words or choose a filter first." in answer.text
    answer = client.post("/watching/letters", data={"csrf_token": kept, "watched": "hourly", "meant": "once"})
    assert answer.status_code == 422
    assert "Choose how often letters come." in answer.text


def test_the_list_of_what_one_watches(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug = site.page("A <b>page</b>")
    for sort, name in (("page", slug), ("tag", "org_type/worker_center"), ("kind", "how_to"), ("search", "q=<i>x</i>")):
        place.watch(ana, sort, name)
    page = site.client("member", "Ana").get("/watching").text
    for words in ("A &lt;b&gt;page&lt;/b&gt;", "Worker center", "How-tos", "“&lt;i&gt;x&lt;/i&gt;”"):
        assert words in page
    found = site.service(Watching).everything(ana)
    for sort, (one,) in found.items():
        site.service(Watching).stop(ana, sort, one.key)
    assert not any(site.service(Watching).everything(ana).values())
    assert "You watch nothing yet." in site.client("member", "Ana").get("/watching").text


def test_the_inbox_says_what_is_unread_and_lets_it_be_marked(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug, other = site.page(), site.page("Other")
    for one in (slug, other):
        place.watch(ana, "page", one)
    site.work()
    for base in (1, 2):
        place.change(slug, site.person("editor"), base)
    place.change(other, site.person("editor"), title="Other")
    lines = place.told(ana)
    client = site.client("member", "Ana")
    page = client.get("/inbox").text
    assert page.count("Unread:") == 3
    assert "(3 unread)" in client.get("/").text
    kept = token(client, "/theme")
    client.post("/inbox/read", data={"csrf_token": kept, "notice": str(lines[0].id)})
    assert client.get("/inbox").text.count("Unread:") == 2
    place.change(other, site.person("editor"), 2, title="Other")
    site.work()
    client.post("/inbox/read", data={"csrf_token": kept, "newest": str(lines[0].id)})
    assert client.get("/inbox").text.count("Unread:") == 1  # what came since was not seen yet
    assert "unread" not in site.client("member", "Bo").get("/").text


def test_nobody_marks_the_notices_of_somebody_else(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug = site.page()
    place.watch(ana, "page", slug)
    site.work()
    place.change(slug, site.person("editor"))
    number = place.told(ana)[0].id
    other = site.client("member", "Bo")
    for form in ({"notice": str(number)}, {"newest": str(number)}, {"notice": "9" * 30}, {"newest": "x"}, {}):
        other.post("/inbox/read", data={"csrf_token": token(other, "/theme"), **form})
    assert not place.told(ana)[0].is_read


def test_ten_thousand_notices_are_paged_and_counted_without_effort(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    site.page()
    with site.service(Database).write() as session:
        page = session.scalar(select(Page.id))
        row = {"account_id": ana.id, "what": "page.published", "page_id": page, "number": 1, "at": site.clock.now,
               "meant": False, "via": "never"}  # fmt: skip
        session.execute(insert(Notice), [{**row, "happening": str(number)} for number in range(10_000)])
    client = site.client("member", "Ana")
    first = client.get("/inbox").text
    assert "More than 99 things are unread." in first
    assert "(99+ unread)" in first
    assert client.get("/inbox?page=200").text.count("Unread:") == 50
    assert client.get("/inbox?page=99999999999").status_code == 200
    newest = {"csrf_token": token(client, "/theme"), "newest": "10000"}
    assert client.post("/inbox/read", data=newest).status_code == 303
    assert "You have read everything." in client.get("/inbox").text


def test_readers_without_an_account_are_sent_to_sign_in(site: Site) -> None:
    for path in ("/inbox", "/watching"):
        assert "/sign-in" in site.client().get(path).headers["Location"]
    assert site.client().get("/outbox").status_code == 403
