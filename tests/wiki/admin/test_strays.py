"""A wave of contributions without an account: seen together where they say the same, and declined at once."""

import pytest
from front_door import Site, token
from sqlalchemy import select

from auth.errors import Forbidden
from auth.model import ANONYMOUS
from storage.database import Database
from wiki.admin.strays import Strays
from wiki.pages import recording
from wiki.pages.model import ARCHIVED, DECLINED, Page, Proposal
from wiki.pages.recording import Change


def wave(site: Site) -> None:
    with site.service(Database).write() as session:
        for number in range(3):
            values = {"title": "Casino" if number else "An honest page", "summary": "One.", "body": "Words."}
            page = recording.add_page(session, site.clock(), ANONYMOUS, "page", values)
            recording.submit(session, site.clock(), ANONYMOUS, page, 0, Change(values))


def test_a_wave_is_declined_at_once_and_the_honest_one_stays(any_site: Site) -> None:
    wave(any_site)
    editor, client = any_site.person("editor"), any_site.client("editor")
    waiting = any_site.service(Strays).waiting(editor)
    assert [(one.title, one.twins) for one in waiting] == [("Casino", 1), ("Casino", 1), ("An honest page", 0)]
    sent = {"numbers": [str(one.id) for one in waiting[:2]], "csrf_token": token(client, "/theme")}
    assert "This and 1 more say the same" in client.get("/admin/strays").text
    assert client.post("/admin/strays", data=sent).status_code == 422
    assert client.post("/admin/strays", data=sent | {"reason": "Advertising"}).status_code == 302
    assert [one.title for one in any_site.service(Strays).waiting(editor)] == ["An honest page"]
    with any_site.service(Database).read() as session:
        gone = select(Page.state, Proposal.state).join(Proposal, Proposal.page_id == Page.id)
        assert [tuple(row) for row in session.execute(gone.where(Page.title == "Casino"))] == [(ARCHIVED, DECLINED)] * 2


def test_only_those_without_an_account_and_only_for_editors(site: Site) -> None:
    strays = site.service(Strays)
    with pytest.raises(Forbidden):
        strays.waiting(site.person("trainer"))
    client = site.client("member")
    page = {"title": "Signed", "summary": "One.", "body": "Words.", "action": "save"}
    client.post("/new/page", data=page | {"csrf_token": token(client, "/theme")})
    assert strays.waiting(site.person("editor")) == []
    assert strays.decline(site.person("editor"), [1, 2, 3], "Why") == 0
