"""Resolving threads, hiding and showing comments, and the queue of those that wait."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.errors import Forbidden
from auth.model import Permission, Role
from wiki.errors import Invalid, Problem
from wiki.talk import policy
from wiki.talk.service.order import Order
from wiki.talk.service.threads import Threads
from wiki.talk.views.blueprint import bp
from wiki.web.current import actor, service


@bp.post("/wiki/<slug>/talk/<int:number>/resolve")
def resolve(slug: str, number: int) -> ResponseReturnValue:
    """Say that a thread is done with."""
    if service(Order).resolve(actor(), slug, number):
        flash(_("Marked as resolved."), "good")
    else:
        flash(_("Somebody has just marked this as resolved."), "good")
    return redirect(url_for("talk.comment", slug=slug, number=number))


@bp.post("/wiki/<slug>/talk/<int:number>/reopen")
def reopen(slug: str, number: int) -> ResponseReturnValue:
    """Open a resolved thread again."""
    service(Order).reopen(actor(), slug, number)
    flash(_("Open again."), "good")
    return redirect(url_for("talk.comment", slug=slug, number=number))


@bp.route("/wiki/<slug>/talk/<int:number>/hide", methods=["GET", "POST"])
def hide(slug: str, number: int) -> ResponseReturnValue:
    """Take a comment out of sight, with a reason."""
    if request.method == "GET":
        return _ask_why(slug, number)
    reason = request.form.get("reason", "")
    try:
        if service(Order).hide(actor(), slug, number, reason):
            flash(_("Hidden. Its writer sees the reason."), "good")
        else:
            flash(_("It was hidden already."), "good")
    except Invalid as error:
        return _ask_why(slug, number, reason, error.problems)
    return redirect(_back(slug, number))


@bp.post("/wiki/<slug>/talk/<int:number>/show")
def show(slug: str, number: int) -> ResponseReturnValue:
    """Show what waits, or show again what was hidden."""
    if service(Order).show(actor(), slug, number):
        flash(_("Shown to everybody who sees the page."), "good")
    else:
        flash(_("It was shown already."), "good")
    return redirect(_back(slug, number))


@bp.get("/talk/held")
def held() -> str:
    """The comments of new accounts that wait until a reviewer shows them."""
    total, waiting = service(Threads).waiting(actor())
    return render_template("talk/held.html", waiting=waiting, total=total)


def _ask_why(slug: str, number: int, reason: str = "", problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    page, _comment, said = service(Threads).one(actor(), slug, number)
    if policy.HIDE not in said.may:
        raise Forbidden(Permission.COMMENT_MODERATE, Role.EDITOR)
    shown = render_template("talk/hide.html", page=page, one=said, reason=reason, problems=problems)
    return shown, 422 if problems else 200


def _back(slug: str, number: int) -> str:
    """To the queue for those who came from it, else to the comment."""
    if request.form.get("back") == "held":
        return url_for("talk.held")
    return url_for("talk.comment", slug=slug, number=number)
