"""A new password for somebody who forgot the old one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import address, desk
from auth.errors import Invalid, TooMany, UsedUp
from auth.forms import secret, words
from auth.views.blueprint import bp, form_page


@bp.get("/reset")
def reset() -> ResponseReturnValue:
    """Ask for a link, or read whom to ask when mail is not set up."""
    return form_page("reset.html", email="", mail=desk().resets.mail)


@bp.post("/reset")
def reset_now() -> ResponseReturnValue:
    """The same answer whether or not there is such an account."""
    email = words(request.form, "email")
    try:
        desk().resets.request(email, address())
    except TooMany as error:
        return form_page("reset.html", wait=error, email=email, mail=desk().resets.mail)
    if not desk().resets.mail:
        return form_page("reset.html", email=email, mail=False)
    return render_template("auth/letter_sent.html", email=email, goal="reset")


@bp.get("/reset/<token>")
def new_password(token: str) -> ResponseReturnValue:
    """The form for the new password."""
    if not desk().resets.is_good(token):
        raise UsedUp("used")
    return form_page("new_password.html")


@bp.post("/reset/<token>")
def new_password_now(token: str) -> ResponseReturnValue:
    """Set it, and ask the person to sign in with it."""
    try:
        desk().resets.reset(token, secret(request.form, "password"))
    except Invalid as error:
        return form_page("new_password.html", error.problems)
    flash(_("Your new password is set. Sign in with it."), "good")
    return redirect(url_for("auth.sign_in"), 303)
