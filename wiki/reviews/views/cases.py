"""One proposal: what it changes first, then its history, what was said, and the decision."""

from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from auth.errors import Problem
from wiki.kinds.display import completeness
from wiki.kinds.model import Library
from wiki.pages.diff import diff
from wiki.reviews.cases import Cases
from wiki.reviews.forms import read_filters, words
from wiki.reviews.model import NotNow
from wiki.reviews.queue import Queue
from wiki.reviews.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/review/<int:number>")
def case(number: int) -> ResponseReturnValue:
    """One proposal against the page as it is now."""
    return show_case(number)


@bp.get("/review/<int:number>/rounds/<int:new>")
def rounds(number: int, new: int) -> str:
    """What one round of a proposal says, against another or (`from=0`) the page it was begun on."""
    old = request.args.get("from", 0, type=int)
    found, before, after = service(Cases).rounds(actor(), number, old, new)
    difference = diff(found.kind, service(Library), before, after)
    return render_template("reviews/rounds.html", case=found, found=difference, old=old, new=new,
                           title=_title(found.proposal.values, found.page.title))  # fmt: skip


def show_case(number: int, *, problems: tuple[Problem, ...] = (), refused: NotNow | None = None) -> ResponseReturnValue:
    """The case, with what went wrong and everything that was typed."""
    found = service(Cases).get(actor(), number)
    library = service(Library)
    filters = read_filters(request.args, library)
    before, after = service(Queue).around(actor(), number, filters)
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    difference = diff(found.kind, library, found.before, found.after)
    page = render_template(
        "reviews/case.html", case=found, found=difference, title=_title(found.after, found.page.title),
        missing=completeness(found.kind, found.after), problems=problems, refused=refused,
        answer=words(request.form, "answer"), about=words(request.form, "field") or request.args.get("about", ""),
        previous=before, next=after, filters=filters,
    )  # fmt: skip
    return page, status


def _title(values: dict[str, object], otherwise: str) -> str:
    return str(values.get("title", otherwise))
