"""Suggest a change: for everybody, with a reason, into review; nothing typed is lost and nothing hidden is shown."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from front_door import Site
from review_acts import PAGE, post, proposal, says
from sqlalchemy import select
from werkzeug.test import TestResponse

from auth.audit import AuditEntry
from auth.model import SYSTEM
from storage.database import Database
from wiki.pages.codes import hash_code
from wiki.pages.model import SUGGEST, Page, Proposal
from wiki.pages.shelves import Shelves
from wiki.reviews.service import Reviews
from wiki.rules.service import Rules

NEW = PAGE | {"body": "First.\n\nSecond, without the typo."}


def send(client: FlaskClient, slug: str, note: str = "A typo", **more: str) -> TestResponse:
    """As a browser without a session sends it."""
    return client.post(f"/wiki/{slug}/suggest", data={**NEW, "base": "1", "action": "save", "note": note, **more})


def sent(site: Site) -> list[Proposal]:
    with site.service(Database).read() as session:
        return list(session.scalars(select(Proposal)))


def test_a_reader_suggests_and_a_reviewer_accepts(any_site: Site) -> None:
    slug, reader = any_site.page(**PAGE), any_site.client()
    assert f'href="/wiki/{slug}/suggest"' in reader.get(f"/wiki/{slug}").text
    form = reader.get(f"/wiki/{slug}/suggest").text
    assert "csrf_token" not in form
    assert "First." in form
    answer = send(reader, slug)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    code = re.search(r'id="code">([^<]+)<', answer.text)[1]  # type: ignore[index]
    assert 'href="/contribution"' in answer.text
    (one,) = sent(any_site)
    assert (one.code_hash, one.via, one.author_id, one.note) == (hash_code(code), SUGGEST, None, "A typo")
    assert "without the typo" not in says(any_site, slug)
    any_site.service(Reviews).accept(any_site.person("trainer"), one.id)
    assert "without the typo" in says(any_site, slug)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"note": ""}, "Say in one sentence"),
        ({"note": "   "}, "Say in one sentence"),
        ({"body": PAGE["body"]}, "Nothing is changed yet"),
        ({"title": ""}, "There is a problem"),
        ({"homepage": "http://spam.example"}, "sent by a program"),
    ],
)
def test_what_is_missing_is_said_and_every_word_stays(site: Site, form: dict[str, str], words: str) -> None:
    slug = site.page(**PAGE)
    answer = send(site.client(), slug, **{"note": "A typo", **form})
    assert answer.status_code == 422
    assert words in answer.text
    assert form.get("body", "without the typo") in answer.text.replace("\r", "")
    assert sent(site) == []


def test_blocked_words_and_too_many_leave_the_words_in_the_form(site: Site) -> None:
    slug = site.page(**PAGE)
    site.service(Rules).change(SYSTEM, {"blocked_words": "cheap pills"})
    assert send(site.client(), slug, body="Buy cheap pills").status_code == 422
    for number in range(30):
        assert send(site.client(), slug, body=f"Change {number}.").status_code == 200
    answer = send(site.client(), slug)
    assert answer.status_code == 429
    assert "without the typo" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def test_the_same_words_are_not_sent_twice(site: Site) -> None:
    slug = site.page(**PAGE)
    send(site.client(), slug)
    answer = send(site.client(), slug)
    assert answer.status_code == 422
    assert "arrived already" in answer.text
    assert len(sent(site)) == 1


def test_where_readers_may_not_they_are_led_to_the_sign_in_page(site: Site) -> None:
    slug = site.page(**PAGE)
    site.service(Rules).change(SYSTEM, {"without_account": False})
    for answer in (site.client().get(f"/wiki/{slug}/suggest"), send(site.client(), slug)):
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in?next=")
    assert sent(site) == []


def test_another_site_cannot_make_a_reader_send_it(site: Site) -> None:
    slug = site.page(**PAGE)
    answer = site.client().post(
        f"/wiki/{slug}/suggest", data={**NEW, "note": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert sent(site) == []


def test_members_have_the_pages_own_form_and_the_same_lifecycle(site: Site) -> None:
    slug, member = site.page(**PAGE), site.client("member")
    assert member.get(f"/wiki/{slug}/suggest").location == f"/wiki/{slug}/edit"
    assert post(member, f"/wiki/{slug}/edit", **NEW, base="1", action="save").status_code == 422
    assert post(member, f"/wiki/{slug}/edit", **NEW, base="1", action="save", note="A typo").status_code == 302
    answer = post(
        member, f"/wiki/{slug}/suggest", **NEW | {"body": "Other words."}, base="1", note="More", action="save"
    )
    assert answer.status_code == 200
    assert 'id="code"' not in answer.text
    (one,) = sent(site)
    assert one.round == 2


@pytest.mark.parametrize("state", ["members", "held", "archived"])
def test_a_hidden_page_takes_no_suggestions_and_is_absent(site: Site, state: str) -> None:
    slug, shelves, editor = site.page(**PAGE), site.service(Shelves), site.person("editor")
    if state == "archived":
        shelves.archive(editor, slug)
    else:
        shelves.restrict(editor, slug, state, (site.clock() + timedelta(days=9)).date() if state == "held" else None)
    assert site.client().get(f"/wiki/{slug}/suggest").status_code == 404
    answer = send(site.client(), slug, body="Words that took an hour to write, and more of them.")
    assert answer.status_code == 404
    assert "took an hour" in answer.text
    assert sent(site) == []


def test_a_locked_page_takes_suggestions_for_an_editor_to_accept(site: Site) -> None:
    slug = site.page(**PAGE)
    with site.service(Database).write() as session:
        session.scalars(select(Page)).one().locked = True
    assert send(site.client(), slug).status_code == 200
    number = sent(site)[0].id
    trainer = site.client("trainer")
    assert "You cannot publish this page." in trainer.get(f"/review/{number}").text
    answer = post(trainer, f"/review/{number}/accept")
    assert answer.status_code == 422
    assert "locked" in answer.text
    assert post(site.client("editor"), f"/review/{number}/accept").status_code == 302


def test_a_page_that_moved_meanwhile_is_followed(site: Site) -> None:
    slug = site.page(**PAGE)
    site.service(Shelves).move(site.person("editor"), slug, "new-address")
    assert send(site.client(), slug).status_code == 200
    assert len(sent(site)) == 1


def test_nothing_about_the_reader_is_kept(site: Site) -> None:
    slug = site.page(**PAGE)
    client = site.app.test_client()
    client.post(
        f"/wiki/{slug}/suggest", data={**NEW, "note": "x"},
        headers={"User-Agent": "Zqxagent/1.0"}, environ_base={"REMOTE_ADDR": "203.0.113.77"},
    )  # fmt: skip
    with site.service(Database).read() as session:
        dump = "\n".join(session.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "proposal.submitted")).one()
    assert "Zqxagent" not in dump
    assert "203.0.113.77" not in dump
    assert (entry.actor_id, entry.actor_name) == (None, "")
    assert proposal(site, 1).author_id is None
