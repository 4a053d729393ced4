"""The blueprint that every page of this room hangs on, and how its refusals look."""

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from auth.errors import Missing, Problem, TooMany, UsedUp

bp = Blueprint("auth", __name__)


@bp.errorhandler(UsedUp)
def used_up(_error: UsedUp) -> ResponseReturnValue:
    """A link that is used, too old or never was: one answer for all three."""
    return render_template("auth/used_up.html"), 404


@bp.errorhandler(Missing)
def missing(_error: Missing) -> ResponseReturnValue:
    """What the app answers for any page that is not there."""
    return current_app.handle_http_exception(NotFound())


@bp.after_request
def never_kept(response: Response) -> Response:
    """No cache keeps a page about accounts, not even one without a form."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def form_page(
    template: str,
    problems: Sequence[Problem] = (),
    *,
    wait: TooMany | None = None,
    wait_field: str = "email",
    **values: object,
) -> ResponseReturnValue:
    """A page with a form: 200 when it is fresh, 422 with its problems, 429 with how long to wait."""
    if wait is not None:
        problems = [Problem(wait_field, _too_many(wait))]
    status = 429 if wait else 422 if problems else 200
    response = make_response(render_template(f"auth/{template}", problems=problems, **values), status)
    if wait is not None:
        response.headers["Retry-After"] = str(wait.retry_after)
    return response


def _too_many(wait: TooMany) -> str:
    minutes = -(-wait.retry_after // 60)
    words: str = ngettext(
        "Too many tries. Wait %(num)s minute, then try again.",
        "Too many tries. Wait %(num)s minutes, then try again.",
        minutes,
    )
    return words
