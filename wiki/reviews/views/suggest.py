"""Suggest a change: the same editor for everybody, a reason, and into review."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.errors import Forbidden, TooMany
from auth.model import Permission, Role
from storage.errors import Full, StorageError
from wiki.errors import Invalid
from wiki.kinds.forms import to_raw
from wiki.kinds.model import Kind, Library
from wiki.pages.forms import read_posted
from wiki.pages.reading import Moved, Readings
from wiki.pages.service import Pages
from wiki.pages.views.writing_page import WritingPage, reshaped, show_form, touched_lists
from wiki.reviews.suggestions import Suggestions
from wiki.reviews.views.blueprint import bp
from wiki.rules.service import Rules
from wiki.web.csrf import asks_itself, is_forged, is_from_elsewhere
from wiki.web.current import actor, service
from wiki.web.guard import guard

LOOKS = ("preview", "changes", "write", "full")


@bp.route("/wiki/<slug>/suggest", methods=["GET", "POST"])
@asks_itself
def suggest(slug: str) -> ResponseReturnValue:
    """Change a page without the right to publish it: with an account by its own form, without one by this."""
    page = service(Readings).stub(actor(), slug if request.method == "GET" else _meant(slug))
    service(Suggestions).require(actor(), page)
    kind = service(Pages).kind(page.kind)
    if request.method == "GET" and actor().is_signed_in:
        return redirect(url_for("pages.edit", slug=page.slug))
    if not actor().is_signed_in and not service(Rules).now().without_account:
        return redirect(url_for("auth.sign_in", next=url_for("pages.edit", slug=page.slug)))
    if request.method == "POST":
        return _take(kind, page.slug)
    reading = service(Readings).page(actor(), page.slug)
    form = {**to_raw(kind, reading.values), "base": [str(reading.revision.number)]}
    return show_form(_showing(kind, page.slug, form))


def _take(kind: Kind, slug: str) -> ResponseReturnValue:
    """Do with a sent form what its button says; keep every word whatever is wrong."""
    sent = request.form.to_dict(flat=False)
    showing = replace(_showing(kind, slug, reshaped(sent)), lists=touched_lists(sent))
    if is_from_elsewhere():
        raise Forbidden(Permission.PAGE_SUGGEST, Role.MEMBER)
    if actor().is_signed_in and is_forged():
        return show_form(replace(showing, notice="expired"), status=HTTPStatus.BAD_REQUEST)
    try:
        if showing.posted.action in LOOKS:
            guard("suggest-look", ())
            tab = showing.posted.action if showing.posted.action in ("preview", "changes") else "write"
            return show_form(replace(showing, tab=tab))
        return _send(showing, slug)
    except Invalid as error:
        unread = {problem.field for problem in showing.posted.problems}
        problems = [*showing.posted.problems, *(one for one in error.problems if one.field not in unread)]
        return show_form(replace(showing, problems=problems), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooMany as error:
        answer = make_response(show_form(replace(showing, notice="many"), status=HTTPStatus.TOO_MANY_REQUESTS))
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    except StorageError as error:
        full = isinstance(error, Full)
        status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.SERVICE_UNAVAILABLE
        return show_form(replace(showing, notice="unsaved"), status=status)


def _send(showing: WritingPage, slug: str) -> ResponseReturnValue:
    posted = showing.posted
    if posted.problems:
        raise Invalid(service(Pages).problems(showing.kind, posted.values))
    guard("suggest", [value for values in posted.form.values() for value in values], "note")
    _saved, code = service(Suggestions).suggest(actor(), slug, posted.base, posted.values, posted.note)
    answer = make_response(render_template("reviews/thanks.html", page=showing.page, code=code))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _meant(slug: str) -> str:
    """The address of the page a sent form is about, wherever it has moved meanwhile."""
    try:
        return service(Readings).stub(actor(), slug).slug
    except Moved as error:
        return error.slug


def _showing(kind: Kind, slug: str, form: Mapping[str, Sequence[str]]) -> WritingPage:
    page = service(Readings).stub(actor(), slug)
    posted = read_posted(kind, service(Library), form)
    return WritingPage(kind, posted, page, way="suggest", action=url_for("reviews.suggest", slug=slug))
