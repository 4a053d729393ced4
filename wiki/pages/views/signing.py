"""One's own contributions: how they are signed, and signing them anew."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from auth.model import Permission
from auth.policy import require
from wiki.errors import Invalid, Problem
from wiki.kinds.model import Library
from wiki.pages.forms import read_signature
from wiki.pages.model import Signature
from wiki.pages.signatures import Signatures
from wiki.pages.views.blueprint import bp
from wiki.web.current import actor, service

MOST = 1000


@bp.get("/contributions")
def contributions() -> ResponseReturnValue:
    """What one wrote, page by page, and how it is signed."""
    if not actor().is_signed_in:
        return redirect(url_for("auth.sign_in", next=request.path))
    return _page(service(Signatures).usual(actor()))


@bp.post("/contributions")
def sign() -> ResponseReturnValue:
    """Sign what one wrote anew, on the chosen pages or on all."""
    require(actor(), Permission.PAGE_SUBMIT)
    wanted = read_signature(request.form.to_dict(flat=False)) or Signature("")
    chosen = None if request.form.get("which") == "all" else request.form.getlist("pages")[:MOST]
    try:
        count = service(Signatures).sign(actor(), chosen, wanted)
    except Invalid as error:
        return _page(wanted, error.problems)
    flash(ngettext("Signed anew on one page.", "Signed anew on %(num)s pages.", count), "good")
    return redirect(url_for("pages.contributions"), 303)


def _page(wanted: Signature, problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    part = service(Signatures).mine(actor(), request.args.get("page", 1, type=int))
    answer = render_template(
        "pages/contributions.html",
        part=part,
        wanted=wanted,
        chosen=request.form.getlist("pages"),
        which=request.form.get("which", "some"),
        kinds=service(Library).kinds,
        problems=problems,
        labels={"signed": _("Your name"), "signed_as": _("Pen name"), "pages": _("Pages")},
        href=lambda number: url_for("pages.contributions", page=number),
    )
    return answer, 422 if problems else 200
