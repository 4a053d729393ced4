"""Removing for good: first what would go, in numbers; then, once the title is typed, that it went."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from auth.errors import Missing
from auth.model import Permission
from auth.policy import may, require
from wiki.errors import Invalid, NotFound, Problem
from wiki.removal.forms import Asked, read_asked
from wiki.removal.model import COMMENT, NAME, PAGE, VERSION, WORDS, Preview
from wiki.removal.service import Removals
from wiki.web.annexes import ACTIONS, Annex
from wiki.web.current import actor, service

bp = Blueprint("removal", __name__)
LARGEST_NUMBER = 10**9
SORTS = {
    PAGE: lazy_gettext("A page"),
    VERSION: lazy_gettext("A version of a page"),
    COMMENT: lazy_gettext("A comment"),
    NAME: lazy_gettext("The name of an account"),
    WORDS: lazy_gettext("A name in texts"),
}
WHAT = {  # tables in a reader's words; whatever is not here counts as "other entries"
    "revision": lazy_gettext("versions"),
    "page": lazy_gettext("titles, summaries and addresses"),
    "page_name": lazy_gettext("addresses and other titles"),
    "page_link": lazy_gettext("links from it"),
    "page_term": lazy_gettext("words it is filed under"),
    "proposal": lazy_gettext("changes sent for review"),
    "proposal_round": lazy_gettext("rounds of changes"),
    "remark": lazy_gettext("remarks on changes"),
    "draft": lazy_gettext("drafts"),
    "comment": lazy_gettext("comments"),
    "watch": lazy_gettext("people who watch it"),
    "notice": lazy_gettext("notices"),
    "audit_entry": lazy_gettext("lines of the audit log"),
    "job": lazy_gettext("jobs"),
    "account": lazy_gettext("accounts"),
}


def actions(slug: str) -> Sequence[Annex]:
    """For admins, the way from a page to its removal."""
    if not may(actor(), Permission.CONTENT_REMOVE):
        return ()
    return (Annex(ACTIONS, "removal/_action.html", {"slug": slug}),)


@bp.get("/removals")
def removals() -> str:
    """What was removed, how its cleaning goes, and what nobody can reach."""
    return render_template("removal/removals.html", log=service(Removals).log(actor()), sorts=SORTS, what=_what)


@bp.route("/wiki/<slug>/remove", methods=["GET", "POST"])
def page(slug: str) -> ResponseReturnValue:
    """Remove a page with everything that belongs to it."""
    asked = read_asked(request.form)
    problems: Sequence[Problem] = ()
    preview = service(Removals).look_at_page(actor(), slug)
    if request.method == "POST":
        try:
            service(Removals).remove_page(actor(), slug, asked.confirm)
        except Invalid as error:
            problems = error.problems
        else:
            return _gone()
    return _ask("removal/page.html", preview, asked, problems, slug=slug)


@bp.route("/wiki/<slug>/history/<int:number>/remove", methods=["GET", "POST"])
def version(slug: str, number: int) -> ResponseReturnValue:
    """Remove the words of one version."""
    asked = read_asked(request.form)
    problems: Sequence[Problem] = ()
    preview = service(Removals).look_at_version(actor(), slug, _known(number))
    if request.method == "POST":
        try:
            service(Removals).remove_version(actor(), slug, number, asked.confirm)
        except Invalid as error:
            problems = error.problems
        else:
            return _gone()
    return _ask("removal/version.html", preview, asked, problems, slug=slug, number=number)


@bp.route("/wiki/<slug>/talk/<int:number>/remove", methods=["GET", "POST"])
def comment(slug: str, number: int) -> ResponseReturnValue:
    """Remove one comment."""
    asked = read_asked(request.form)
    problems: Sequence[Problem] = ()
    preview = service(Removals).look_at_comment(actor(), slug, _known(number))
    if request.method == "POST":
        try:
            service(Removals).remove_comment(actor(), slug, number, asked.confirm)
        except Invalid as error:
            problems = error.problems
        else:
            return _gone()
    return _ask("removal/comment.html", preview, asked, problems, slug=slug, number=number)


@bp.route("/removals/words", methods=["GET", "POST"])
def words() -> ResponseReturnValue:
    """Take a name out of every text: first where it stands, then, typed once more, out of there."""
    require(actor(), Permission.CONTENT_REMOVE)
    asked, preview, account = read_asked(request.form), None, None
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            preview = service(Removals).look_for_words(actor(), asked.words)
            account = service(Removals).account_named(actor(), asked.words)
            if "confirm" in request.form:
                service(Removals).remove_words(actor(), asked.words, asked.confirm)
                return _gone()
        except Invalid as error:
            problems = error.problems
    return _ask("removal/words.html", preview, asked, problems, account=account)


@bp.route("/removals/accounts/<int:account_id>", methods=["GET", "POST"])
def name(account_id: int) -> ResponseReturnValue:
    """Remove the name of an account; what it wrote stays, without a name."""
    asked = read_asked(request.form)
    problems: Sequence[Problem] = ()
    try:
        account, preview = service(Removals).look_at_account(actor(), account_id)
    except Missing:
        raise NotFound(f"account {account_id}") from None
    if request.method == "POST":
        try:
            service(Removals).remove_name(actor(), account_id, asked.confirm, everywhere=asked.everywhere)
        except Invalid as error:
            problems = error.problems
        else:
            return _gone()
    return _ask("removal/name.html", preview, asked, problems, account=account)


def _ask(
    template: str, preview: Preview | None, asked: Asked, problems: Sequence[Problem], **values: object
) -> ResponseReturnValue:
    page = render_template(template, preview=preview, asked=asked, problems=problems, what=_what, **values)
    return page, 422 if problems else 200


def _gone() -> ResponseReturnValue:
    flash(_("It is removed. What is left of it in files is being cleaned up now."), "good")
    return redirect(url_for("removal.removals"), 303)


def _what(counts: dict[str, int]) -> list[tuple[int, str]]:
    """Counts in words; tables that have none are put together."""
    told = [(count, _(name) if " " in name else str(WHAT[name])) for name, count in counts.items() if _is_named(name)]
    others = sum(count for name, count in counts.items() if not _is_named(name))
    return told + ([(others, _("other entries"))] if others else [])


def _is_named(name: str) -> bool:
    """Whether there are words for it: ours for a table, or those of the room that counted."""
    return name in WHAT or " " in name


def _known(number: int) -> int:
    if not 1 <= number <= LARGEST_NUMBER:
        raise NotFound("version")
    return number
