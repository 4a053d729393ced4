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
from wiki.pages import access, checking, news, policy, queries, signing
from wiki.pages.access import Access
from wiki.pages.model import (
    ACCEPTED,
    CONSENT,
    DECLINED,
    EDIT,
    OPEN,
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
    ProposalRound,
    Revision,
    Saved,
    Signature,
)
from wiki.pages.news import What
from wiki.pages.preparing import Prepared
from wiki.rendering.pipeline import RENDERER_VERSION

INDEX = "index"
TRUST = "trust"  # somebody's contribution was accepted
WAYS = {  # from the state a proposal is in to those it can go to; a new round brings it to SUBMITTED
    SUBMITTED: (ACCEPTED, RETURNED, DECLINED, CONSENT, WITHDRAWN),
    CONSENT: (ACCEPTED, RETURNED, DECLINED, WITHDRAWN),
    RETURNED: (DECLINED, WITHDRAWN),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a save brings: the values, the reason, its author and how they sign, and the proposal it accepts, if any.

    `round` is the proposal's round that was looked at (0: whichever is the last). `code_hash` and `via` are for a new
    proposal: what its writer without an account holds, and the way it came in. `quiet` is for what is nobody's news,
    such as a term's new key: the page keeps its state and its day, and nobody is told. `remember`: the next form of
    this account begins with this signature.
    """

    values: Values
    note: str = ""
    author_id: int | None = None
    proposal_id: int | None = None
    round: int = 0
    signature: Signature = Signature()  # noqa: RUF009  # frozen, so sharing it is safe
    code_hash: str = ""
    via: str = EDIT
    quiet: bool = False
    remember: bool = False


def add_page(
    session: Session,
    now: datetime,
    actor: Actor,
    kind: str,
    values: Values,
    slug: str = "",
    seen_by: Access = Access(),  # noqa: B008  # frozen, so sharing it is safe
) -> Page:
    """A new page that says nothing yet, with an address made of its title unless one is given."""
    slug = slug or queries.free_slug(session, values["title"])
    page = Page(
        slug=slug,
        kind=kind,
        title=values["title"],
        summary=values.get("summary", ""),
        state=SUBMITTED,
        visibility=seen_by.visibility,
        held_until=seen_by.held_until,
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
    access.release_later(session, page)
    return page


def publish(session: Session, now: datetime, actor: Actor, page: Page, prepared: Prepared, change: Change) -> Saved:
    """Make the prepared words what the page says."""
    page.number += 1
    if not change.quiet:
        page.updated, page.state = now, PUBLISHED
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
            signed=change.signature.signed,
            pen_name=change.signature.pen_name,
            note=change.note[:500],
            created=now,
        )
    )
    checking.settle(session, now, page, prepared.every, prepared.values)
    with session.no_autoflush:  # one flush at the end instead of one before each question
        describe(session, page, prepared)
        if change.proposal_id is not None:
            decide(session, now, actor, change.proposal_id, ACCEPTED, round=change.round)
        shown = signing.signer(actor, change.signature) if change.proposal_id is None else actor
        seen = {} if page.number > 1 or page.visibility == PUBLIC else {"visibility": access.in_words(page)}
        touch(session, now, shown, page, "page.published", number=page.number, **seen)
        if change.remember:
            signing.remember(session, actor, change.signature)
        if not change.quiet:
            news.tell(session, now, What.PAGE_PUBLISHED, page=page.id, by=shown.id, number=page.number)
    return Saved(page.slug, page.number, now, published=True)


def submit(
    session: Session, now: datetime, actor: Actor, page: Page, base: int, change: Change,
    proposal: Proposal | None = None,
) -> Saved:  # fmt: skip
    """Keep the change whole for review: another round of `proposal`, or of what the account sent before."""
    proposal = proposal or queries.latest_proposal(session, page, actor.id)
    if proposal is None:
        proposal = Proposal(page_id=page.id, author_id=actor.id, code_hash=change.code_hash, via=change.via, round=0,
                            answer="", created=now)  # fmt: skip
        session.add(proposal)
    add_round(session, now, proposal, base, change)
    proposal.signed, proposal.pen_name = change.signature.signed, change.signature.pen_name
    if page.state == SUBMITTED:
        page.title, page.summary, page.updated = change.values["title"], change.values.get("summary", ""), now
    shown = signing.signer(actor, change.signature)
    audit.record(session, now, shown, "proposal.submitted", page.slug)
    if change.remember:
        signing.remember(session, actor, change.signature)
    news.tell(session, now, What.PROPOSAL_SUBMITTED, page=page.id, by=shown.id, proposal=proposal.id)
    return Saved(page.slug, page.number, now, published=False, proposal_id=proposal.id)


def add_round(
    session: Session, now: datetime, proposal: Proposal, base: int, change: Change, *, mended_by: int | None = None
) -> None:
    """The proposal says this from now on; what it said before stays in its rounds. It waits for review again."""
    proposal.round, proposal.state, proposal.updated, proposal.decided = proposal.round + 1, SUBMITTED, now, None
    proposal.base_number, proposal.values, proposal.note = base, change.values, change.note[:500]
    session.flush()
    session.add(
        ProposalRound(
            proposal_id=proposal.id,
            number=proposal.round,
            base_number=base,
            values=change.values,
            note=change.note[:500],
            mended_by=mended_by,
            created=now,
        )
    )


def nobody(actor: Actor) -> Actor:
    """The same rights without the person: what the audit log says of somebody who withholds their name."""
    return Actor(None, actor.role, "", "")


def decide(
    session: Session, now: datetime, actor: Actor, proposal_id: int, state: str, answer: str = "", *, round: int = 0
) -> Proposal:
    """Write down what became of a proposal, in its last round (or in `round`, if that still is the last).

    Raises `NotFound` when it was decided, taken back or sent anew meanwhile, or cannot go this way.
    """
    allowed = Proposal.state.in_([before for before, ways in WAYS.items() if state in ways])
    waits = select(Proposal).where(Proposal.id == proposal_id, allowed).with_for_update()
    proposal = session.scalar(waits.execution_options(populate_existing=True))
    if proposal is None or (round and proposal.round != round):
        raise NotFound(f"proposal {proposal_id}")
    proposal.state, proposal.answer, proposal.updated = state, answer, now
    if state not in OPEN or state == RETURNED:
        proposal.reviewer_id, proposal.decided = actor.id, now
    audit.record(session, now, actor, f"proposal.{state}", str(proposal_id))
    to = [proposal.author_id] if proposal.author_id is not None else []
    news.tell(session, now, What(f"proposal.{state}"), page=proposal.page_id, by=actor.id, to=to, proposal=proposal_id)
    if to and state == ACCEPTED:
        enqueue(session, TRUST, {"account": to[0]}, due=now, key=str(to[0]))
    return proposal


def touch(session: Session, now: datetime, actor: Actor, page: Page, action: str, **detail: object) -> None:
    """Log the deed, and let audience, index and caches follow."""
    audit.record(session, now, actor, action, page.slug, **detail)
    show(session, now, page)


def show(session: Session, now: datetime, page: Page) -> None:
    """Set who sees the page now, and have the index and every cache follow."""
    page.audience, page.also = policy.audiences_of(page, now.date())
    find_anew(session, now, page)
    bump(session)


def find_anew(session: Session, now: datetime, page: Page) -> None:
    """Have the index follow: what is to be found of the page is not what it was."""
    page.version += 1
    enqueue(session, INDEX, {"page": page.id}, due=now, key=str(page.id))


def describe(session: Session, page: Page, prepared: Prepared) -> None:
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
