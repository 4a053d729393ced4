"""The blueprint every page of this room hangs on, and what it adds to a page's view."""

from collections.abc import Sequence

from flask import Blueprint

from wiki.ordering.service import Locks
from wiki.web.annexes import NOTICES, Annex
from wiki.web.current import actor, service

bp = Blueprint("ordering", __name__)


def annexer(slug: str) -> Sequence[Annex]:
    """Why the page is locked, for everybody who reads it."""
    lock = service(Locks).of(actor(), slug)
    return [Annex(NOTICES, "ordering/_locked.html", {"lock": lock})] if lock else []
