"""Mend it first: the editor with a proposal's words, for the reviewer who finishes them."""

from dataclasses import replace
from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid
from wiki.kinds.forms import to_raw
from wiki.kinds.model import Library
from wiki.pages.forms import read_posted
from wiki.pages.service import EditConflict, Pages
from wiki.pages.views.writing_page import WritingPage, reshaped, show_conflict, show_form, touched_lists
from wiki.reviews import policy
from wiki.reviews.cases import Cases
from wiki.reviews.forms import number as number_of
from wiki.reviews.model import Case, NotNow
from wiki.reviews.service import Reviews
from wiki.reviews.views.blueprint import bp
from wiki.reviews.views.cases import show_case
from wiki.web.csrf import asks_itself, is_forged
from wiki.web.current import actor, service

LOOKS = ("preview", "changes", "write", "full")


@bp.route("/review/<int:number>/mend", methods=["GET", "POST"])
@asks_itself
def mend(number: int) -> ResponseReturnValue:
    """The proposal's words in the form; saving makes them its next round, or publishes them at once."""
    if request.method == "POST":
        return _take(number)
    case, values, base = service(Cases).merged(actor(), number)
    if not case.may_decide or not _is_in_review(case):
        return show_case(number)
    form = {**to_raw(case.kind, values), "base": [str(base)]}
    return show_form(_showing(case, form, case.proposal.round))


def _take(number: int) -> ResponseReturnValue:
    case = service(Cases).get(actor(), number)
    sent = reshaped(request.form.to_dict(flat=False))
    round_ = number_of(request.form.get("round", ""))
    showing = replace(_showing(case, sent, round_), lists=touched_lists(request.form.to_dict(flat=False)))
    if is_forged():
        return show_form(replace(showing, notice="expired"), status=HTTPStatus.BAD_REQUEST)
    if showing.posted.action in LOOKS:
        tab = showing.posted.action if showing.posted.action in ("preview", "changes") else "write"
        return show_form(replace(showing, tab=tab))
    try:
        return _keep(case, showing, round_)
    except Invalid as error:
        unread = {problem.field for problem in showing.posted.problems}
        problems = [*showing.posted.problems, *(one for one in error.problems if one.field not in unread)]
        return show_form(replace(showing, problems=problems), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow as error:
        return show_form(replace(showing, notice=f"review:{error.reason}"), status=HTTPStatus.CONFLICT)


def _keep(case: Case, showing: WritingPage, round_: int) -> ResponseReturnValue:
    posted, number = showing.posted, case.proposal.id
    if posted.problems:
        raise Invalid(service(Pages).problems(case.kind, posted.values))
    newest = service(Reviews).mend(actor(), number, round_, posted.base, posted.values, posted.note)
    if request.form.get("action") != "publish":
        flash(_("Kept as the next round. Nothing is published yet."), "good")
        return redirect(url_for("reviews.case", number=number))
    try:
        saved = service(Reviews).accept(actor(), number, newest)
    except EditConflict as error:
        again = url_for("reviews.accept", number=number)
        return show_conflict(showing, error, action=again, extra={"round": str(newest)})
    except Invalid as error:
        return show_case(number, problems=error.problems)  # the mended words are its next round already
    except NotNow as error:
        return show_case(number, refused=error)
    flash(_("Mended, accepted and published. Both names are kept."), "good")
    return redirect(url_for("pages.read", slug=saved.slug))


def _showing(case: Case, form: object, round_: int) -> WritingPage:
    posted = read_posted(case.kind, service(Library), form)  # type: ignore[arg-type]
    at_once = case.may_publish and not policy.needs_consent(case.proposal)
    return WritingPage(
        case.kind, posted, case.page, way="mend" if at_once else "finish",
        action=url_for("reviews.mend", number=case.proposal.id), extra={"round": str(round_)},
    )  # fmt: skip


def _is_in_review(case: Case) -> bool:
    return case.proposal.state in ("submitted", "consent")
