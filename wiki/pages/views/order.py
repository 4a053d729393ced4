"""Keeping order: another address, off the shelves and back, and who sees a page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import require
from wiki.errors import Invalid, NotFound, Problem
from wiki.pages import policy
from wiki.pages.forms import read_day
from wiki.pages.model import ARCHIVED, Page
from wiki.pages.reading import Readings
from wiki.pages.shelves import Shelves
from wiki.pages.views.blueprint import bp
from wiki.web.current import actor, service


@bp.route("/wiki/<slug>/move", methods=["GET", "POST"])
def move(slug: str) -> ResponseReturnValue:
    """Give the page another address; old ones go on leading to it."""
    page = _page(slug, Permission.PAGE_MOVE)
    address = request.form.get("address", page.slug)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            new = service(Shelves).move(actor(), slug, address)
        except Invalid as error:
            problems = error.problems
        else:
            flash(_("The page has a new address. Old links lead here."), "good")
            return redirect(url_for("pages.read", slug=new))
    elif not policy.may_move(actor(), page):
        raise NotFound(slug)
    return render_template("pages/move.html", page=page, address=address, problems=problems), 422 if problems else 200


@bp.route("/wiki/<slug>/archive", methods=["GET", "POST"])
def archive(slug: str) -> ResponseReturnValue:
    """Ask, then take the page off the shelves, or put it back."""
    page = _page(slug, Permission.PAGE_ARCHIVE)
    if not (policy.may_archive(actor(), page) or policy.may_unarchive(actor(), page)):
        raise NotFound(slug)  # a page that waits for review stands on no shelf yet
    if request.method == "GET":
        return render_template("pages/archive.html", page=page, is_archived=page.state == ARCHIVED)
    if page.state == ARCHIVED:
        service(Shelves).unarchive(actor(), slug)
        flash(_("The page is back."), "good")
    else:
        service(Shelves).archive(actor(), slug)
        flash(_("The page is archived. Editors can put it back at any time."), "good")
    return redirect(url_for("pages.read", slug=slug))


@bp.route("/wiki/<slug>/visibility", methods=["GET", "POST"])
def visibility(slug: str) -> ResponseReturnValue:
    """Say who sees the page."""
    page = _page(slug, Permission.PAGE_RESTRICT)
    chosen = request.form.get("visibility", page.visibility)
    until = request.form.get("held_until", page.held_until.isoformat() if page.held_until else "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            service(Shelves).restrict(actor(), slug, chosen, read_day(until))
        except Invalid as error:
            problems = error.problems
        else:
            flash(_("Who sees this page is changed."), "good")
            return redirect(url_for("pages.read", slug=slug))
    elif not policy.may_restrict(actor(), page):
        raise NotFound(slug)
    answer = render_template("pages/visibility.html", page=page, chosen=chosen, until=until, problems=problems)
    return answer, 422 if problems else 200


def _page(slug: str, permission: Permission) -> Page:
    """The page, if it exists for this actor, who then needs the permission."""
    page = service(Readings).stub(actor(), slug)
    require(actor(), permission)
    return page
