"""Errors as answers: each has its status, plain words, and a way on; nothing typed is lost."""

import logging
import secrets
from collections.abc import Callable, Sequence

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from rapidfuzz import fuzz, process, utils
from werkzeug.exceptions import HTTPException

from auth.desk import Desk
from auth.errors import Forbidden, TooMany
from storage.errors import Busy, Full, StorageError
from wiki.errors import Invalid, NotFound, TooLarge
from wiki.web.current import actor, service

log = logging.getLogger("fieldbook.web")
Titles = Callable[[], Sequence[tuple[str, str]]]
SHORT = 40  # characters; less is typed again in no time
SHOWN = (400, 403, 404, 410, 413, 422, 429, 500, 503, 507)


def init_app(app: Flask, titles: Titles) -> None:
    """Answer every error of this app; `titles` gives (title, address) pairs this reader may be pointed to."""
    app.register_error_handler(NotFound, lambda _error: _missing(titles))
    app.register_error_handler(404, lambda _error: _missing(titles))
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(TooLarge, lambda error: _page(413, limit=str(error)))
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(Full, lambda _error: _page(507))
    app.register_error_handler(CSRFError, lambda _error: _page(400, expired=True))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def typed_text() -> str:
    """Every longer text the failed request carried, so that an error page can give it back."""
    try:
        values = [value for name, value in request.form.items() if "password" not in name and name != "csrf_token"]
    except HTTPException:
        return ""
    return "\n\n".join(value for value in values if len(value) > SHORT)


def _page(status: int, **context: object) -> Response:
    kept = typed_text() if request.method == "POST" and status != 413 else ""
    return make_response(render_template(f"errors/{status}.html", kept_text=kept, **context), status)


def _missing(titles: Titles) -> Response:
    words = request.path.rsplit("/", 1)[-1].replace("-", " ")[:100]
    try:  # no title has a dot in its address: a program looking for /.env or /x.php costs no look at the library
        choices = {address: title for title, address in titles()} if "." not in words else {}
    except StorageError:  # what is missing is missing, whether or not the database can say what is near
        choices = {}
    near = process.extract(
        words, choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=5, score_cutoff=60
    )
    return _page(404, nearest=[(title, f"/wiki/{address}") for title, _score, address in near], words=words)


def _forbidden(error: Forbidden) -> Response:
    try:
        service(Desk).refusals.note(actor(), error.permission)
    except StorageError:  # the answer is no, whether or not that can be written down
        log.exception("a refusal could not be written down")
    return _page(403, lowest_role=int(error.lowest))


def _invalid(error: Invalid) -> Response:
    """What no form of its own gave back: the reasons, and the text that was sent."""
    return _page(422, reasons=[gettext(problem.message, **problem.params) for problem in error.problems])


def _too_many(error: TooMany) -> Response:
    answer = _page(429, retry_after=error.retry_after)
    answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _busy(_error: Exception) -> Response:
    answer = _page(503, retry_after=5)
    answer.headers["Retry-After"] = "5"
    return answer


def _http(error: HTTPException) -> Response:
    """What Werkzeug refuses: answered with its own status and headers, on a page of ours."""
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    shown = error.code if error.code in SHOWN else 400
    answer = make_response(render_template(f"errors/{shown}.html", kept_text=""), error.code)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    """Whatever we did not foresee: logged under a number the reader can pass on, without their words or address."""
    reference = secrets.token_hex(4)
    log.error("unexpected error %s at %s", reference, request.endpoint, exc_info=error)
    return _page(500, reference=reference)
