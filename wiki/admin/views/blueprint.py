"""The blueprint every page of this room hangs on."""

from flask import Blueprint, Response

bp = Blueprint("admin", __name__)


@bp.after_request
def never_kept(response: Response) -> Response:
    """No cache keeps a page about how the site is looked after."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
