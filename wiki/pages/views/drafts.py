"""One's own drafts: kept while writing, listed, gone on with, thrown away."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import require
from wiki.kinds.cleaning import clean
from wiki.kinds.forms import to_raw
from wiki.kinds.model import Library
from wiki.pages.contributions import Contributions
from wiki.pages.drafts import Drafts
from wiki.pages.forms import read_posted
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.pages.views.blueprint import bp
from wiki.pages.views.writing_page import WritingPage, preview_of, show_form
from wiki.web.current import actor, service
from wiki.web.filters import clock


@bp.get("/drafts")
def drafts() -> ResponseReturnValue:
    """One's drafts, and what one submitted and what became of it."""
    if not actor().is_signed_in:
        return redirect(url_for("auth.sign_in", next=request.path))
    mine = service(Drafts).mine(actor())
    submitted = service(Contributions).mine(actor())
    return render_template("pages/drafts.html", drafts=mine, submitted=submitted, kinds=service(Library).kinds)


@bp.post("/drafts/keep/<kind>")
def keep(kind: str) -> ResponseReturnValue:
    """Keep what is typed so far; answers with the words to show, and only when it is kept."""
    declared = service(Pages).kind(kind)
    posted = read_posted(declared, service(Library), request.form.to_dict(flat=False))
    kept = service(Drafts).keep(actor(), posted.writing(declared, request.args.get("page", "")))
    return jsonify(saved_at=kept.updated.isoformat(), words=_("Draft saved at %(time)s", time=clock(kept.updated)))


@bp.post("/preview/<kind>")
def preview(kind: str) -> str:
    """What is typed as it would look, for the script's preview tab."""
    require(actor(), Permission.PAGE_SUBMIT)
    declared, library = service(Pages).kind(kind), service(Library)
    posted = read_posted(declared, library, request.form.to_dict(flat=False))
    return render_template("pages/_preview.html", preview=preview_of(declared, clean(declared, library, posted.values)))


@bp.get("/drafts/<int:number>")
def go_on(number: int) -> ResponseReturnValue:
    """Back to the form a draft belongs to."""
    draft, slug = service(Drafts).find(actor(), number)
    if slug:
        return redirect(url_for("pages.edit", slug=slug, draft=draft.id))
    return redirect(url_for("pages.new", kind=draft.kind, draft=draft.id))


@bp.get("/drafts/returned/<int:number>")
def returned(number: int) -> ResponseReturnValue:
    """Go on with what a reviewer returned: its words, in the form, as they were sent."""
    proposal, page = service(Contributions).returned(actor(), number)
    kind = service(Pages).kind(page.kind)
    words = service(Readings).own_words(actor(), page, proposal)
    form = {**to_raw(kind, words), "base": [str(proposal.base_number)], "note": [proposal.note]}
    form |= {"signed": [proposal.signed], "signed_as": [proposal.pen_name]}
    posted = read_posted(kind, service(Library), form)
    return show_form(WritingPage(kind, posted, page))


@bp.post("/drafts/<int:number>/discard")
def discard(number: int) -> ResponseReturnValue:
    """Throw one's own draft away."""
    service(Drafts).discard(actor(), number)
    flash(_("The draft is gone."), "good")
    return redirect(url_for("pages.drafts"))
