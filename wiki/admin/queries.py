"""Counting what waits; every count of pages carries its reader's audience."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from auth.invitations import Invitation
from auth.model import Account, Actor
from wiki.pages import queries
from wiki.pages.model import ARCHIVED, PUBLISHED, SUBMITTED, Page, Proposal


def pages(session: Session, actor: Actor, *which: ColumnElement[bool]) -> int:
    """How many pages of this sort this actor sees."""
    return session.scalar(select(func.count()).select_from(Page).where(queries.visible(actor), *which)) or 0


def proposals(session: Session, actor: Actor) -> int:
    """How many proposals wait that this actor may decide on."""
    waiting = select(func.count()).select_from(Proposal).join(Page, Page.id == Proposal.page_id)
    waiting = waiting.where(Proposal.state == SUBMITTED, Page.state != ARCHIVED, queries.visible(actor))
    return session.scalar(waiting) or 0


def counts(session: Session, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Everything that the board counts of this room's own."""
    active = select(func.count()).select_from(Account).where(Account.active)
    unused = select(func.count()).select_from(Invitation)
    unused = unused.where(Invitation.used_at.is_(None), Invitation.expires > now)
    return {
        "proposals": proposals(session, actor),
        "published": pages(session, actor, Page.state == PUBLISHED),
        "locked": pages(session, actor, Page.locked.is_(True)),
        "archived": pages(session, actor, Page.state == ARCHIVED),
        "accounts": session.scalar(active) or 0,
        "invitations": session.scalar(unused) or 0,
    }
