"""One's own contribution: opened by its code or by its account, followed, answered, changed, taken back."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from auth.current import address, desk
from auth.errors import TooMany
from auth.limits import Limit, network
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.display import facts
from wiki.kinds.model import Library
from wiki.pages.diff import diff
from wiki.pages.views.writing_page import preview_of
from wiki.sharing.forms import read_audience
from wiki.sharing.service.consents import Consents
from wiki.sharing.service.contributions import Contributing, Contribution
from wiki.sharing.views.blueprint import bp, close_here, holder, open_here
from wiki.web.current import service
from wiki.web.guard import guard

AN_HOUR = 3600
TRIES, TRIES_OF_ALL = 20, 1000  # an hour: codes are beyond guessing, this is for those who try all the same
WRONG = marked(
    "This code opens nothing. Compare it letter by letter; it may also have run out, or have been replaced by another."
)


@bp.get("/contribution")
def enter() -> ResponseReturnValue:
    """Type a code."""
    return render_template("sharing/enter.html", code="", problems=())


@bp.post("/contribution")
def enter_now() -> ResponseReturnValue:
    """Open what the code opens, for this browser's session."""
    typed = request.form.get("code", "")[:100]
    try:
        number = let_in(typed)
    except Invalid as error:
        return render_template("sharing/enter.html", code=typed, problems=error.problems), 422
    except TooMany as error:
        wait = -(-error.retry_after // 60)
        many = Problem("code", "Too many codes were tried. Wait %(minutes)s minutes and try again.", {"minutes": wait})
        answer = make_response(render_template("sharing/enter.html", code=typed, problems=[many]), 429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    return redirect(url_for("sharing.contribution", number=number), 303)


def let_in(typed: str) -> int:
    """Open what this code opens; raises `Invalid` in the same words for every code that opens nothing."""
    keys = f"code:{network(address())}", "code:everybody"
    limits = [Limit(keys[0], TRIES, AN_HOUR), Limit(keys[1], TRIES_OF_ALL, AN_HOUR)]
    desk().limits.check_all(limits)
    try:
        number, mark = service(Contributing).by_code(typed)
    except NotFound:
        raise Invalid([Problem("code", WRONG)]) from None
    desk().limits.give_back(*keys)
    open_here(number, mark)
    return number


@bp.get("/contribution/<int:number>")
def contribution(number: int) -> ResponseReturnValue:
    """Where it stands, what it says, what was said about it, and what one may do."""
    return show(service(Contributing).one(holder(number), number))


@bp.post("/contribution/<int:number>/answer")
def say(number: int) -> ResponseReturnValue:
    """Answer a question, or say something."""
    found = service(Contributing).one(holder(number), number)
    words = request.form.get("words", "")
    try:
        guard("remark", [words], "words")
        service(Contributing).say(holder(number), number, words, request.form.get("field", ""))
    except Invalid as error:
        return show(found, error.problems, words)
    except TooMany:
        return show(found, [Problem("words", "Too many were sent within an hour. Wait a little and send it again.")],
                    words, HTTPStatus.TOO_MANY_REQUESTS)  # fmt: skip
    flash(_("Your words are with the reviewers."), "good")
    return redirect(url_for("sharing.contribution", number=number) + "#said", 303)


@bp.post("/contribution/<int:number>/take-back")
def take_back(number: int) -> ResponseReturnValue:
    """Take it back."""
    found = service(Contributing).one(holder(number), number)
    try:
        service(Contributing).take_back(holder(number), number)
    except Invalid as error:
        return show(found, error.problems)
    flash(_("You have taken it back. Nobody reviews it any more."), "good")
    return redirect(url_for("sharing.contribution", number=number), 303)


@bp.post("/contribution/<int:number>/consent")
def consent(number: int) -> ResponseReturnValue:
    """Yes, for these readers; or no, with a word about what should be different."""
    found = service(Contributing).one(holder(number), number)
    words, seen = request.form.get("words", ""), request.form.get("round", "")
    audience, problems = read_audience(request.form.to_dict(flat=False))
    try:
        if request.form.get("say") == "no":
            guard("remark", [words], "words")
            service(Consents).refuse(holder(number), number, words)
            flash(_("It is back with the reviewer, with your words."), "good")
        else:
            if problems:
                raise Invalid(problems)
            at = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
            service(Consents).agree(holder(number), number, at, audience)
            flash(_("Thank you. It is as you agreed."), "good")
    except Invalid as error:
        return show(service(Contributing).one(holder(number), number), error.problems, words)
    except TooMany:
        return show(found, [Problem("words", "Too many were sent within an hour. Wait a little and send it again.")],
                    words, HTTPStatus.TOO_MANY_REQUESTS)  # fmt: skip
    return redirect(url_for("sharing.contribution", number=number), 303)


@bp.post("/contribution/<int:number>/withdraw")
def withdraw(number: int) -> ResponseReturnValue:
    """Take the consent back, and the page offline."""
    service(Contributing).one(holder(number), number)
    service(Consents).withdraw(holder(number), number)
    flash(_("Your consent is withdrawn and the page is offline."), "good")
    return redirect(url_for("sharing.contribution", number=number), 303)


@bp.post("/contribution/<int:number>/code")
def replace_code(number: int) -> ResponseReturnValue:
    """Another code, shown once; the old one opens nothing any more."""
    code, mark = service(Contributing).new_code(holder(number), number)
    open_here(number, mark)
    return render_template("sharing/code.html", code=code, number=number)


@bp.post("/contribution/<int:number>/close")
def close(number: int) -> ResponseReturnValue:
    """Let this browser open it no more without its code."""
    close_here(number)
    flash(_("Closed. Your code opens it again."), "good")
    return redirect(url_for("sharing.enter"), 303)


def show(
    found: Contribution, problems: Sequence[Problem] = (), words: str = "",
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response:  # fmt: skip
    """The contribution, with what went wrong if something did."""
    library = service(Library)
    audience = {"visibility": found.page.visibility,
                "held_until": found.page.held_until.isoformat() if found.page.held_until else ""}  # fmt: skip
    return make_response(
        render_template(
            "sharing/contribution.html",
            found=found,
            facts=facts(found.kind, library, found.values, sees_all=True),
            preview=preview_of(found.kind, found.values),
            mended=diff(found.kind, library, found.mine, found.values) if found.mine != found.values else None,
            typed={**audience, **{key: request.form[key] for key in audience if key in request.form}},
            labels={field.key: field.ask for field in found.kind.fields},
            problems=problems,
            words=words,
        ),
        status if problems else HTTPStatus.OK,
    )
