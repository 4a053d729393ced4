"""What this room adds to a page: how fresh it is on top, who looks after it below."""

from collections.abc import Iterator, Sequence

from wiki.freshness import policy
from wiki.freshness.model import Standing
from wiki.freshness.service import Freshness
from wiki.web.annexes import BELOW, NOTICES, Annex
from wiki.web.current import actor, service


def annexer(slug: str) -> Sequence[Annex]:
    """The pieces for this page and reader; readers without an account all get the same."""
    return tuple(_pieces(service(Freshness).standing(actor(), slug)))


def _pieces(page: Standing) -> Iterator[Annex]:
    who, reviewed = actor(), page.every is not None
    if policy.may_flag(published=page.published, reviewed=reviewed):
        may_check = policy.may_check(who, published=page.published, reviewed=reviewed)
        overdue = page.is_overdue(service(Freshness).today())
        offers = may_check or not who.is_signed_in
        values = {"page": page, "overdue": overdue, "offers_check": offers, "may_check": may_check}
        yield Annex(NOTICES, "freshness/_notice.html", values)
    may_take = policy.may_take(who, published=page.published, has_owner=page.has_owner)
    may_let_go = policy.may_let_go(who, has_owner=page.has_owner, is_mine=page.is_mine)
    if page.owner or may_take or may_let_go:
        yield Annex(BELOW, "freshness/_care.html", {"page": page, "may_take": may_take, "may_let_go": may_let_go})
