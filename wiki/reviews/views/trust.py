"""Members whose work proposes them as practitioners: editors say yes with one click, or not yet with a reason."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid, Problem
from wiki.reviews.forms import words
from wiki.reviews.trust import Trust
from wiki.reviews.views.blueprint import bp
from wiki.rules.service import Rules
from wiki.web.current import actor, service

ONE = "<int:number>"


@bp.get("/review/trust")
def trust() -> ResponseReturnValue:
    """Who is proposed, and who was told "not yet"."""
    return _page()


@bp.post(f"/review/trust/{ONE}/grant")
def promote(number: int) -> ResponseReturnValue:
    """Say yes."""
    candidate = service(Trust).grant(actor(), number)
    flash(_("%(name)s is a practitioner now, and signs in again to use it.", name=candidate.name), "good")
    return redirect(url_for("reviews.trust"), 303)


@bp.post(f"/review/trust/{ONE}/not-yet")
def not_yet(number: int) -> ResponseReturnValue:
    """Say not yet, and why."""
    reason = words(request.form, "reason")
    try:
        candidate = service(Trust).not_yet(actor(), number, reason)
    except Invalid as error:
        return _page(error.problems)
    flash(_("%(name)s stays a member for now. Only editors see the reason.", name=candidate.name), "good")
    return redirect(url_for("reviews.trust"), 303)


def _page(problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    asked, refused = service(Trust).proposed(actor())
    enough = service(Rules).now().after_accepted
    page = render_template("reviews/trust.html", asked=asked, refused=refused, problems=problems, enough=enough)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
