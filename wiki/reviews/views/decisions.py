"""The decisions about a proposal, and the claim that keeps two reviewers apart."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid
from wiki.kinds.model import Library
from wiki.pages.forms import read_posted
from wiki.pages.service import EditConflict
from wiki.pages.views.writing_page import WritingPage, show_conflict, with_theirs
from wiki.reviews.cases import Cases
from wiki.reviews.forms import number as number_of
from wiki.reviews.forms import words
from wiki.reviews.model import NotNow
from wiki.reviews.service import Reviews
from wiki.reviews.views.blueprint import bp
from wiki.reviews.views.cases import show_case
from wiki.web.current import actor, service


@bp.post("/review/<int:number>/accept")
def accept(number: int) -> ResponseReturnValue:
    """Publish it; where the page moved on and both touch, the reviewer puts them together."""
    found = service(Cases).get(actor(), number)
    sent = with_theirs(found.kind, found.page, request.form.to_dict(flat=False))
    posted = read_posted(found.kind, service(Library), sent)
    try:
        if "base" in sent:
            saved = service(Reviews).accept_mended(actor(), number, posted.base, posted.values, _round())
        else:
            saved = service(Reviews).accept(actor(), number, _round())
    except EditConflict as error:
        showing = WritingPage(found.kind, posted, found.page)
        again = url_for("reviews.accept", number=number)
        return show_conflict(showing, error, action=again, extra={"round": str(found.proposal.round)})
    except Invalid as error:
        return show_case(number, problems=error.problems)
    except NotNow as error:
        return show_case(number, refused=error)
    flash(_("Accepted and published."), "good")
    return redirect(url_for("pages.read", slug=saved.slug))


@bp.post("/review/<int:number>/return")
def send_back(number: int) -> ResponseReturnValue:
    """Give it back to its writer with a comment on the place it concerns."""
    field = words(request.form, "field")
    refused = _tried(number, lambda: service(Reviews).send_back(actor(), number, _answer(), field, _round()))
    if refused is None:
        flash(_("Returned to its writer, with your comment."), "good")
    return refused or redirect(url_for("reviews.queue"))


@bp.post("/review/<int:number>/decline")
def decline(number: int) -> ResponseReturnValue:
    """Say no, with the reason."""
    refused = _tried(number, lambda: service(Reviews).decline(actor(), number, _answer(), _round()))
    if refused is None:
        flash(_("Declined. Its writer reads the reason."), "good")
    return refused or redirect(url_for("reviews.queue"))


@bp.post("/review/<int:number>/consent")
def consent(number: int) -> ResponseReturnValue:
    """Ask its writer to agree to this text."""
    refused = _tried(number, lambda: service(Reviews).ask_consent(actor(), number, _answer(), _round()))
    if refused is None:
        flash(_("Sent to its writer, who agrees before it is published."), "good")
    return refused or redirect(url_for("reviews.queue"))


@bp.post("/review/<int:number>/remark")
def remark(number: int) -> ResponseReturnValue:
    """Ask or say something without deciding."""
    field = words(request.form, "field")
    refused = _tried(number, lambda: service(Reviews).remark(actor(), number, _answer(), field))
    if refused is None:
        flash(_("Your comment is with the proposal, for its writer to read."), "good")
    return refused or redirect(url_for("reviews.case", number=number))


@bp.post("/review/<int:number>/claim")
def claim(number: int) -> ResponseReturnValue:
    """Take the case, or take it over from somebody."""
    over = request.form.get("over") == "1"
    refused = _tried(number, lambda: service(Reviews).claim(actor(), number, take_over=over))
    if refused is None:
        flash(_("This is yours for seven days. Others are told so."), "good")
    return refused or redirect(url_for("reviews.case", number=number))


@bp.post("/review/<int:number>/let-go")
def let_go(number: int) -> ResponseReturnValue:
    """Give the case back to the queue."""
    refused = _tried(number, lambda: service(Reviews).let_go(actor(), number))
    if refused is None:
        flash(_("Back in the queue."), "good")
    return refused or redirect(url_for("reviews.case", number=number))


def _tried(number: int, act: Callable[[], None]) -> ResponseReturnValue | None:
    """Act; what stands against it is said on the case, with everything that was typed. None when it is done."""
    try:
        act()
    except Invalid as error:
        return show_case(number, problems=error.problems)
    except NotNow as error:
        return show_case(number, refused=error)
    return None


def _answer() -> str:
    return words(request.form, "answer")


def _round() -> int:
    """The round that the reviewer looked at; 0 when the form does not say."""
    return number_of(request.form.get("round", ""))
