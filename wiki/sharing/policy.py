"""What a contributor may do with a contribution, one question each; no store, no web."""

from collections.abc import Sequence

from wiki.sharing.model import ACCEPTED, CONSENT, OPEN, SHARE, WITHDRAWN, Consent, Page, Proposal


def may_change(proposal: Proposal) -> bool:
    """Whether it can be written on: as long as nobody has decided."""
    return proposal.state in OPEN


def may_take_back(proposal: Proposal) -> bool:
    """Whether it can be taken back: as long as nobody has decided."""
    return proposal.state in OPEN


def may_agree(proposal: Proposal) -> bool:
    """Whether the contributor is asked for their consent now."""
    return proposal.state == CONSENT


def made_page(proposal: Proposal, page: Page) -> bool:
    """Whether the page began with this proposal: page and proposal are then of one moment."""
    return proposal.created == page.created


def was_consented(proposal: Proposal, page: Page, consents: Sequence[Consent]) -> bool:
    """Whether the page stands by the consent of whoever wrote this: shared, or asked for at the end."""
    asked = bool(consents) or proposal.via == SHARE
    return proposal.state == ACCEPTED and made_page(proposal, page) and asked


def may_withdraw(proposal: Proposal, page: Page, consents: Sequence[Consent]) -> bool:
    """Whether there is a consent to take back, and with it the page."""
    return was_consented(proposal, page, consents) and page.agreed != WITHDRAWN
