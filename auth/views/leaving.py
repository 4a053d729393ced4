"""Leaving for good, by one's own wish."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import address, desk
from auth.errors import Invalid, TooMany
from auth.forms import secret
from auth.session import current_actor, needs_account
from auth.session import sign_out as end_session
from auth.views.blueprint import bp, form_page


@bp.get("/account/leave")
@needs_account
def leave() -> ResponseReturnValue:
    """What leaving means, and the form that asks for the password."""
    return form_page("leave.html", name="keep")


@bp.post("/account/leave")
@needs_account
def leave_now() -> ResponseReturnValue:
    """Close one's own account."""
    name = "remove" if request.form.get("name") == "remove" else "keep"
    try:
        desk().leaving.leave(current_actor(), secret(request.form, "password"), address(), keep_name=name == "keep")
    except Invalid as error:
        return form_page("leave.html", error.problems, name=name)
    except TooMany as error:
        return form_page("leave.html", wait=error, wait_field="password", name=name)
    end_session()
    flash(_("Your account is closed. Thank you for what you shared."), "good")
    return redirect(url_for("auth.sign_in"), 303)
