"""Stopping letters from a letter, and what admins see of what was written."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from storage.database import LARGEST_ID
from wiki.errors import NotFound
from wiki.watching.forms import page_number
from wiki.watching.posting import Posting
from wiki.watching.service import Watching
from wiki.watching.stopping import Stopping
from wiki.watching.views.blueprint import bp
from wiki.web.csrf import asks_itself
from wiki.web.current import actor, service


@bp.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> str:
    """Ask before stopping: mail programs look at addresses by themselves."""
    _account, sort = _known(token)
    return render_template("watching/unsubscribe.html", sort=sort, done=False)


@bp.post("/unsubscribe/<token>")
@asks_itself  # the address is the secret; a mail program has no token and no session (RFC 8058)
def unsubscribe_now(token: str) -> ResponseReturnValue:
    """Stop this sort of letter; a second time does no harm."""
    account, sort = _known(token)
    if not service(Watching).stop_letters(account, sort):
        raise NotFound("unsubscribe")
    return render_template("watching/unsubscribe.html", sort=sort, done=True)


@bp.get("/outbox")
def outbox() -> str:
    """The letters of the last thirty days, sent or not."""
    found = service(Posting).outbox(actor(), page_number(request.args))
    return render_template("watching/outbox.html", outbox=found, href=_numbered)


def _known(token: str) -> tuple[int, str]:
    found = service(Stopping).read(token)
    if found is None or found[0] > LARGEST_ID:
        raise NotFound("unsubscribe")
    return found


def _numbered(number: int) -> str:
    return url_for("watching.outbox", page=number if number > 1 else None)
