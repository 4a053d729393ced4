"""Asking to be told when a page is written, and the link in the letter that asks for a yes."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import desk
from auth.errors import TooMany
from auth.identity import known_form
from auth.session import needs_account
from wiki.errors import Invalid, Problem, marked
from wiki.wanted.forms import number, plain
from wiki.wanted.service.askers import Askers
from wiki.wanted.views.blueprint import bp
from wiki.web.csrf import asks_itself, is_forged, is_from_elsewhere
from wiki.web.current import actor, service
from wiki.web.guard import guard

LETTERS_A_DAY = 3  # to one address, whoever asks for them
A_DAY = 86400
MOST_TYPED = 2000
SLOWER = marked("This was asked too often in a short time. Send it again in a while.")
NO_STORE = "private, no-store"


@bp.get("/wanted/tell")
def tell() -> ResponseReturnValue:
    """Ask what somebody wants to be told of, and where."""
    return _form(plain(request.args, "q", MOST_TYPED))


@bp.post("/wanted/tell")
@asks_itself  # readers without an account have no session, and their pages no token
def tell_now() -> ResponseReturnValue:
    """Keep it; an address is written to and asked first."""
    words, who = plain(request.form, "words", MOST_TYPED), actor()
    address = "" if who.is_signed_in else plain(request.form, "address", 300)
    if is_from_elsewhere() or (who.is_signed_in and is_forged()):
        return _form(words, address), HTTPStatus.BAD_REQUEST
    try:
        guard("tell", [words], "words")
        if not who.is_signed_in and address.strip():
            desk().limits.check(f"tell:{known_form(address)}", LETTERS_A_DAY, A_DAY)
        service(Askers).ask(who, words, address)
    except Invalid as error:
        return _form(words, address, error.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    except TooMany as error:
        again = {"Retry-After": str(error.retry_after)}
        return _form(words, address, (Problem("words", SLOWER),)), HTTPStatus.TOO_MANY_REQUESTS, again
    if who.is_signed_in:
        flash(_("You are told in your inbox when a page about it is written."), "good")
        return redirect(url_for("wanted.wanted"), 303)
    return redirect(url_for("wanted.sent"), 303)


@bp.get("/wanted/sent")
def sent() -> str:
    """A letter is under way that asks for a yes."""
    return render_template("wanted/sent.html")


@bp.post("/wanted/tell/back")
@needs_account
def take_back() -> ResponseReturnValue:
    """Not to be told of this any more."""
    service(Askers).take_back(actor(), number(request.form, "number"))
    flash(_("You are not told of this any more."), "good")
    return redirect(url_for("wanted.wanted"), 303)


@bp.get("/wanted/told/<token>")
def told(token: str) -> ResponseReturnValue:
    """Ask for a yes or a no: mail programs look at addresses by themselves."""
    asker = service(Askers).known(token)
    return _kept_by_nobody(render_template("wanted/told.html", words=asker.words, state=asker.state, done=""))


@bp.post("/wanted/told/<token>")
@asks_itself  # the address is the secret; a mail program has no token and no session (RFC 8058)
def told_now(token: str) -> ResponseReturnValue:
    """The yes of an address's owner; whatever is no yes forgets the address."""
    asker = service(Askers).known(token)
    says_yes = request.form.get("do") == "yes"
    service(Askers).say_yes(token) if says_yes else service(Askers).stop(token)
    done = "yes" if says_yes else "no"
    return _kept_by_nobody(render_template("wanted/told.html", words=asker.words, state=asker.state, done=done))


def _form(words: str, address: str = "", problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "wanted/tell.html",
        words=words,
        address=address,
        problems=problems,
        has_mail=desk().mailer.is_set_up,
        here=f"{request.path}?{request.query_string.decode('ascii', 'ignore')}",
    )


def _kept_by_nobody(page: str) -> ResponseReturnValue:
    return page, {"Cache-Control": NO_STORE}
