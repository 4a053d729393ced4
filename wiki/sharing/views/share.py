"""Sharing a case: one question after the other, kept as it goes, sent at the end."""

import secrets
from dataclasses import replace
from http import HTTPStatus

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from auth.current import address, desk
from auth.errors import TooMany
from auth.limits import network
from storage.errors import Full, StorageError
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.forms import read_form
from wiki.kinds.model import Library
from wiki.sharing.forms import ALL, LAST, answers, one, plain, read_signing
from wiki.sharing.model import Form, Kept
from wiki.sharing.service.entries import Entries
from wiki.sharing.service.sending import Shares
from wiki.sharing.views.about import about
from wiki.sharing.views.asking import Asking, asked, first_wrong, keys_of, kind, problems_of, screen, show
from wiki.sharing.views.blueprint import bp, hold, let_go, may_share, token
from wiki.web.csrf import asks_itself, is_forged
from wiki.web.current import actor, service
from wiki.web.filters import clock
from wiki.web.guard import guard

LONGEST_VERSION = 9
SHORTEST_KEY, LONGEST_KEY = 20, 200
BEGUN_AN_HOUR = 120  # from one connection: a whole conference may sit behind it


@bp.get("/share")
def share() -> ResponseReturnValue:
    """A question; what was begun in this browser before is offered first."""
    if not may_share():
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    kept = _going_on()
    wanted = request.args.get("about", "")[:200]
    page = about(wanted) if wanted else None
    notice = "elsewhere" if wanted and page is None else ""
    at = screen(request.args.get("question", ""))
    if kept is None:
        return show(Asking(at, page.form if page else {}, secrets.token_urlsafe(24), about=page, notice=notice))
    if "question" not in request.args:
        return render_template("sharing/offer.html", kept=kept, title=one(kept.form, "title"), at=_unanswered(kept),
                               about=wanted)  # fmt: skip
    return show(Asking(at, kept.form, token() or secrets.token_urlsafe(24), kept.version))


