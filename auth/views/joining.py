"""Joining: openly, with an invitation, by answering a letter, and as the first admin."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.current import address, choices, desk
from auth.errors import Invalid, Problem, TooMany, UsedUp
from auth.forms import JoinForm, ProfileForm
from auth.model import JoinMode
from auth.safe_next import safe_next
from auth.session import current_actor
from auth.session import sign_in as begin_session
from auth.views.blueprint import bp, form_page

EMPTY = ProfileForm("", False, "", ())


@bp.get("/join")
def join() -> ResponseReturnValue:
    """The form, or in plain words why there is none."""
    goal = safe_next(request.args.get("next"))
    if current_actor().is_signed_in:
        return redirect(goal, 303)
    if desk().newcomers.mode is not JoinMode.OPEN:
        return _closed()
    return _page(JoinForm(EMPTY, "", "", goal))


@bp.post("/join")
def join_now() -> ResponseReturnValue:
    """Make the account and sign it in, or say that a letter is on its way."""
    if desk().newcomers.mode is not JoinMode.OPEN:
        return _closed()
    return _join("")


@bp.get("/join/<token>")
def join_invited(token: str) -> ResponseReturnValue:
    """The same form for somebody with an invitation."""
    _check(token)
    return _page(JoinForm(EMPTY, "", "", "/"), invited=True)


@bp.post("/join/<token>")
def join_invited_now(token: str) -> ResponseReturnValue:
    """Make the account with the invitation's role."""
    _check(token)
    return _join(token)


def _check(token: str) -> None:
    if desk().newcomers.mode is JoinMode.CLOSED or not desk().invitations.is_good(token):
        raise UsedUp("no such invitation")


def _join(token: str) -> ResponseReturnValue:
    form = JoinForm.read(request.form)
    problems = form.about.problems([key for key, _ in choices().org_types()], ())
    problems += choices().refuses(form.about.name, form.email, bool(token))
    if problems:
        return _page(form, *problems, invited=bool(token))
    try:
        account = desk().newcomers.join(form.newcomer(), address(), token)
    except Invalid as error:
        return _page(form, *error.problems, invited=bool(token))
    except TooMany as error:
        return _page(form, wait=error, invited=bool(token))
    if account is None:
        return render_template("auth/letter_sent.html", email=form.email, goal="join")
    begin_session(account)
    return redirect(form.next, 303)


@bp.get("/join/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """A button: mail programs open links by themselves, and that must not use them up."""
    if not desk().newcomers.may_confirm(token):
        raise UsedUp("no such letter")
    return render_template("auth/confirm.html")


@bp.post("/join/confirm/<token>")
def confirm_now(token: str) -> ResponseReturnValue:
    """Make the account that the letter was about."""
    begin_session(desk().newcomers.confirm(token))
    return redirect("/", 303)


@bp.get("/setup")
def setup_help() -> ResponseReturnValue:
    """Where to find the one-time link, while there is no admin."""
    if not desk().newcomers.needs_setup():
        raise UsedUp("there is an admin")
    return render_template("auth/setup_help.html")


@bp.get("/setup/<token>")
def setup(token: str) -> ResponseReturnValue:
    """The form for the first admin."""
    if not desk().newcomers.setup_is_open(token):
        raise UsedUp("used")
    return form_page("setup.html", name="", email="")


@bp.post("/setup/<token>")
def setup_now(token: str) -> ResponseReturnValue:
    """Make the first admin, once, and sign them in."""
    form = JoinForm.read(request.form)
    try:
        account = desk().newcomers.setup(token, form.newcomer())
    except Invalid as error:
        return form_page("setup.html", error.problems, name=form.about.name, email=form.email)
    begin_session(account)
    return redirect("/", 303)


def _page(
    form: JoinForm, *problems: Problem, wait: TooMany | None = None, invited: bool = False
) -> ResponseReturnValue:
    return form_page("join.html", problems, wait=wait, form=form, invited=invited, org_types=choices().org_types())


def _closed() -> ResponseReturnValue:
    return render_template("auth/closed.html", by_invitation=desk().newcomers.mode is JoinMode.INVITATION), 403
