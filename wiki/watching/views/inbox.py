"""The inbox: what happened, and marking it as read."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.session import needs_account
from wiki.kinds.model import Library
from wiki.watching.forms import numbers, page_number
from wiki.watching.inbox import Inbox
from wiki.watching.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/inbox")
@needs_account
def inbox() -> ResponseReturnValue:
    """What happened, newest first."""
    part = service(Inbox).part(actor(), page_number(request.args))
    return render_template("watching/inbox.html", part=part, kinds=service(Library).kinds, href=_numbered)


@bp.post("/inbox/read")
@needs_account
def mark_read() -> ResponseReturnValue:
    """Mark what is named, or everything up to what was shown, as read."""
    newest = numbers(request.form, "newest")
    if newest:
        service(Inbox).mark_all_read(actor(), newest[0])
        flash(_("Everything is marked as read."), "good")
    else:
        service(Inbox).mark_read(actor(), numbers(request.form, "notice"))
    back = numbers(request.form, "page")
    return redirect(_numbered(back[0] if back else 1), 303)


def _numbered(number: int) -> str:
    return url_for("watching.inbox", page=number if number > 1 else None)
