"""Who may do what in review, one question each; no store, no web."""

from datetime import datetime

from auth.model import Actor, Permission
from auth.policy import may
from wiki.kinds.model import Kind
from wiki.pages import policy
from wiki.pages.model import CONSENT, PUBLISHED, SHARE, Page, Proposal
from wiki.reviews.model import CLAIM_LASTS


def may_review(actor: Actor) -> bool:
    """Whether the actor decides about what others wrote."""
    return may(actor, Permission.PROPOSAL_REVIEW)


def may_suggest(actor: Actor, page: Page) -> bool:
    """Whether the actor may send a change to this page into review; what is suggested on a locked one too."""
    return page.state == PUBLISHED and may(actor, Permission.PAGE_SUGGEST)


def claim_holds(proposal: Proposal, claimer: Actor | None, now: datetime) -> bool:
    """Whether somebody's claim keeps others away: taken within the last days, by somebody who still reviews."""
    if claimer is None or not may_review(claimer) or proposal.claimed_at is None:
        return False
    return proposal.claimed_at + CLAIM_LASTS > now


def needs_consent(proposal: Proposal) -> bool:
    """Whether its writer has to agree before it is published, which their yes does: to all told in five minutes."""
    return proposal.via == SHARE or proposal.state == CONSENT


def may_publish(actor: Actor, kind: Kind, page: Page) -> bool:
    """Whether what the actor accepts on this page is published: of its kind, and not while it is locked for them."""
    return policy.may_publish(actor, kind, page)


def sees_withheld(actor: Actor) -> bool:
    """Whether the actor sees what a contributor asked to withhold."""
    return policy.sees_withheld(actor)
