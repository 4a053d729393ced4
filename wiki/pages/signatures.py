"""Signatures: what a form begins with, and how people sign anew what they contributed before."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from auth import audit
from auth.audit import AuditEntry
from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.generation import bump
from wiki.errors import Invalid, Problem
from wiki.pages import queries, recording, signing
from wiki.pages.model import Page, PageName, Proposal, Revision, Signature

PER_PAGE = 50
NAMING = ("page.published", "proposal.submitted")  # the deeds that the audit log tells of a contribution
NONE_CHOSEN = Problem("pages", "Choose the pages whose signature should change.")


@dataclass(frozen=True, slots=True)
class Signed:
    """A page one contributed to, with how often one signed in which way."""

    page: Page
    ways: Mapping[Signature, int]


@dataclass(frozen=True, slots=True)
class SignedPart:
    """One part of the list. `unseen` counts contributions on pages that are hidden from their writer by now."""

    pages: Sequence[Signed]
    part: int
    parts: int
    unseen: int = 0


class Signatures:
    """One's own signatures; nobody changes anybody else's."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def usual(self, actor: Actor, page: Page | None = None) -> Signature:
        """How the actor signs if they say nothing: as their change on this page that waits, else as they did last."""
        with self._database.read() as session:
            return signing.usual(session, actor, page)

    def mine(self, actor: Actor, part: int = 1) -> SignedPart:
        """The pages the actor contributed to and sees, newest first, fifty a part; past the end is the first."""
        with self._database.read() as session:
            ways = _ways(session, actor)
            seen = select(Page).where(Page.id.in_(ways), queries.visible(actor)).order_by(Page.updated.desc(), Page.id)
            found = session.scalars(seen).all()
        parts = max(1, -(-len(found) // PER_PAGE))
        part = part if 1 <= part <= parts else 1
        shown = found[(part - 1) * PER_PAGE : part * PER_PAGE]
        unseen = sum(sum(ways[number].values()) for number in ways.keys() - {page.id for page in found})
        return SignedPart([Signed(page, ways[page.id]) for page in shown], part, parts, unseen)

    def sign(self, actor: Actor, slugs: Sequence[str] | None, wanted: Signature) -> int:
        """Sign one's contributions to these pages anew, or all that one ever made (None); returns how many pages.

        It holds for history, lists and the audit log, which tells that it was done and not by whom. Raises `Invalid`.
        """
        require(actor, Permission.PAGE_SUBMIT)
        with self._database.write() as session:
            signature = signing.check(session, actor, wanted)
            mine = select(Page).where(Page.id.in_(_ways(session, actor)))
            if slugs is not None:
                mine = mine.where(Page.slug.in_(slugs), queries.visible(actor))
            pages = session.scalars(mine).all()
            if not pages and slugs is not None:
                raise Invalid([NONE_CHOSEN])
            for page in pages:
                self._sign(session, actor, page, signature)
            if slugs is None:
                signing.remember(session, actor, signature)
            bump(session)
        return len(pages)

    def _sign(self, session: Session, actor: Actor, page: Page, signature: Signature) -> None:
        pen_names = {""}
        for table in (Revision, Proposal):
            own = (table.page_id == page.id, table.author_id == actor.id)
            pen_names |= set(session.scalars(select(table.pen_name).where(*own)))
            session.execute(update(table).where(*own).values(signed=signature.signed, pen_name=signature.pen_name))
        if not signature.is_by_name:
            names = select(PageName.name).where(PageName.page_id == page.id)
            told = or_(
                AuditEntry.actor_id == actor.id,
                AuditEntry.actor_id.is_(None) & AuditEntry.actor_name.in_(pen_names - {""}),
            )
            deeds = update(AuditEntry).where(AuditEntry.action.in_(NAMING), AuditEntry.subject.in_(names), told)
            session.execute(deeds.values(actor_id=None, actor_name=signature.pen_name))
        recording.find_anew(session, self._clock(), page)
        audit.record(session, self._clock(), recording.nobody(actor), "contribution.signed", page.slug)


def _ways(session: Session, actor: Actor) -> dict[int, Counter[Signature]]:
    """Page id to how often the actor signed in which way: versions, and what waits or came back."""
    ways: dict[int, Counter[Signature]] = {}
    for table in (Revision, Proposal):
        columns = (table.page_id, table.signed, table.pen_name)
        rows = select(*columns, func.count()).where(table.author_id == actor.id).group_by(*columns)
        for page_id, signed, pen_name, count in session.execute(rows):
            ways.setdefault(page_id, Counter())[Signature(signed, pen_name)] += count
    return ways if actor.id is not None else {}
