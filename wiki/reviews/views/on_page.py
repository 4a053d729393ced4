"""What review adds to a page's view: the way to suggest a change, and what waits on it for those who may know."""

from collections.abc import Sequence

from wiki.reviews import policy
from wiki.reviews.queue import Queue
from wiki.web.annexes import ACTIONS, NOTICES, Annex
from wiki.web.current import actor, service


def annex(slug: str) -> Sequence[Annex]:
    """For readers without an account the link; for writers and reviewers the proposals they may know of."""
    takes, waiting = service(Queue).on_page(actor(), slug)
    pieces = []
    if takes and not actor().is_signed_in:
        pieces.append(Annex(ACTIONS, "reviews/_suggest.html", {"slug": slug}))
    if waiting:
        found = {"waiting": waiting, "reviews": policy.may_review(actor())}
        pieces.append(Annex(NOTICES, "reviews/_waiting.html", found))
    return pieces
