"""What one watches, and how one wants to be told."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import desk
from auth.safe_next import safe_next
from auth.session import needs_account
from wiki.errors import Invalid, Problem
from wiki.watching.service import Watching
from wiki.watching.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/watching")
@needs_account
def watching() -> ResponseReturnValue:
    """Everything one watches, and the letters one gets."""
    return _page()


@bp.post("/watching")
@needs_account
def watch() -> ResponseReturnValue:
    """Watch a page, a term, a kind or a search, or stop that."""
    form, me = request.form, actor()
    sort, name = form.get("sort", ""), form.get("name", "")
    try:
        if form.get("do") == "stop":
            service(Watching).stop(me, sort, name)
            flash(_("You no longer watch this."), "good")
        else:
            service(Watching).start(me, sort, name)
            flash(_("You watch this now. What happens stands in your inbox."), "good")
    except Invalid as error:
        return _page(error.problems)
    return redirect(safe_next(form.get("next", "")) if form.get("next") else url_for("watching.watching"), 303)


@bp.post("/watching/letters")
@needs_account
def letters() -> ResponseReturnValue:
    """Choose which letters come, and whether one's own pages are watched."""
    form = request.form
    try:
        service(Watching).choose(
            actor(), form.get("watched", ""), form.get("meant", ""), watch_own=form.get("watch_own") == "yes"
        )
    except Invalid as error:
        return _page(error.problems)
    flash(_("Your changes are saved."), "good")
    return redirect(url_for("watching.watching"), 303)


@bp.post("/watching/feed")
@needs_account
def feed() -> ResponseReturnValue:
    """Make the private feed's address, a new one each time, or end it."""
    if request.form.get("do") == "end":
        service(Watching).end_feed(actor())
        flash(_("Your private feed is gone; its address leads nowhere."), "good")
        return redirect(url_for("watching.watching"), 303)
    return _page(feed=desk().link(f"/feeds/mine/{service(Watching).new_feed(actor())}"))


def _page(problems: tuple[Problem, ...] = (), feed: str = "") -> ResponseReturnValue:
    mine = service(Watching)
    page = render_template(
        "watching/watching.html",
        watched=mine.everything(actor()),
        wishes=mine.wishes(actor()),
        is_stopped=mine.is_stopped(actor()),
        has_mail=desk().mailer.is_set_up,
        feed=feed,
        problems=problems,
    )
    return page, 422 if problems else 200
