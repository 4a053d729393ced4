"""The blueprint every page of this room hangs on."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from wiki.pages.reading import Moved

bp = Blueprint("pages", __name__)


@bp.app_errorhandler(Moved)
def moved(error: Moved) -> Response:
    """An old address leads to the page for ever."""
    return redirect(url_for("pages.read", slug=error.slug), 301)
