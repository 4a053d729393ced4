"""Writing: a new page or an old one; nothing typed is lost, whatever comes in between."""

import secrets
from contextlib import suppress
from dataclasses import replace
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
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.forms import to_raw
from wiki.kinds.model import Kind, Library
from wiki.pages import policy
from wiki.pages.drafts import Drafts
from wiki.pages.forms import Posted, read_posted
from wiki.pages.model import Draft, Page, Saved
from wiki.pages.reading import Moved, Readings
from wiki.pages.service import EditConflict, Pages
from wiki.pages.views.blueprint import bp
from wiki.pages.views.writing_page import (
    Form,
    WritingPage,
    reshaped,
    show_conflict,
    show_form,
    tells_own_name,
    touched_lists,
    with_theirs,
)
from wiki.web.csrf import asks_itself, is_forged, is_from_elsewhere
from wiki.web.current import actor, service
from wiki.web.filters import clock
from wiki.web.guard import guard

PARKED_AN_HOUR = 60


@bp.get("/new")
def choose() -> ResponseReturnValue:
    """Choose the kind of page to write."""
    if not actor().is_signed_in:
        return _to_sign_in()
    require(actor(), Permission.PAGE_SUBMIT)
    return render_template(
        "pages/choose.html", kinds=service(Library).kinds.values(), title=request.args.get("title", "")
    )


@bp.route("/new/<kind>", methods=["GET", "POST"])
@asks_itself
def new(kind: str) -> ResponseReturnValue:
    """Write a new page of this kind."""
    declared = service(Pages).kind(kind)
    if request.method == "POST":
        return _take(declared, None)
    if not actor().is_signed_in:
        title = request.args.get("title", "").strip()
        return redirect(url_for("browsing.search", q=title)) if title else _to_sign_in()
    require(actor(), Permission.PAGE_SUBMIT)
    draft = _asked_draft()
    form = draft.form if draft else {"title": [request.args.get("title", "")[:200]]}
    ours = {"draft": [draft.key if draft else secrets.token_hex(8)], "quick": ["" if draft else "1"]}
    posted = read_posted(declared, service(Library), {**form, **ours})
    return show_form(WritingPage(declared, posted, draft=draft))


@bp.route("/wiki/<slug>/edit", methods=["GET", "POST"])
@asks_itself
def edit(slug: str) -> ResponseReturnValue:
    """Change a page."""
    if request.method == "POST":
        page = _written_on(slug)
        return _take(service(Pages).kind(page.kind if page else request.form.get("kind", "")), page, slug)
    page = service(Readings).stub(actor(), slug)
    kind = service(Pages).kind(page.kind)
    if not actor().is_signed_in:
        return _to_sign_in()
    if not policy.may_edit(actor(), page):
        raise Forbidden(Permission.PAGE_SUBMIT, policy.lowest_editor(page))
    draft = _asked_draft()
    posted = _from_draft(kind, draft) if draft else _from_page(kind, page)
    other = None if draft else service(Drafts).on_page(actor(), page)
    return show_form(WritingPage(kind, posted, page, draft, other))


def _written_on(slug: str) -> Page | None:
    """The page a sent form is about, wherever it has moved meanwhile.

    None when the session has ended and readers see no such page, hidden or not: the words are kept either way.
    """
    try:
        return service(Readings).stub(actor(), slug)
    except Moved as error:
        return service(Readings).stub(actor(), error.slug)
    except NotFound:
        if actor().is_signed_in:
            raise
        return None


