"""Tags of many pages at once: seen before it is done, done as normal versions, and never where it must not be."""

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

from auth.errors import Forbidden
from wiki.errors import Invalid
from wiki.kinds.model import Library
from wiki.ordering.service import Locks
from wiki.ordering.tagging import ADD, MOST, REMOVE, Tags, Wish
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves


def send(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


def areas(site: Site) -> list[str]:
    return list(site.service(Library).vocabularies["areas"].terms)[:3]


def case(site: Site, title: str) -> str:
    values = {"title": title, "summary": "It worked.", "org_type": "worker_center", "org_name_shown": "described",
              "org_name": "Zqxlocal", "org_description": "A center", "areas": areas(site)[:1], "what_we_did": "Calls.",
              "what_failed": "Nothing.", "outcome": "worked"}  # fmt: skip
    return site.service(Pages).create(site.person("editor"), "case_study", values).slug


def test_tags_are_added_and_taken_away_in_the_interface(any_site: Site) -> None:
    slugs = [case(any_site, title) for title in ("Texting one", "Texting two", "Quokka")]
    any_site.work()
    first, second, _third = areas(any_site)
    client = any_site.client("practitioner")
    assert 'href="/tidy/case_study?q=texting"' in client.get("/case-studies?q=texting").text
    page = client.get("/tidy/case_study?q=texting").text
    assert slugs[0] in page
    assert slugs[2] not in page
    form = {"pages": slugs[:2], "terms": f"areas:{second}", "deed": "add"}
    seen = send(client, "/tidy/case_study", do="plan", **form)
    assert "Change 2 pages" in seen.text
    assert "2 versions" not in client.get(f"/wiki/{slugs[0]}/history").text
    done = send(client, "/tidy/case_study", do="save", note="After the meeting", **form)
    assert "2 pages are changed" in done.text
    history = client.get(f"/wiki/{slugs[0]}/history").text
    assert "Tags tidied" in history
    assert "After the meeting" in history
    again = send(client, "/tidy/case_study", do="save", **form)
    assert again.text.count("It is like that already") == 2
    gone = send(client, "/tidy/case_study", do="save", pages=slugs[:1], terms=f"areas:{first}", deed="remove")
    assert "One page is changed" in gone.text or "1 page is changed" in gone.text


def test_each_page_that_is_left_says_why(any_site: Site) -> None:
    tags, who = any_site.service(Tags), any_site.person("practitioner")
    kind = tags.kind(who, "case_study")
    locked, hidden, last = (case(any_site, title) for title in ("Locked", "Hidden", "Last"))
    other = any_site.page("Of another kind")
    any_site.service(Locks).lock(any_site.person("editor"), locked, "Why")
    any_site.service(Shelves).archive(any_site.person("editor"), hidden)
    first = areas(any_site)[0]
    found = tags.apply(who, kind, Wish("areas", REMOVE, (first,)), [locked, hidden, "never-was", other, last])
    words = [(one.title, one.skipped) for one in found]
    assert words[0] == ("Locked", "It is locked.")
    assert words[1] == (hidden, "There is no such page.")
    assert words[2] == ("never-was", "There is no such page.")
    assert words[3] == ("Of another kind", "It is of another kind.")
    assert "Zqxlocal" not in str(found)


def test_wishes_that_cannot_be(any_site: Site) -> None:
    tags, who = any_site.service(Tags), any_site.person("practitioner")
    kind, slug, first = tags.kind(who, "case_study"), case(any_site, "One"), areas(any_site)[0]
    many = [f"page-{number}" for number in range(501)]
    for wish, slugs in (
        (Wish("areas", ADD, ("retired-meanwhile",)), [slug]), (Wish("areas", ADD, ()), [slug]),
        (Wish("areas", ADD, (first,)), []), (Wish("areas", ADD, (first,)), many), (Wish("title", ADD, ("x",)), [slug]),
        (Wish("org_name_shown", ADD, ("named",)), [slug]), (Wish("outcome", ADD, ("worked", "made_worse")), [slug]),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            tags.apply(who, kind, wish, slugs)
    answer = send(any_site.client("practitioner"), "/tidy/case_study", do="save", pages=many, terms=f"areas:{first}")
    assert answer.status_code == 422
    assert f"at most {MOST} pages" in answer.text
    mixed = send(
        any_site.client("practitioner"), "/tidy/case_study", pages=slug, terms=[f"areas:{first}", "outcome:worked"]
    )
    assert mixed.status_code == 422


def test_only_who_publishes_such_pages_tidies_them(site: Site) -> None:
    tags = site.service(Tags)
    with pytest.raises(Forbidden):
        tags.kind(site.person("member"), "page")
    with pytest.raises(Forbidden):
        tags.kind(site.person("practitioner"), "event")
    assert tags.kind(site.person("trainer"), "event")
    assert site.client("practitioner").get("/tidy/no-such-kind").status_code == 404
    for query in ("page=0", "page=" + "9" * 30, "q=%00", "area=" + "x" * 3000, "kind=page", "_external=1&_scheme=x"):
        assert site.client("practitioner").get(f"/tidy/page?{query}").status_code == 200