@bp.post("/share")
@asks_itself
def answer() -> ResponseReturnValue:
    """Keep the answer, then do what the button says."""
    if is_forged():
        return show(replace(_posted(trusted=False), notice="expired"), HTTPStatus.BAD_REQUEST)
    asking = _posted()
    try:
        kept = _keep(asking)
    except Invalid as error:
        return show(replace(asking, problems=error.problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooMany:
        return show(replace(asking, notice="many"), HTTPStatus.TOO_MANY_REQUESTS)
    except StorageError as error:
        full = isinstance(error, Full)
        status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.SERVICE_UNAVAILABLE
        return show(replace(asking, notice="unsaved"), status)
    if kept.sent is not None:
        return hold(redirect(url_for("sharing.thanks"), 303), kept.key, sent=True)
    return _after(replace(asking, key=kept.key), kept, request.form.get("action", ""))


@bp.post("/share/keep")
def keep() -> ResponseReturnValue:
    """Keep what is typed so far, for the script; answers only when it is kept."""
    asking = _posted()
    try:
        kept = _keep(asking)
    except Invalid:
        return jsonify(saved_at=""), HTTPStatus.UNPROCESSABLE_ENTITY
    words = _("Kept at %(time)s", time=clock(kept.updated))
    told = jsonify(saved_at=kept.updated.isoformat(), words=words, version=kept.version)
    return hold(told, kept.key)


@bp.post("/share/discard")
def discard() -> ResponseReturnValue:
    """Throw the entry of this browser away and begin anew."""
    service(Entries).discard(actor(), token())
    flash(_("It is gone."), "good")
    wanted = request.form.get("about", "")[:200]
    return let_go(redirect(url_for("sharing.share", about=wanted or None), 303))


@bp.get("/share/thanks")
def thanks() -> ResponseReturnValue:
    """What happens next, and the code: in the browser that sent the entry, for an hour or until it is put away."""
    try:
        sent = service(Shares).sent(actor(), token())
    except NotFound:
        return redirect(url_for("sharing.enter"))
    return render_template("sharing/thanks.html", sent=sent)


@bp.post("/share/done")
def done() -> ResponseReturnValue:
    """The code is written down: this browser shows it no more."""
    return let_go(redirect("/", 303))


def _going_on() -> Kept | None:
    """What this reader began and has not sent."""
    kept = service(Entries).find(actor(), token())
    return None if kept is None or kept.sent is not None else kept


def _posted(*, trusted: bool = True) -> Asking:
    """The form as it came: a screen with everything typed, on top of what is kept of the entry.

    The browser's own token says which entry; the form's does until the browser has one, unless it is not `trusted`.
    """
    sent = plain(request.form.to_dict(flat=False))
    at, number = screen(one(sent, "at")), one(sent, "version")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < LONGEST_VERSION else 0
    page = about(one(sent, "about")) if one(sent, "about") else None
    typed: Form = answers(kind(), service(Library), sent)
    kept = _going_on()
    key = one(sent, "key")[:LONGEST_KEY] if trusted and (kept is None or not token()) else token()
    if len(key) < SHORTEST_KEY:
        key = secrets.token_urlsafe(24)
    if kept is not None:
        typed = {**kept.form, **{name: typed.get(name, []) for name in _shown(at, typed)}}
    return Asking(at, typed, key, version, one(sent, "window")[:16], page)


def _shown(at: str, typed: Form) -> list[str]:
    """The names of inputs that this screen answers, ticked or not."""
    keys = keys_of(at)
    return list(dict.fromkeys((*keys, *(name for name in typed if name.split(".")[0] in keys))))


def _keep(asking: Asking) -> Kept:
    if not token():
        desk().limits.check(f"entry:{network(address())}", BEGUN_AN_HOUR, 3600)
    shown = _shown(asking.at, asking.form)
    return service(Entries).keep(actor(), asking.key, asking.form, shown, version=asking.version, window=asking.window)


def _after(asking: Asking, kept: Kept, action: str) -> Response:
    now = replace(asking, version=kept.version, clashes=kept.clashes)
    if kept.clashes:
        return hold(show(now, HTTPStatus.CONFLICT), now.key)
    if not may_share():
        flash(_("Your answers are kept. Sign in, and go on where you were."), "warn")
        return hold(redirect(url_for("auth.sign_in", next=_to(now.at)), 303), now.key)
    if action == "send":
        return _send(now)
    ways = {"back": _step(now.at, -1), "all": ALL, "one": "1"}
    if action == "later":
        flash(_("Kept. Come back to this page in the same browser to go on."), "good")
        return hold(redirect(url_for("sharing.share"), 303), now.key)
    problems = [] if action in ways else problems_of(now.at, now.form)
    if problems:
        return hold(show(replace(now, problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY), now.key)
    return hold(redirect(_to(ways.get(action, _step(now.at, 1))), 303), now.key)


def _send(asking: Asking) -> Response:
    signature, audience, _wrong = read_signing(asking.form, signed_in=actor().is_signed_in)
    try:
        if problems := problems_of(LAST, asking.form):
            raise Invalid(problems)
        guard("share", [words for typed in asking.form.values() for words in typed], "sign")
        values = read_form(kind(), service(Library), asking.form).values
        service(Shares).send(actor(), asking.key, values, signature, audience)
    except Invalid as error:
        at = asking.at if asking.at == ALL else first_wrong(error.problems)
        wrong = replace(asking, at=at, problems=[one for one in error.problems if at in (ALL, LAST) or _asks(at, one)])
        return hold(show(wrong, HTTPStatus.UNPROCESSABLE_ENTITY), asking.key)
    except TooMany:
        return hold(show(replace(asking, notice="many"), HTTPStatus.TOO_MANY_REQUESTS), asking.key)
    return hold(redirect(url_for("sharing.thanks"), 303), asking.key, sent=True)


def _asks(at: str, problem: Problem) -> bool:
    return problem.field.split(".")[0] in keys_of(at)


def _unanswered(kept: Kept) -> str:
    """The first question without an answer; the last screen when all have one."""
    return next((str(each.number) for each in asked() if problems_of(str(each.number), kept.form)), LAST)


def _step(at: str, by: int) -> str:
    """The screen after this one, or before it."""
    order = [*(str(each.number) for each in asked()), LAST]
    return order[min(max(order.index(at) + by, 0), len(order) - 1)] if at in order else at


def _to(at: str) -> str:
    return url_for("sharing.share", question=at)
