"""A site with one page in every state, each full of words that nobody may meet who may not see the page."""

import re
from dataclasses import dataclass, field
from datetime import date

from flask.testing import FlaskClient
from front_door import Site, token
from sqlalchemy import select
from werkzeug.test import TestResponse

from auth.model import ANONYMOUS
from storage.database import Database
from wiki.names import to_slug
from wiki.pages.drafts import Drafts, Writing
from wiki.pages.model import PEN_NAME, SUBMITTED, WITHHELD, Page, PageName, Proposal, Signature
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.reviews.service import Reviews
from wiki.sharing.model import Audience
from wiki.sharing.service.entries import Entries
from wiki.sharing.service.sending import Shares

ROLES = ("reader", "member", "practitioner", "trainer", "editor", "admin", "owner")
STATES = ("public", "members", "held", "submitted", "archived", "shared")
SEES = {
    "public": ROLES,
    "members": ROLES[1:],
    "held": ("editor", "admin", "owner"),
    "submitted": ("trainer", "editor", "admin", "owner"),
    "archived": ("editor", "admin"),
    "shared": ("trainer", "editor", "admin"),  # by somebody without an account, and not published yet
}
AUTHOR = "Zxauthor"  # how the names begin of those who sign nothing by name
PEN = "Night Heron"
PLACES = ("title", "summary", "body", "note", "tool", "link", "proposed")
CHANGING = re.compile(r'(name="csrf_token" value=")[^"]*|(/(?:drafts|talk)/parked/|parked%2F)[\w-]+')


def canary(state: str, place: str) -> str:
    """A word that stands in this place of this page and nowhere else."""
    return f"zx{place}q{state}vy"


def withheld(state: str) -> str:
    """The name that the page of this state withholds."""
    return f"zxorgq{state}vy"


def slug_of(state: str) -> str:
    return f"vxq-{state}-7"


def never(state: str) -> str:
    """An address that no page ever had, as near to the real one as can be."""
    return f"vxq-{state}-8"


@dataclass
class World:
    """The site, a browser for every role, and what to ask for."""

    site: Site
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    draft: int = 0
    account: int = 0

    def sign_in(self, role: str) -> None:
        """A new browser of this role's person; the owner is a member who wrote every page."""
        self.clients[role] = self.site.client(*(("member", "Ona") if role == "owner" else (role,)))
        self.tokens[role] = token(self.clients[role], "/theme")

    def press(self, role: str, method: str, path: str, form: dict[str, str]) -> TestResponse:
        """The same, with a look at another page after a redirect, for the words that it leaves for the next one."""
        answer = self.ask(role, method, path, form)
        if answer.location:
            self.ask(role, "GET", "/theme")
        return answer

    def ask(self, role: str, method: str, path: str, form: dict[str, str] | None = None) -> TestResponse:
        """One request as a browser of this role sends it, with the token of its session."""
        client = self.clients[role]
        if method == "GET":
            return client.get(path)
        return client.post(path, data={"csrf_token": self.tokens[role], **(form or {})})


def case_values(state: str) -> dict[str, object]:
    return {
        "title": f"Quokka {canary(state, 'title')}",
        "summary": f"Marmot {canary(state, 'summary')}",
        "org_type": "worker_center",
        "org_name_shown": "described",
        "org_name": f"Local {withheld(state)}",
        "org_description": "A small worker center",
        "areas": [],
        "what_we_did": f"Wombat {canary(state, 'body')} [[Zebra {canary(state, 'link')}]] [[Hub]]",
        "what_failed": "Nothing.",
        "outcome": "worked",
        "tools_used": [{"tool": f"Kit {canary(state, 'tool')}"}],
    }


def build(site: Site, area: str) -> World:
    """Owner Ona wrote every page; an editor published it and put it into its state."""
    hub = site.page("Hub")
    assert hub == "hub"
    for state in STATES:
        _page(site, state, area)
    world = World(site)
    for role in ROLES:
        world.sign_in(role)
    with site.service(Database).read() as session:  # a proposal on an archived page stands in no list
        for proposal in session.scalars(select(Proposal).where(Proposal.state == SUBMITTED)):
            world.proposals[proposal.values["title"].split("q")[-1].removesuffix("vy")] = proposal.id
    site.person("member", "Proposer")
    drafter = site.person("member", "Drafter")
    form = {"title": [f"Draft {canary('draft', 'title')}"], "body": [f"Draft {canary('draft', 'body')}"]}
    world.draft = site.service(Drafts).keep(drafter, Writing("page", form, key="k1")).id
    world.account = site.person("member", "Somebody").id or 0
    site.work()
    return world


def _page(site: Site, state: str, area: str) -> None:
    pages, reviews, shelves = site.service(Pages), site.service(Reviews), site.service(Shelves)
    owner, editor = site.person("member", "Ona"), site.person("editor")
    other = site.person("member", f"{AUTHOR} Proposing")  # never signed by name, and so never to be met
    hidden, penned = site.person("practitioner", f"{AUTHOR} Withheld"), site.person("practitioner", f"{AUTHOR} Penned")
    values = {**case_values(state), "areas": [area]}
    if state == "shared":
        site.service(Entries).keep(ANONYMOUS, "k" * 32, {"title": [state]}, ["title"])
        site.service(Shares).send(ANONYMOUS, "k" * 32, values, Signature("withheld"), Audience())
        _rename(site, to_slug(str(values["title"])), slug_of(state))
        return
    made = pages.create(owner, "case_study", values, canary(state, "note"))
    if state == "submitted":
        _rename(site, made.slug, slug_of(state))
        return
    number = next(one.id for one in reviews.waiting(editor) if one.slug == made.slug)
    slug = shelves.move(editor, reviews.accept(editor, number).slug, slug_of(state))
    more = {**values, "what_failed": "Little."}
    pages.save(editor, slug, 1, more, canary(state, "note"))
    proposed = {**more, "what_failed": f"Otter {canary(state, 'proposed')}"}
    proposed.pop("org_name")
    pages.save(hidden, slug, 2, {**proposed, "what_failed": "Some."}, "", Signature(WITHHELD))
    pages.save(penned, slug, 3, {**proposed, "what_failed": "Enough."}, "", Signature(PEN_NAME, PEN))
    pages.save(other, slug, 4, proposed, canary(state, "note"), Signature(WITHHELD))
    if state in ("members", "held"):
        shelves.restrict(editor, slug, state, date(2027, 6, 1) if state == "held" else None)
    if state == "archived":
        shelves.archive(editor, slug)


def _rename(site: Site, old: str, new: str) -> None:
    """A page that waits cannot be moved; its writer may still have given it any title."""
    database = site.service(Database)
    with database.write() as session:
        page = session.scalar(select(Page).where(Page.slug == old))
        assert page is not None
        page.slug = new
        session.add(PageName(name=new, page_id=page.id))


def same_for_both(answer: TestResponse, state: str) -> tuple[int, str, dict[str, str]]:
    """What an answer says, without the address that was asked for and without tokens."""
    text = answer.text
    for known in (slug_of(state), never(state)):
        text = text.replace(known, "ADDRESS").replace(known.replace("-", " "), "ADDRESS")
    kept = {name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Content-Length")}
    kept = {
        name: CHANGING.sub("", value).replace(slug_of(state), "").replace(never(state), "")
        for name, value in kept.items()
    }
    return answer.status_code, CHANGING.sub("", text), kept


def whole(answer: TestResponse) -> str:
    """Everything a browser receives: headers, cookies and body."""
    return "\n".join(f"{name}: {value}" for name, value in answer.headers.items()) + "\n" + answer.text
