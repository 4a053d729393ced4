"""A comment becomes a change: quoted in its reason, credited, and tied to what became of it."""

import html
import re

import pytest
from flask.testing import FlaskClient
from front_door import Site
from sqlalchemy import select
from talk_place import row
from test_talk_pages import send, write

from storage.database import Database
from wiki.pages.model import ACCEPTED, TALK, Proposal
from wiki.talk.model import Comment
from wiki.talk.service.changes import LONGEST_NOTE, named, reason


def field(text: str, name: str) -> str:
    return html.unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1])  # type: ignore[index]


def save(client: FlaskClient, slug: str, number: int, body: str, note: str = "") -> str:
    """Make a comment a change through the page's own form; returns the reason it began with."""
    form = client.get(f"/wiki/{slug}/talk/{number}/change").text
    begun = field(form, "note")
    page = {"title": field(form, "title"), "summary": "A page for a test.", "body": body, "kind": "page"}
    answer = send(client, f"/wiki/{slug}/edit", **page, base=field(form, "base"), note=note or begun)
    assert answer.status_code == 302, answer.text
    return begun


def test_a_members_change_waits_and_is_told_to_those_who_may_know(site: Site) -> None:
    slug = site.page()
    ana, ben, trainer = site.client("practitioner", "Ana"), site.client("member", "Ben"), site.client("trainer")
    write(ana, slug, "It was **2018**, not 2017.")
    assert f'href="/wiki/{slug}/talk/1/change"' in ben.get(f"/wiki/{slug}/talk").text
    begun = save(ben, slug, 1, "It was 2018.")
    assert begun == "From a comment by Ana (talk/1): “It was **2018**, not 2017.”"
    with site.service(Database).read() as session:
        proposal = session.scalars(select(Proposal)).one()
    assert (proposal.via, proposal.note, row(site, 1).proposal_id) == (TALK, begun, proposal.id)
    said = "A change was made of this and waits for review."
    for client, knows in ((ana, True), (ben, True), (trainer, True), (site.client("member", "Other"), False)):
        assert (said in client.get(f"/wiki/{slug}/talk").text) is knows
    assert f'href="/review/{proposal.id}"' in trainer.get(f"/wiki/{slug}/talk").text
    assert f'href="/review/{proposal.id}"' not in ana.get(f"/wiki/{slug}/talk").text
    with site.service(Database).write() as session:
        session.get_one(Proposal, proposal.id).state = ACCEPTED
    assert "A change was made of this, and accepted." in ana.get(f"/wiki/{slug}/talk").text


def test_who_publishes_leads_to_the_version_and_a_withheld_name_is_not_told(site: Site) -> None:
    slug, editor = site.page(), site.client("editor")
    write(site.client("practitioner", "Ana"), slug, "Better words.", signed="withheld")
    assert save(editor, slug, 1, "Better words.") == "From a comment (talk/1): “Better words.”"
    assert (row(site, 1).became, row(site, 1).proposal_id) == (2, None)
    text = site.client().get(f"/wiki/{slug}/talk").text
    assert f'href="/wiki/{slug}/history/2"' in text
    assert "Ana" not in text + site.client().get(f"/wiki/{slug}/history").text


@pytest.mark.parametrize("note", ["Something else.", "talk/2", "talk/99999999999", "xtalk/1x"])
def test_a_reason_that_names_no_comment_of_this_page_ties_nothing(site: Site, note: str) -> None:
    slug, other, editor = site.page(), site.page("Other"), site.client("editor")
    write(editor, slug, "Here.")
    write(editor, other, "There.")
    save(editor, slug, 1, "Changed.", note)
    assert [row(site, number).became for number in (1, 2)] == [0, 0]


def test_what_waits_is_made_no_change(site: Site) -> None:
    slug = site.page()
    write(site.client("member", "New"), slug, "Held.")
    for client in (site.client("trainer"), site.client("member", "New"), site.client("member", "Other")):
        assert client.get(f"/wiki/{slug}/talk/1/change").status_code == 404


def test_a_long_comment_fits_the_reason() -> None:
    said = reason(Comment(id=7, text="word " * 900), "From a comment by " + "N" * 80)
    assert len(said) <= LONGEST_NOTE
    assert named(said) == (7,)
    assert named(reason(Comment(id=7, text="x"), "C" * 300)) == (7,)
