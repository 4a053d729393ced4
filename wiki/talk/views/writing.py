"""Writing a comment, a reply, or one's own in other words; nothing typed is lost, whatever comes in between."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import address, desk
from auth.errors import Forbidden, TooMany
from auth.limits import network
from auth.model import Permission, Role
from auth.policy import require
from storage.errors import Full, StorageError
from wiki.errors import Invalid, NotFound
from wiki.pages.drafts import Drafts, Writing
from wiki.pages.signatures import Signatures
from wiki.talk import policy
from wiki.talk.forms import fresh, of_comment, read_comment
from wiki.talk.model import Added
from wiki.talk.service.comments import Comments
from wiki.talk.service.threads import Threads
from wiki.talk.views.blueprint import bp
from wiki.talk.views.form_page import ADD, EDIT, REPLY, FormPage, show_form
from wiki.web.csrf import asks_itself, is_forged, is_from_elsewhere
from wiki.web.current import actor, service
from wiki.web.guard import guard

PARKED = "comment"  # what a draft is called that is a comment
PARKED_AN_HOUR = 60


@bp.post("/wiki/<slug>/talk")
@asks_itself
def add(slug: str) -> ResponseReturnValue:
    """Say something about the page or a section."""
    return _take(slug, ADD)


@bp.route("/wiki/<slug>/talk/<int:number>/reply", methods=["GET", "POST"])
@asks_itself
def reply(slug: str, number: int) -> ResponseReturnValue:
    """Answer a comment."""
    if request.method == "POST":
        return _take(slug, REPLY, number)
    _page, _comment, said = service(Threads).one(actor(), slug, number)
    if not actor().is_signed_in:
        return _to_sign_in()
    if policy.REPLY not in said.may:
        raise NotFound(f"comment {number}")
    return show_form(FormPage(slug, REPLY, number, fresh(service(Signatures).usual(actor()))))


@bp.route("/wiki/<slug>/talk/<int:number>/edit", methods=["GET", "POST"])
@asks_itself
def edit(slug: str, number: int) -> ResponseReturnValue:
    """Say one's own comment in other words."""
    if request.method == "POST":
        return _take(slug, EDIT, number)
    _page, comment, said = service(Threads).one(actor(), slug, number)
    if not actor().is_signed_in:
        return _to_sign_in()
    if policy.EDIT not in said.may:
        raise Forbidden(Permission.COMMENT_WRITE, Role.MEMBER)
    return show_form(FormPage(slug, EDIT, number, of_comment(comment)))


@bp.route("/wiki/<slug>/talk/<int:number>/withdraw", methods=["GET", "POST"])
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """Take one's own comment back; asks first."""
    if request.method == "POST":
        service(Comments).withdraw(actor(), slug, number)
        flash(_("Your comment is gone, for everybody."), "good")
        return redirect(url_for("talk.talk", slug=slug))
    page, _comment, said = service(Threads).one(actor(), slug, number)
    if not actor().is_signed_in:
        return _to_sign_in()
    if policy.WITHDRAW not in said.may:
        raise Forbidden(Permission.COMMENT_WRITE, Role.MEMBER)
    return render_template("talk/withdraw.html", page=page, one=said)


@bp.get("/talk/parked/<token>")
def parked(token: str) -> ResponseReturnValue:
    """After signing in again: the form with everything that was typed."""
    if not actor().is_signed_in:
        return _to_sign_in()
    draft, slug = service(Drafts).parked(actor(), token)
    if draft.kind != PARKED or not slug:
        raise NotFound("draft")
    act, number = draft.form["act"][0], int(draft.form["at"][0])
    return show_form(FormPage(slug, act, number, read_comment(draft.form)))


def _take(slug: str, act: str, number: int = 0) -> ResponseReturnValue:
    """Do with a sent form what its button says; keep every word whatever is wrong."""
    showing = FormPage(slug, act, number, read_comment(request.form.to_dict(flat=False)))
    if not actor().is_signed_in:
        return _park(showing)
    require(actor(), Permission.COMMENT_WRITE)
    if is_forged():
        return show_form(showing.told(notice="expired"), status=HTTPStatus.BAD_REQUEST)
    if showing.posted.action == "preview":
        return show_form(showing.told(preview=True))
    try:
        guard("comment", [showing.posted.text, showing.posted.pen_name], "text")
        added = _keep(showing)
    except Invalid as error:
        return show_form(showing.told(problems=error.problems), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooMany:
        return show_form(showing.told(notice="too_many"), status=HTTPStatus.TOO_MANY_REQUESTS)
    except StorageError as error:
        full = isinstance(error, Full)
        status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.SERVICE_UNAVAILABLE
        return show_form(showing.told(notice="unsaved"), status=status)
    _tell(added, act)
    return redirect(url_for("talk.comment", slug=slug, number=added.id))


def _keep(showing: FormPage) -> Added:
    words = showing.posted.words
    if showing.act == EDIT:
        return service(Comments).edit(actor(), showing.slug, showing.number, words)
    answers = showing.number if showing.act == REPLY else None
    return service(Comments).add(actor(), showing.slug, words, answers)


def _tell(added: Added, act: str) -> None:
    if added.waits:
        flash(_("Your comment is kept. It is shown to others when a reviewer has seen it: this is so for the first "
                "comments of every new account."), "warn")  # fmt: skip
    elif act == EDIT:
        flash(_("Your comment is changed."), "good")
    else:
        flash(_("Your comment is there."), "good")
    if added.nobody:
        names = ", ".join(f"@{one}" for one in added.nobody)
        flash(_("These mentions lead to nobody who sees this page and stay plain text: %(names)s", names=names), "warn")


def _park(showing: FormPage) -> ResponseReturnValue:
    """The session ended while somebody wrote: keep the words, and bring them back after signing in."""
    if is_from_elsewhere():
        raise Forbidden(Permission.COMMENT_WRITE, Role.MEMBER)
    desk().limits.check(f"park-comment:{network(address())}", PARKED_AN_HOUR, 3600)
    form = {**showing.posted.kept, "act": [showing.act], "at": [str(showing.number)]}
    token = service(Drafts).park(Writing(PARKED, form, showing.slug))
    flash(_("Your sign-in had ended. Your text is safe: sign in and it is in the form again."), "warn")
    return redirect(url_for("auth.sign_in", next=url_for("talk.parked", token=token)))


def _to_sign_in() -> ResponseReturnValue:
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
