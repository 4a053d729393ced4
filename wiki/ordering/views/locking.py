"""Locking a page with a reason, and opening it again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import require
from wiki.errors import Invalid, NotFound, Problem
from wiki.ordering.forms import plain, read_day
from wiki.ordering.service import Locks
from wiki.ordering.views.blueprint import bp
from wiki.pages import policy
from wiki.pages.reading import Readings
from wiki.web.current import actor, service


@bp.route("/wiki/<slug>/lock", methods=["GET", "POST"])
def lock(slug: str) -> ResponseReturnValue:
    """Ask for the reason and the day, or whether to open the page again."""
    page = service(Readings).stub(actor(), slug)
    require(actor(), Permission.PAGE_LOCK)
    if not policy.may_lock(actor(), page):
        raise NotFound(slug)
    typed = {name: plain(request.form.get(name, "")) for name in ("reason", "until")}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return _do(slug, request.form.get("do", ""), typed)
        except Invalid as error:
            problems = error.problems
    lock = service(Locks).of(actor(), slug)
    answer = render_template("ordering/lock.html", page=page, lock=lock, typed=typed, problems=problems)
    return answer, 422 if problems else 200


def _do(slug: str, deed: str, typed: dict[str, str]) -> ResponseReturnValue:
    if deed == "unlock":
        service(Locks).unlock(actor(), slug)
        flash(_("The page is open again."), "good")
    else:
        service(Locks).lock(actor(), slug, typed["reason"], read_day(typed, "until"))
        flash(_("The page is locked. Others can still suggest changes."), "good")
    return redirect(url_for("pages.read", slug=slug))
