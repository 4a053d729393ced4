"""The blueprint every view of this room hangs on, and the count in the header for those who review."""

from flask import Blueprint

from storage.errors import StorageError
from wiki.reviews.queue import Queue
from wiki.web.current import actor, service

bp = Blueprint("reviews", __name__)


@bp.app_context_processor
def counts() -> dict[str, object]:
    """`to_review()` for templates: how many proposals wait; asked for by the header of those who review alone."""
    return {"to_review": _waiting}


def _waiting() -> int:
    try:
        return service(Queue).count(actor())
    except StorageError:  # an error page has to be drawn without the database too
        return 0
