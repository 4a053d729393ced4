"""The list of what waits for review, and the decision on each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.model import Library
from wiki.pages.diff import diff
from wiki.pages.forms import read_posted
from wiki.pages.service import EditConflict
from wiki.pages.views.writing_page import WritingPage, show_conflict, with_theirs
from wiki.reviews.service import Reviews
from wiki.web.current import actor, service

bp = Blueprint("reviews", __name__)
LARGEST_ID = 2**31 - 1


@bp.get("/review")
def queue() -> str:
    """What waits, oldest first."""
    return render_template(
        "reviews/queue.html", waiting=service(Reviews).waiting(actor()), kinds=service(Library).kinds
    )


@bp.get("/review/<int:number>")
def case(number: int, problems: tuple[Problem, ...] = (), answer: str = "") -> ResponseReturnValue:
    """One proposal: what it changes first, then the decision."""
    found = service(Reviews).case(actor(), _known(number))
    difference = diff(found.kind, service(Library), found.before, found.after)
    title = found.proposal.values.get("title", found.page.title)
    page = render_template("reviews/case.html", case=found, found=difference, title=title, problems=problems,
                           answer=answer)  # fmt: skip
    return page, 422 if problems else 200


@bp.post("/review/<int:number>/accept")
def accept(number: int) -> ResponseReturnValue:
    """Publish it; where the page moved on and both touch, the reviewer puts them together."""
    found = service(Reviews).case(actor(), _known(number))
    sent = with_theirs(found.kind, found.page, request.form.to_dict(flat=False))
    posted = read_posted(found.kind, service(Library), sent)
    try:
        if "base" in sent:
            saved = service(Reviews).accept_mended(actor(), number, posted.base, posted.values)
        else:
            saved = service(Reviews).accept(actor(), number)
    except EditConflict as error:
        showing = WritingPage(found.kind, posted, found.page)
        return show_conflict(showing, error, action=url_for("reviews.accept", number=number))
    except Invalid as error:
        return case(number, error.problems)
    flash(_("Accepted and published."), "good")
    return redirect(url_for("pages.read", slug=saved.slug))


@bp.post("/review/<int:number>/return")
def send_back(number: int) -> ResponseReturnValue:
    """Give it back to its writer with a comment."""
    answer = request.form.get("answer", "")
    try:
        service(Reviews).send_back(actor(), _known(number), answer)
    except Invalid as error:
        return case(number, error.problems, answer)
    flash(_("Returned to its writer, with your comment."), "good")
    return redirect(url_for("reviews.queue"))


def _known(number: int) -> int:
    if number > LARGEST_ID:
        raise NotFound("proposal")
    return number
