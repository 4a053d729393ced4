"""How one contribution is signed: checked, remembered for the next, and named in the audit log."""

import re
from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from auth.identity import clean_name, to_handle
from auth.model import Account, Actor
from wiki.errors import Invalid, Problem
from wiki.pages import queries
from wiki.pages.model import PEN_NAME, SIGNED, Page, Signature, UsualSignature

SHORTEST_NAME = 3  # letters; a shorter one stands in too many words that are no name
NOT_A_CHOICE = Problem("signed", "Choose how your name should appear.")
OWN_NAME = Problem("signed_as", "This is the name of your account. Choose “my name”, or write another pen name.")
TAKEN = Problem("signed_as", "Somebody here goes by this name. Write another pen name.")


def usual(session: Session, actor: Actor, page: Page | None = None) -> Signature:
    """How the actor signs if they say nothing: as their change on this page that waits, else as they did last."""
    waiting = queries.latest_proposal(session, page, actor.id) if page is not None else None
    if waiting is not None:
        return waiting.signature
    kept = session.get(UsualSignature, actor.id) if actor.id is not None else None
    return Signature(kept.signed, kept.pen_name) if kept else Signature()


def check(session: Session, actor: Actor, wanted: Signature) -> Signature:
    """The signature made tidy; raises `Invalid` for no choice, or a pen name that is none or is somebody's name."""
    if wanted.signed not in SIGNED:
        raise Invalid([NOT_A_CHOICE])
    if wanted.signed != PEN_NAME:
        return Signature(wanted.signed)
    problems: list[Problem] = []
    name = clean_name(wanted.pen_name, problems, "signed_as")
    if problems:
        raise Invalid(problems)
    if name.casefold() == actor.name.casefold():
        raise Invalid([OWN_NAME])
    others = or_(func.lower(Account.name) == name.lower(), Account.handle == to_handle(name))
    if session.scalar(select(Account.id).where(others).limit(1)) is not None:
        raise Invalid([TAKEN])
    return Signature(PEN_NAME, name)


def signer(actor: Actor, signature: Signature) -> Actor:
    """Who the audit log names for a contribution: as it is signed, so that a pen name leads to no account."""
    return actor if signature.is_by_name else Actor(None, actor.role, signature.name(actor.name), "")


def remember(session: Session, actor: Actor, signature: Signature) -> None:
    """The account's next form begins with this signature."""
    if actor.id is not None:
        session.merge(UsualSignature(account_id=actor.id, signed=signature.signed, pen_name=signature.pen_name))


def tells_name(actor: Actor, signature: Signature, texts: Iterable[str]) -> bool:
    """Whether words tell the account's name although it is not signed by it."""
    if signature.is_by_name or len(actor.name) < SHORTEST_NAME:
        return False
    parts = (re.escape(part) for part in actor.name.split())
    name = re.compile(r"(?<!\w)" + r"[\s*_]+".join(parts) + r"(?!\w)", re.IGNORECASE)
    return any(name.search(text) for text in texts)
