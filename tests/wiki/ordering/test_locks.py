"""A locked page: everybody reads why, changes wait for an editor, and nothing typed is lost."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

from auth.errors import Forbidden
from wiki.errors import Invalid, NotFound
from wiki.ordering.service import Locks
from wiki.pages.service import PageLocked, Pages
from wiki.pages.shelves import Shelves
from wiki.reviews.service import Reviews

PAGE = {"title": "Texting before a vote", "summary": "One text.", "body": "First."}


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


@pytest.fixture
def slug(any_site: Site) -> str:
    slug = any_site.page(**PAGE)
    any_site.service(Locks).lock(
        any_site.person("editor"), slug, "Two people keep undoing each other", date(2027, 1, 1)
    )
    return slug


@pytest.mark.parametrize("role", ["reader", "member", "practitioner", "trainer"])
def test_nobody_below_editor_locks(site: Site, role: str) -> None:
    slug = site.page(**PAGE)
    assert send(site.client(role), f"/wiki/{slug}/lock", reason="Because").status_code == 403
    if role != "reader":
        with pytest.raises(Forbidden):
            site.service(Locks).lock(site.person(role), slug, "Because")


def test_everybody_reads_why(any_site: Site, slug: str) -> None:
    for role in ("reader", "member", "editor"):
        text = any_site.client(role).get(f"/wiki/{slug}").text
        assert "This page is locked:" in text
        assert "Two people keep undoing each other" in text
        assert "Locked by Editor" in text


def test_a_practitioner_suggests_and_only_an_editor_accepts(any_site: Site, slug: str) -> None:
    client = any_site.client("practitioner")
    assert "it goes to review" in client.get(f"/wiki/{slug}/edit").text
    answer = send(
        client, f"/wiki/{slug}/edit", action="save", base="1", note="Said it anew", **PAGE | {"body": "Mine."}
    )
    assert "Sent for review" in client.get(answer.location).text
    reviews = any_site.service(Reviews)
    number = reviews.waiting(any_site.person("trainer"))[0].id
    with pytest.raises(PageLocked):
        reviews.accept(any_site.person("trainer"), number)
    assert send(any_site.client("trainer"), f"/review/{number}/accept").status_code == 422
    reviews.accept(any_site.person("editor"), number)
    assert "Mine." in any_site.client().get(f"/wiki/{slug}").text


def test_a_page_locked_while_somebody_wrote_keeps_their_words_as_a_suggestion(any_site: Site) -> None:
    slug, writer = any_site.page(**PAGE), any_site.person("practitioner")
    pages = any_site.service(Pages)
    pages.save(writer, slug, 1, PAGE | {"body": "Before the lock."})
    any_site.service(Locks).lock(any_site.person("editor"), slug, "Let it rest")
    saved = pages.save(writer, slug, 2, PAGE | {"body": "After the lock."})
    assert not saved.published
    assert [one.id for one in any_site.service(Reviews).waiting(any_site.person("editor"))] == [saved.proposal_id]
    with pytest.raises(PageLocked):
        pages.restore(writer, slug, 1)
    client = any_site.client("practitioner")
    assert "This page is locked" in client.get(send(client, f"/wiki/{slug}/history/1/restore").location).text
    assert pages.save(any_site.person("editor"), slug, 2, PAGE | {"body": "An editor may."}).published


def test_the_page_opens_by_itself_on_its_day(any_site: Site, slug: str) -> None:
    any_site.clock.now += timedelta(days=10)
    any_site.work()
    assert any_site.service(Locks).of(any_site.person("editor"), slug)
    any_site.clock.now += timedelta(days=40)
    any_site.work()
    assert any_site.service(Locks).of(any_site.person("editor"), slug) is None
    assert any_site.service(Pages).save(any_site.person("practitioner"), slug, 1, PAGE | {"body": "Open."}).published


def test_a_later_lock_is_not_opened_by_an_earlier_ones_day(any_site: Site, slug: str) -> None:
    any_site.service(Locks).lock(any_site.person("editor"), slug, "Longer", date(2028, 1, 1))
    any_site.clock.now += timedelta(days=60)
    any_site.work()
    assert any_site.service(Locks).of(any_site.person("editor"), slug)


def test_reasons_and_days_that_are_none_keep_the_form(site: Site) -> None:
    slug, client = site.page(**PAGE), site.client("editor")
    for typed in ({"reason": " "}, {"reason": "x" * 301}, {"reason": "Why", "until": "2020-01-01"},
                  {"reason": "Why", "until": "soon\x00"}):  # fmt: skip
        answer = send(client, f"/wiki/{slug}/lock", do="lock", **typed)
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
    assert site.service(Locks).of(site.person("editor"), slug) is None


def test_an_editor_opens_it_in_the_interface(site: Site) -> None:
    slug, client = site.page(**PAGE), site.client("editor")
    send(client, f"/wiki/{slug}/lock", do="lock", reason="Campaign day")
    assert "Campaign day" in client.get(f"/wiki/{slug}/lock").text
    send(client, f"/wiki/{slug}/lock", do="unlock")
    assert "Campaign day" not in site.client().get(f"/wiki/{slug}").text


def test_what_cannot_be_locked(site: Site) -> None:
    slug, editor = site.page(**PAGE), site.person("editor")
    site.service(Shelves).archive(editor, slug)
    with pytest.raises(NotFound):
        site.service(Locks).lock(editor, slug, "Why")
    with pytest.raises(NotFound):
        site.service(Locks).lock(editor, "never-was", "Why")
    with pytest.raises(Invalid):
        site.service(Locks).lock(editor, site.page("Other"), "Why", date(2026, 11, 23))
