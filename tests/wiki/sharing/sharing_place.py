"""A case as people tell it in five minutes, and short ways through the screens of sharing."""

import html
import re
from collections.abc import Mapping

from flask.testing import FlaskClient
from front_door import Site, token
from sqlalchemy import select
from werkzeug.test import TestResponse

from auth.model import ANONYMOUS, Actor
from storage.database import Database
from wiki.pages import recording
from wiki.pages.codes import fingerprint, hash_code
from wiki.pages.model import CONSENT, Page, Proposal, Signature
from wiki.sharing.model import Audience, Holder
from wiki.sharing.service.entries import Entries
from wiki.sharing.service.sending import Sent, Shares

KEY = "k" * 32
ANSWERS: Mapping[str, str] = {
    "title": "Texting members before a vote",
    "org_type": "worker_center",
    "what_we_did": "We split the list by shift.\nWe texted each shift.",
    "areas": "mobile_text",
    "what_failed": "Night shift never answered.",
    "outcome": "worked_partly",
    "summary": "Turnout rose from 40 to 61 percent.",
    "org_name_shown": "described",
    "org_description": "A small worker center",
}
WITHHELD = Signature("withheld")
EVERYBODY = Audience()


def values() -> dict[str, object]:
    """The same as a page's values."""
    return {**ANSWERS, "areas": [ANSWERS["areas"]]}


def shared(
    site: Site, actor: Actor = ANONYMOUS, key: str = KEY, signature: Signature = WITHHELD,
    audience: Audience = EVERYBODY, **other: object,
) -> Sent:  # fmt: skip
    """A case that was sent, through the services."""
    site.service(Entries).keep(actor, key, {name: [words] for name, words in ANSWERS.items()}, ANSWERS.keys())
    return site.service(Shares).send(actor, key, {**values(), **other}, signature, audience)


def by_code(sent: Sent) -> Holder:
    """Whoever typed the code of what was sent."""
    return Holder(mark=fingerprint(hash_code(sent.code)))


def proposal(site: Site, number: int) -> Proposal:
    """A proposal as it is now."""
    with site.service(Database).read() as session:
        found = session.get(Proposal, number)
    assert found is not None
    return found


def page_of(site: Site, number: int) -> Page:
    """A proposal's page as it is now."""
    with site.service(Database).read() as session:
        return session.scalars(select(Page).where(Page.id == proposal(site, number).page_id)).one()


def mend(site: Site, reviewer: Actor, number: int, **words: object) -> int:
    """A reviewer takes it up, writes on and sends it for consent; returns the round."""
    with site.service(Database).write() as session:
        found = session.get(Proposal, number)
        assert found is not None
        found.claimed_by = reviewer.id
        change = recording.Change({**found.values, **words}, found.note)
        recording.add_round(session, site.clock(), found, found.base_number, change, mended_by=reviewer.id)
        return recording.decide(session, site.clock(), reviewer, number, CONSENT).round


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    found = re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def post(client: FlaskClient, path: str, page: str = "", **form: object) -> TestResponse:
    """Send a form with what its page carries, and a token."""
    return client.post(path, data={"csrf_token": token(client, "/theme"), **hidden(page), **form})


def tell(client: FlaskClient, **other: str) -> TestResponse:
    """Answer question after question as a browser without script does, and send."""
    page = client.get("/share")
    for number in range(1, 9):
        text = page.text
        mine = {name: words for name, words in {**ANSWERS, **other}.items() if f'name="{name}"' in text}
        answer = post(client, "/share", text, action="next", **mine)
        assert answer.status_code == 303, (number, answer.text)
        page = client.get(answer.location)
    return post(client, "/share", page.text, action="send", **{"sign": "withheld", "visibility": "public", **other})
