"""What nobody found, for editors."""

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from auth.model import Permission
from auth.policy import require
from wiki.wanted.forms import chosen, number
from wiki.wanted.service.groups import LISTS, NOTHING, Groups
from wiki.wanted.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/wanted/searches")
def searches() -> str:
    """Searches of ninety days that found nothing, or after which nobody opened a page."""
    return _show()


@bp.post("/wanted/searches")
def sort_out() -> ResponseReturnValue:
    """Go on with the searches that were chosen: make a wanted page of them, or forget them."""
    require(actor(), Permission.WANTED_MANAGE)
    words = chosen(request.form)
    if not words:
        return _show(nothing_chosen=True), 422
    if request.form.get("do") != "forget":
        return redirect(f"{url_for('wanted.make')}?{urlencode([('words', one) for one in words])}", 303)
    gone = service(Groups).forget(actor(), words)
    flash(ngettext("What was counted of it is gone.", "What was counted of them is gone.", gone), "good")
    return redirect(url_for("wanted.searches", show=_asked()), 303)


def _asked() -> str:
    asked = request.values.get("show", NOTHING)
    return asked if asked in LISTS else NOTHING


def _show(*, nothing_chosen: bool = False) -> str:
    found = service(Groups).found(actor(), _asked(), number(request.args, "page") or 1)
    return render_template(
        "wanted/searches.html",
        found=found,
        nothing_chosen=nothing_chosen,
        address=lambda part: url_for("wanted.searches", show=found.show, page=part),
        lists=[("nothing", _("Nothing was found")), ("unopened", _("Nobody opened a page"))],
    )
