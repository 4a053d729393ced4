"""One furnished site for the gallery: a page of every state, and something waiting on every list."""

from dataclasses import dataclass

from browser_place import Place
from front_door import Site

from auth import audit
from auth.model import ANONYMOUS
from storage.database import Database
from wiki.freshness.tasks import Tasks
from wiki.kinds.model import Library
from wiki.pages.drafts import Drafts, Writing
from wiki.pages.model import Signature
from wiki.pages.service import Pages
from wiki.removal.model import REMOVED, WORDS
from wiki.reviews.service import Reviews
from wiki.sharing.model import Audience
from wiki.sharing.service.entries import Entries
from wiki.sharing.service.sending import Shares
from wiki.talk.model import Words
from wiki.talk.service.comments import Comments
from wiki.vocabulary.proposals import TermProposals
from wiki.watching.service import Watching

BODY = "First.\n\nSecond with a [[Missing link of it]].\n\n## Why\n\nThird."
STEPS = "1. Open the settings.\n2. Turn *two-step sign-in* on.\n3. Print the codes."
CASE = {
    "org_type": "worker_center",
    "what_we_did": "We split the list by shift.\nWe texted each shift.",
    "areas": ["mobile_text"],
    "what_failed": "Night shift never answered.",
    "outcome": "worked_partly",
    "summary": "Turnout rose from 40 to 61 percent.",
    "org_name_shown": "described",
    "org_description": "A small worker center",
}


@dataclass(frozen=True)
class Furnished:
    """Numbers and codes that addresses need."""

    consent: int
    code: str
    shared: int
    change: int
    spoken: int
    held: int
    draft: int
    term: int


def furnished(place: Place) -> Furnished:
    """Furnish the site with what the pages need, once."""
    kept = place.site.app.extensions
    if "gallery" not in kept:
        kept["gallery"] = _furnish(place.site)
    found: Furnished = kept["gallery"]
    return found


def _furnish(site: Site) -> Furnished:
    _plain_pages(site)
    _how_tos(site)
    _promoted(site)
    site.work()
    spoken, held = _talk(site)
    consent, code = _told(site, "Gallery case to agree to")
    shared, _ = _told(site, "Gallery case just told")
    _finished(site, consent)
    changed = {"title": "Gallery page", "summary": "A page for a test.", "body": BODY.replace("First", "At first")}
    change = site.service(Pages).save(site.person("member"), "gallery-page", 2, changed, "Said it plainer").proposal_id
    site.service(Reviews).remark(site.person("trainer"), change or 0, "Which report says so?", "body")
    member = site.person("member")
    site.service(TermProposals).propose(member, "areas", "Gallery walls", "We paint them each spring.")
    with site.service(Database).write() as session:  # as a removal leaves it; a real one makes the index anew
        audit.record(session, site.clock(), site.person("admin"), REMOVED, WORDS, revision=3, comment=1)
    site.work()
    editor = site.person("editor")
    draft = next(one.id for one, _ in site.service(Drafts).mine(editor) if one.title == "Gallery draft")
    term = site.service(TermProposals).waiting(editor)[0].proposal.id
    return Furnished(consent, code, shared, change or 0, spoken, held, draft, term)


def _plain_pages(site: Site) -> None:
    pages, editor, member = site.service(Pages), site.person("editor"), site.person("member")
    slug = site.page("Gallery page", body=BODY)
    changed = {"title": "Gallery page", "summary": "A page for a test.", "body": BODY.replace("Third", "Last")}
    pages.save(editor, slug, 1, changed, "Said the last part anew")
    site.page("Gallery clash", body=BODY)
    site.page("Gallery talk", body=BODY, sources=[{"title": "A report"}])
    watching = site.service(Watching)
    for sort, name in (
        ("tag", "areas/list_and_data"),
        ("kind", "how_to"),
        ("search", "q=members&org_type=local_union"),
    ):
        watching.start(editor, sort, name)
    watching.choose(editor, "once", "once", watch_own=True)
    site.work()
    changed = {"title": "Gallery clash", "summary": "A page for a test.", "body": BODY.replace("Third", "Other")}
    pages.save(site.person("trainer"), "gallery-clash", 1, changed)
    pages.create(editor, "question", {"title": "Gallery question", "body": "Has anybody tried?"})
    pages.create(member, "page", {"title": "Gallery proposal", "body": BODY}, "A first account")
    site.service(Drafts).keep(editor, Writing("page", {"title": ["Gallery draft"], "body": ["Half."]}, key="gallery"))


def _how_tos(site: Site) -> None:
    """One that was checked now, one that is overdue, one that readers flagged."""
    area = next(iter(site.service(Library).vocabularies["areas"].terms))
    for state, day in (("fresh", "2026-11-23"), ("overdue", "2024-01-01"), ("flagged", "2026-11-23")):
        values = {
            "title": f"Gallery how-to {state}",
            "summary": "After this you can sign in safely.",
            "tools": [{"tool": "Chatter"}],
            "areas": [area],
            "level": "1_starting",
            "steps": STEPS,
            "checked_on": day,
            "checked_against": "Chatter 4",
        }
        site.service(Pages).create(site.person("editor"), "how_to", values)
    site.service(Tasks).flag(ANONYMOUS, "gallery-how-to-flagged", 2, "It is called Safety now")


def _promoted(site: Site) -> None:
    """A member whose work proposes them as practitioner."""
    trainer, ona = site.person("trainer"), site.person("member", "Gallery Ona")
    for number in range(3):
        values = {"title": f"Gallery gift {number}", "summary": "A page for a test.", "body": "Plain words."}
        sent = site.service(Pages).create(ona, "page", values, "New")
        site.service(Reviews).accept(trainer, sent.proposal_id or 0)


def _talk(site: Site) -> tuple[int, int]:
    """A page with an answered comment, one about a part, and one that waits; returns the first and the last."""
    comments, editor, slug = site.service(Comments), site.person("editor"), "gallery-talk"
    first = comments.add(editor, slug, Words("Is the *second* part right, @trainer?", number=1, key="gallery 1")).id
    comments.add(site.person("trainer"), slug, Words("It is, see [[Gallery clash]].", number=1, key="gallery 2"), first)
    aside = Words("I would leave this out.", "sources", 1, Signature("withheld"), "gallery 3")
    comments.add(site.person("practitioner"), slug, aside)
    held = comments.add(site.person("member"), slug, Words("We tried it too.", number=1, key="gallery 4")).id
    return first, held


def _told(site: Site, title: str) -> tuple[int, str]:
    """A case told without an account; returns its number and code."""
    key = title.ljust(32, "k")
    form = {name: list(words) if isinstance(words, list) else [words] for name, words in CASE.items()}
    site.service(Entries).keep(ANONYMOUS, key, {"title": [title], **form}, ("title", *CASE))
    values = {"title": title, **CASE}
    sent = site.service(Shares).send(ANONYMOUS, key, values, Signature("pen_name", "Nightjar"), Audience())
    return sent.number, sent.code


def _finished(site: Site, number: int) -> None:
    """A trainer writes on with it and asks its writer to agree."""
    reviews, trainer = site.service(Reviews), site.person("trainer")
    reviews.claim(trainer, number)
    values = {"title": "Gallery case to agree to", **CASE, "results": "Answers rose from 40 to 61 percent."}
    reviews.mend(trainer, number, 0, 0, values)
    reviews.ask_consent(trainer, number, "Is the number right?")
