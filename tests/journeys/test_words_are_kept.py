"""No word is lost when a page moves, hides, or a session ends while somebody writes; nor by a second change."""

import re

import pytest
from flask.testing import FlaskClient
from front_door import PASSWORD, Site, token
from werkzeug.test import TestResponse

from storage.errors import Busy
from wiki.kinds.model import Library
from wiki.pages import drafts
from wiki.pages.drafts import Drafts
from wiki.pages.model import MEMBERS
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves

PAGE = {"title": "Texting before a vote", "summary": "One text.", "body": "First.\n\nSecond."}
WORDS = "Words that took an hour to find, and that nobody wants to write a second time."


def send(client: FlaskClient, where: str, **form: str) -> TestResponse:
    """Post a form as a browser would, with a token of this session."""
    return client.post(where, data={"csrf_token": token(client, "/theme"), "action": "save", "note": "Mended"} | form)


def signed_in_again(client: FlaskClient, parked: TestResponse, email: str) -> TestResponse:
    """Sign in where the answer leads, and follow it back."""
    page = client.get(parked.location).text
    sent = {"email": email, "password": PASSWORD, "csrf_token": token(client, parked.location)}
    sent["next"] = re.search(r'name="next" value="([^"]+)"', page)[1]
    return client.post("/sign-in", data=sent, follow_redirects=True)


def test_a_form_for_a_page_that_moved_meanwhile_reaches_the_page(any_site: Site) -> None:
    slug, client = any_site.page(**PAGE), any_site.client("practitioner")
    any_site.service(Shelves).move(any_site.person("editor"), slug, "Texts that work")
    old, new = f"/wiki/{slug}/edit", "/wiki/texts-that-work"
    form = PAGE | {"body": WORDS, "base": "1"}
    assert WORDS in send(client, old, **form, action="preview").text
    assert send(client, old, **form, action="draft").status_code == 302
    assert "You have a draft of this page" in client.get(f"{new}/edit").text
    assert send(client, old, **form, action="save").status_code == 302
    assert WORDS in client.get(new).text


def test_a_draft_keeps_itself_on_a_page_that_moved_meanwhile(site: Site) -> None:
    slug, client = site.page(**PAGE), site.client("practitioner")
    site.service(Shelves).move(site.person("editor"), slug, "Texts that work")
    head = {"X-CSRFToken": token(client, "/theme")}
    kept = client.post(f"/drafts/keep/page?page={slug}", data=PAGE | {"body": WORDS, "base": "1"}, headers=head)
    assert kept.json["words"].startswith("Draft saved")


def test_an_ended_session_on_a_page_for_members_keeps_the_words(any_site: Site) -> None:
    slug = any_site.page(**PAGE)
    any_site.service(Shelves).restrict(any_site.person("editor"), slug, MEMBERS)
    client = any_site.client("practitioner")
    form = client.get(f"/wiki/{slug}/edit").text
    kind = re.search(r'name="kind" value="([^"]+)"', form)[1]
    client.delete_cookie("fieldbook")
    sent = PAGE | {"body": WORDS, "base": "1", "kind": kind}
    back = signed_in_again(client, client.post(f"/wiki/{slug}/edit", data=sent), "practitioner@example.org")
    assert WORDS in back.text
    assert f'action="/wiki/{slug}/edit"' in back.text


def test_keeping_words_says_nothing_about_what_is_hidden(any_site: Site) -> None:
    """The same steps on a page held back and on one that never was: the same answers, the same drafts."""
    slug = any_site.page(**PAGE)
    any_site.service(Shelves).archive(any_site.person("editor"), slug)
    seen = []
    for name in (slug, "never-was"):
        client = any_site.client("member", name.title())
        client.delete_cookie("fieldbook")
        parked = client.post(f"/wiki/{name}/edit", data=PAGE | {"kind": "page", "draft": "k"})
        back = signed_in_again(client, parked, f"{name}@example.org")
        head = {"X-CSRFToken": token(client, "/theme")}
        client.post("/drafts/keep/page", data=PAGE | {"draft": "k", "body": WORDS}, headers=head)
        drafts_page = client.get("/drafts").text
        where = back.request.path.rsplit("/", 1)[0]
        seen.append((parked.status_code, back.status_code, where, drafts_page.count('href="/drafts/')))
        assert client.post(f"/wiki/{name}/edit", data=PAGE | {"csrf_token": "x"}).status_code == 404
    assert seen[0] == seen[1]
    assert seen[0][:2] == (302, 200)


def test_a_second_change_holds_the_first_that_still_waits(site: Site) -> None:
    slug, client = site.page(**PAGE), site.client("member")
    send(client, f"/wiki/{slug}/edit", **PAGE | {"body": "First, mended.\n\nSecond.", "base": "1"})
    form = client.get(f"/wiki/{slug}/edit").text
    assert "First, mended." in form
    assert "First, mended." not in site.client("practitioner").get(f"/wiki/{slug}/edit").text


def test_what_was_published_although_a_draft_could_not_be_thrown_away_is_called_published(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object) -> None:
        raise Busy("locked")

    client = site.client("practitioner")
    monkeypatch.setattr(Drafts, "saved", busy)
    assert send(client, "/new/page", **PAGE).status_code == 302


def test_strangers_cannot_fill_the_disk_with_drafts_of_nobody(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_PARKED", 2)
    answers = [site.app.test_client().post("/new/page", data=PAGE | {"body": WORDS}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert WORDS in answers[2].text
    site.clock.pass_by(3 * 24 * 3600)
    site.work()
    assert site.app.test_client().post("/new/page", data=PAGE).status_code == 302


def test_a_returned_change_does_not_show_its_writer_a_withheld_name(site: Site) -> None:
    """Saving puts back what a writer is not shown; going on with it must not show it after all."""
    area = next(iter(site.service(Library).vocabularies["areas"].terms))
    case = {
        "title": "Texting before a strike vote", "summary": "It worked.", "org_type": "worker_center",
        "org_name_shown": "described", "org_description": "A small worker center", "areas": [area],
        "what_we_did": "We sent a text.", "what_failed": "Nothing.", "outcome": "worked",
    }  # fmt: skip
    slug = site.service(Pages).create(site.person("editor"), "case_study", case | {"org_name": "Zqxlocal"}).slug
    site.service(Pages).save(site.person("member"), slug, 1, case | {"what_failed": "A little."})
    client, editor = site.client("member"), site.client("editor")
    assert "Zqxlocal" not in client.get(f"/wiki/{slug}/edit").text
    waiting = re.search(r'href="(/review/\d+)"', editor.get("/review").text)[1]
    send(editor, f"{waiting}/return", answer="Say more.")
    form = client.get(re.search(r'href="(/drafts/returned/\d+)"', client.get("/drafts").text)[1]).text
    assert "A little." in form
    assert "Zqxlocal" not in form
    again = {name: value for name, value in case.items() if name != "areas"}
    send(client, f"/wiki/{slug}/edit", **again | {"areas": area, "what_failed": "A lot.", "base": "1"})
    waiting = re.search(r'href="(/review/\d+)"', editor.get("/review").text)[1]
    assert send(editor, f"{waiting}/accept").status_code == 302
    assert "Zqxlocal" in editor.get(f"/wiki/{slug}").text
    assert "Zqxlocal" not in site.client().get(f"/wiki/{slug}").text


def test_a_base_of_thousands_of_digits_is_no_base(site: Site) -> None:
    assert send(site.client("member"), "/new/page", **PAGE | {"base": "9" * 5000}).status_code == 302