def _take(kind: Kind, page: Page | None, slug: str = "") -> ResponseReturnValue:
    """Do with a sent form what its button says; keep every word whatever is wrong."""
    sent: Form = request.form.to_dict(flat=False)
    if actor().is_signed_in and page is not None:
        sent = with_theirs(kind, page, sent)
    posted = read_posted(kind, service(Library), reshaped(sent))
    if page is not None and sent.get("of", [str(page.id)])[0] != str(page.id):
        posted = replace(posted, base=0)  # two pages were merged meanwhile: the form knows nothing of what stands here
    showing = WritingPage(kind, posted, page, lists=touched_lists(sent))
    if not actor().is_signed_in:
        return _park(showing, page.slug if page else slug)
    if is_forged():
        return show_form(replace(showing, notice="expired"), status=HTTPStatus.BAD_REQUEST)
    if page is not None and not policy.may_edit(actor(), page):
        raise Forbidden(Permission.PAGE_SUBMIT, policy.lowest_editor(page))
    if posted.action in ("preview", "changes"):
        return show_form(replace(showing, tab=posted.action))
    if posted.action in ("write", "full"):
        return show_form(showing)
    try:
        return _keep(showing) if posted.action == "draft" else _save(showing)
    except Invalid as error:
        unread = {problem.field for problem in posted.problems}
        problems = [*posted.problems, *(problem for problem in error.problems if problem.field not in unread)]
        return show_form(replace(showing, problems=problems), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except EditConflict as error:
        return show_conflict(showing, error)
    except TooMany:
        return show_form(replace(showing, notice="too_many"), status=HTTPStatus.TOO_MANY_REQUESTS)
    except StorageError as error:
        return show_form(replace(showing, notice="unsaved"), status=_status(error))


def _save(showing: WritingPage) -> ResponseReturnValue:
    posted, page = showing.posted, showing.page
    if posted.problems:
        raise Invalid(service(Pages).problems(showing.kind, posted.values))
    if page is not None and not posted.note and not policy.may_publish(actor(), showing.kind, page):
        raise Invalid([Problem("note", "Say in one sentence what you changed and why.")])
    if not posted.name_seen and tells_own_name(showing):
        return show_form(replace(showing, notice="named"), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not policy.may_publish(actor(), showing.kind, page):
        guard("save", [words for values in posted.form.values() for words in values], "title")
    if page is None:
        seen_by = posted.seen_by
        saved = service(Pages).create(actor(), showing.kind.key, posted.values, posted.note, posted.signature, seen_by)
    else:
        saved = service(Pages).save(actor(), page.slug, posted.base, posted.values, posted.note, posted.signature)
    with suppress(StorageError):  # the words are in; a draft too many is no reason to say that they are not
        service(Drafts).saved(actor(), saved.slug, posted.key)
    flash(_words(saved), "good")
    return redirect(url_for("pages.read", slug=saved.slug))


def _keep(showing: WritingPage) -> ResponseReturnValue:
    slug = showing.page.slug if showing.page else ""
    draft = service(Drafts).keep(actor(), showing.posted.writing(showing.kind, slug))
    flash(_("Draft saved. Nobody but you sees it."), "good")
    return redirect(url_for("pages.drafts") + f"#draft-{draft.id}")


def _park(showing: WritingPage, slug: str) -> ResponseReturnValue:
    """The session ended while somebody wrote: keep the words, and bring them back after signing in."""
    if is_from_elsewhere():
        raise Forbidden(Permission.PAGE_SUBMIT, Role.MEMBER)
    desk().limits.check(f"park:{network(address())}", PARKED_AN_HOUR, 3600)
    token = service(Drafts).park(showing.posted.writing(showing.kind, slug))
    flash(_("Your sign-in had ended. Your text is safe: sign in and it is in the form again."), "warn")
    return redirect(url_for("auth.sign_in", next=url_for("pages.parked", token=token)))


@bp.get("/drafts/parked/<token>")
def parked(token: str) -> ResponseReturnValue:
    """After signing in again: the form with everything that was typed."""
    if not actor().is_signed_in:
        return _to_sign_in()
    draft, slug = service(Drafts).parked(actor(), token)
    kind = service(Pages).kind(draft.kind)
    page = service(Readings).stub(actor(), slug) if slug else None
    other = service(Drafts).on_page(actor(), page) if page else None
    return show_form(WritingPage(kind, _from_draft(kind, draft), page, None, other))


def _words(saved: Saved) -> str:
    if not saved.published:
        if service(Pages).is_held(actor()):
            return _(
                "Sent for review: the first contributions of a new account are looked at before they are published."
            )
        return _("Sent for review. You can follow it under “Your drafts”.")
    if saved.merged:
        return _("Saved at %(time)s, together with what someone else changed meanwhile.", time=clock(saved.at))
    return _("Saved at %(time)s.", time=clock(saved.at))


def _asked_draft() -> Draft | None:
    number = request.args.get("draft", type=int)
    return service(Drafts).get(actor(), number) if number is not None else None


def _from_draft(kind: Kind, draft: Draft) -> Posted:
    return read_posted(kind, service(Library), {**draft.form, "base": [str(draft.base_number)], "draft": [draft.key]})


def _from_page(kind: Kind, page: Page) -> Posted:
    """The page's own words as a form; a page that waits for review is opened by its writer's proposal."""
    values, number = service(Readings).editable(actor(), page)
    return read_posted(kind, service(Library), {**to_raw(kind, values), "base": [str(number)]})


def _status(error: StorageError) -> int:
    return HTTPStatus.INSUFFICIENT_STORAGE if isinstance(error, Full) else HTTPStatus.SERVICE_UNAVAILABLE


def _to_sign_in() -> ResponseReturnValue:
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
