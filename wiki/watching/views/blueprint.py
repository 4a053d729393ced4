"""The blueprint every view of this room hangs on."""

from flask import Blueprint, Response

bp = Blueprint("watching", __name__)


@bp.after_request
def never_kept(response: Response) -> Response:
    """No cache keeps what is one person's, nor a page behind a secret address."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
