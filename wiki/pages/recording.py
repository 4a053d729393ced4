"""Writing a change down in one transaction: revision, names, links, terms, audit, and the jobs it asks for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import Actor
from storage.generation import bump
from storage.jobs import enqueue
from wiki.errors import NotFound
from wiki.kinds.model import Values
from wiki.names import to_slug
from wiki.pages import policy, queries
from wiki.pages.model import (
    ACCEPTED,
    PUBLIC,
    PUBLISHED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Page,
    PageLink,
    PageName,
    PageTerm,
    Proposal,
    Revision,
    Saved,
)
from wiki.pages.preparing import Prepared
from wiki.rendering.pipeline import RENDERER_VERSION

INDEX = "index"


@dataclass(frozen=True, slots=True)
class Change:
    """What a save brings: the values, the reason, its author, and the proposal it accepts (None: nobody's)."""

    values: Values
    note: str = ""
    author_id: int | None = None
    proposal_id: int | None = None


def add_page(session: Session, now: datetime, actor: Actor, kind: str, values: Values, slug: str = "") -> Page:
    """A new page that says nothing yet, with an address made of its title unless one is given."""
    slug = slug or queries.free_slug(session, values["title"])
    page = Page(
        slug=slug,
        kind=kind,
        title=values["title"],
        summary=values.get("summary", ""),
        state=SUBMITTED,
        visibility=PUBLIC,
        owner_id=actor.id,
        number=0,
        version=0,
        created=now,
        updated=now,
        meta={},
    )
    page.audience, page.also = policy.audiences_of(page, now.date())
    session.add(page)
    session.flush()
    session.execute(insert(PageName).values(name=slug, page_id=page.id))
    return page


def publish(session: Session, now: datetime, actor: Actor, page: Page, prepared: Prepared, change: Change) -> Saved:
    """Make the prepared words what the page says."""
    page.number, page.updated, page.state = page.number + 1, now, PUBLISHED
    page.title, page.summary = prepared.values["title"], prepared.values.get("summary", "")
    accepted_by = actor.id if change.proposal_id is not None else None
    session.add(
        Revision(
            page_id=page.id,
            number=page.number,
            values=prepared.values,
            html=dict(prepared.html),
            headings=dict(prepared.headings),
            renderer=RENDERER_VERSION,
            size=prepared.size,
            author_id=change.author_id,
            accepted_by=accepted_by,
            note=change.note[:500],
            created=now,
        )
    )
    with session.no_autoflush:  # one flush at the end instead of one before each question
        _describe(session, page, prepared)
        if change.proposal_id is not None:
            decide(session, now, actor, change.proposal_id, ACCEPTED)
        touch(session, now, actor, page, "page.published", number=page.number)
    return Saved(page.slug, page.number, now, published=True)


def submit(session: Session, now: datetime, actor: Actor, page: Page, base: int, change: Change) -> Saved:
    """Keep the change whole for review; an earlier one of the same writer that still waits is replaced by it."""
    earlier = select(Proposal).where(Proposal.page_id == page.id, Proposal.author_id == actor.id)
    for old in session.scalars(earlier.where(Proposal.state.in_((SUBMITTED, RETURNED)))):
        old.state, old.decided = WITHDRAWN, now
    session.add(
        Proposal(
            page_id=page.id,
            base_number=base,
            values=change.values,
            note=change.note[:500],
            author_id=actor.id,
            state=SUBMITTED,
            answer="",
            created=now,
        )
    )
    if page.state == SUBMITTED:
        page.title, page.summary, page.updated = change.values["title"], change.values.get("summary", ""), now
    audit.record(session, now, actor, "proposal.submitted", page.slug)
    return Saved(page.slug, page.number, now, published=False)


def decide(session: Session, now: datetime, actor: Actor, proposal_id: int, state: str, answer: str = "") -> None:
    """Write down what became of a proposal; raises `NotFound` when it was decided or replaced meanwhile."""
    waits = select(Proposal).where(Proposal.id == proposal_id, Proposal.state == SUBMITTED).with_for_update()
    proposal = session.scalar(waits.execution_options(populate_existing=True))
    if proposal is None:
        raise NotFound(f"proposal {proposal_id}")
    proposal.state, proposal.answer, proposal.reviewer_id, proposal.decided = state, answer, actor.id, now
    audit.record(session, now, actor, f"proposal.{state}", str(proposal_id))


def touch(session: Session, now: datetime, actor: Actor, page: Page, action: str, **detail: object) -> None:
    """Log the deed, and let audience, index and caches follow."""
    audit.record(session, now, actor, action, page.slug, **detail)
    show(session, now, page)


def show(session: Session, now: datetime, page: Page) -> None:
    """Set who sees the page now, and have the index and every cache follow."""
    page.audience, page.also = policy.audiences_of(page, now.date())
    page.version += 1
    enqueue(session, INDEX, {"page": page.id}, due=now, key=str(page.id))
    bump(session)


def _describe(session: Session, page: Page, prepared: Prepared) -> None:
    """Replace the page's links and terms, and let its title and its other names lead to it where they are free."""
    for name in dict.fromkeys(to_slug(words) for words in (page.title, *prepared.aliases)):
        if session.get(PageName, name) is None:
            session.execute(insert(PageName).values(name=name, page_id=page.id))
    session.execute(delete(PageLink).where(PageLink.page_id == page.id))
    session.execute(delete(PageTerm).where(PageTerm.page_id == page.id))
    links = [{"page_id": page.id, "target": name, "words": words} for name, words in prepared.links.items()]
    terms = [
        {"page_id": page.id, "facet": facet, "term": term}
        for facet, chosen in prepared.terms.items()
        for term in dict.fromkeys(chosen)
    ]
    for table, rows in ((PageLink, links), (PageTerm, terms)):
        if rows:
            session.execute(insert(table), rows)
