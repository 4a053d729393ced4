"""Make a comment a change: the page's own form, with the comment quoted in the reason, and tied to it once saved."""

from contextlib import suppress

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storage.errors import StorageError
from wiki.errors import NotFound
from wiki.kinds.forms import to_raw
from wiki.kinds.model import Library
from wiki.pages.drafts import Drafts
from wiki.pages.forms import read_posted
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.pages.views.writing_page import WritingPage, show_form
from wiki.talk import policy
from wiki.talk.service.changes import named, reason
from wiki.talk.service.order import Order
from wiki.talk.service.threads import Threads
from wiki.talk.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/wiki/<slug>/talk/<int:number>/change")
def change(slug: str, number: int) -> ResponseReturnValue:
    """The form of the page, open at the part the comment is about."""
    page, comment, said = service(Threads).one(actor(), slug, number)
    if not actor().is_signed_in:
        return redirect(url_for("auth.sign_in", next=request.path))
    if policy.CHANGE not in said.may:
        raise NotFound(f"comment {number}")
    kind = service(Pages).kind(page.kind)
    values, base = service(Readings).editable(actor(), page)
    credit = _("From a comment by %(name)s", name=said.by.name) if said.by.name else _("From a comment")
    form = {**to_raw(kind, values), "base": [str(base)], "note": [reason(comment, credit)]}
    posted, draft = read_posted(kind, service(Library), form), service(Drafts).on_page(actor(), page)
    return show_form(WritingPage(kind, posted, page, None, draft, lists={comment.section} - {""}))


@bp.after_app_request
def tie(response: Response) -> Response:
    """After a page was saved: a comment that the reason names leads to what became of it."""
    saved = request.method == "POST" and request.endpoint == "pages.edit" and response.status_code == 302
    if saved and actor().is_signed_in and request.view_args:
        for number in named(request.form.get("note", ""))[:1]:
            with suppress(NotFound, StorageError):  # the change is kept, whether or not its comment still is
                service(Order).became(actor(), request.view_args["slug"], number)
    return response
