"""Signing in and out."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.current import address, desk
from auth.errors import Invalid, Problem, TooMany
from auth.forms import SignInForm
from auth.model import JoinMode
from auth.safe_next import safe_next
from auth.session import current_actor
from auth.session import sign_in as begin_session
from auth.session import sign_out as end_session
from auth.views.blueprint import bp, form_page


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form, unless somebody is signed in already."""
    goal = safe_next(request.args.get("next"))
    if current_actor().is_signed_in:
        return redirect(goal, 303)
    return _page(SignInForm("", "", goal))


@bp.post("/sign-in")
def sign_in_now() -> ResponseReturnValue:
    """Check the password and go on to where the person wanted to be."""
    form = SignInForm.read(request.form)
    try:
        account = desk().accounts.authenticate(form.email, form.password, address())
    except Invalid as error:
        return _page(form, *error.problems)
    except TooMany as error:
        return _page(form, wait=error)
    begin_session(account)
    return redirect(form.next, 303)


@bp.get("/sign-out")
def sign_out() -> ResponseReturnValue:
    """A button: an address alone must not sign anybody out."""
    return render_template("auth/sign_out.html")


@bp.post("/sign-out")
def sign_out_now() -> ResponseReturnValue:
    """End this browser's session and go home."""
    end_session()
    return redirect("/", 303)


def _page(form: SignInForm, *problems: Problem, wait: TooMany | None = None) -> ResponseReturnValue:
    may_join = desk().newcomers.mode is JoinMode.OPEN
    return form_page("sign_in.html", problems, wait=wait, email=form.email, next=form.next, may_join=may_join)
