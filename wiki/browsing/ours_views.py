"""Organizations like ours: a reader says once what their organization is like, in a cookie on their device alone."""

from dataclasses import replace

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from auth.safe_next import safe_next
from wiki.browsing.blueprint import bp, said
from wiki.browsing.likeness import Ours
from wiki.browsing.service import Browsing
from wiki.browsing.site_views import YEAR
from wiki.web.current import service
from wiki.web.headers import OURS

BACK = "/case-studies"


@bp.get("/ours")
def ours() -> ResponseReturnValue:
    """Ask what the reader's organization is like."""
    questions = [
        (name, _(label), [(term, _(words)) for term, words in terms])
        for name, label, terms in service(Browsing).likeness.questions()
    ]
    back = safe_next(request.args.get("next") or BACK)
    return render_template("browsing/ours.html", questions=questions, ours=said(), back=back)


@bp.post("/ours")
def keep_ours() -> ResponseReturnValue:
    """Keep what was said for a year, forget it, or let lists follow it no more, or again."""
    do, held = request.form.get("do", "keep"), said()
    if do == "forget":
        held = Ours({})
    elif do in ("off", "on"):
        held = replace(held, on=do == "on")
    else:
        held = service(Browsing).likeness.read(request.form)
    return _kept(redirect(safe_next(request.form.get("next") or BACK), 303), held)


def _kept(answer: Response, held: Ours) -> Response:
    if not held.terms:
        answer.delete_cookie(OURS)
        return answer
    secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    answer.set_cookie(OURS, held.cookie(), max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer
