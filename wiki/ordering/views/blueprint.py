"""The blueprint every page of this room hangs on, and what it adds to a page's view."""

from collections.abc import Sequence

from flask import Blueprint

from auth.model import Permission
from auth.policy import may
from wiki.ordering.merging import Merges
from wiki.ordering.service import Locks
from wiki.web.annexes import ACTIONS, BELOW, NOTICES, Annex
from wiki.web.current import actor, service

bp = Blueprint("ordering", __name__)


def annexer(slug: str) -> Sequence[Annex]:
    """Why the page is locked, for everybody who reads it; what editors may do, and what was merged."""
    lock = service(Locks).of(actor(), slug)
    found = [Annex(NOTICES, "ordering/_locked.html", {"lock": lock})] if lock else []
    if may(actor(), Permission.PAGE_MERGE):
        found.append(Annex(ACTIONS, "ordering/_actions.html", {"slug": slug, "is_locked": lock is not None}))
        came, went = service(Merges).into(actor(), slug), service(Merges).of(actor(), slug)
        if came or went:
            found.append(Annex(BELOW, "ordering/_merged.html", {"came": came, "went": went}))
    return found
