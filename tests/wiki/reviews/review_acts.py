"""Short ways of the tests of this room: a page with a proposal, and forms as browsers send them."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from front_door import Site, token
from sqlalchemy import select
from werkzeug.test import TestResponse

from auth.model import Actor
from storage.database import Database
from wiki.pages.model import SHARE, Proposal, Signature
from wiki.pages.service import Pages
from wiki.reviews.cases import Cases
from wiki.reviews.model import Case

PAGE = {"title": "Texting members before a vote", "summary": "A page for a test.", "body": "First.\n\nSecond."}


@dataclass(frozen=True)
class Sent:
    """A page, and a member's change to it that waits."""

    slug: str
    number: int


def propose(site: Site, slug: str = "", by: str = "Ona", base: int = 1, **values: str) -> Sent:
    """A member's change of a page waits for review."""
    slug = slug or site.page(**PAGE)
    values = {**PAGE, "body": "First.\n\nSecond, mended.", **values}
    saved = site.service(Pages).save(site.person("member", by), slug, base, values, "Said it plainer")
    assert saved.proposal_id is not None
    return Sent(slug, saved.proposal_id)


def case(site: Site, number: int, role: str = "trainer") -> Case:
    return site.service(Cases).get(site.person(role), number)


def proposal(site: Site, number: int) -> Proposal:
    with site.service(Database).read() as session:
        return session.get_one(Proposal, number)


def change(site: Site, number: int, **columns: object) -> None:
    """What another room would have written."""
    with site.service(Database).write() as session:
        found = session.scalar(select(Proposal).where(Proposal.id == number))
        assert found is not None
        for name, value in columns.items():
            setattr(found, name, value)


def told_in_five_minutes(site: Site, number: int) -> None:
    change(site, number, via=SHARE)


def sign(site: Site, number: int, signature: Signature) -> None:
    change(site, number, signed=signature.signed, pen_name=signature.pen_name)


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    """A form as a browser sends it, with the token of its session."""
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


def says(site: Site, slug: str, actor: Actor | None = None) -> str:
    """What the public page says."""
    return site.client().get(f"/wiki/{slug}").text
