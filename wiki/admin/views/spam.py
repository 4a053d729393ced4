"""Undoing all that an account did: first in numbers, then one button, and the way back."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from auth.errors import Missing
from wiki.admin.undoing import Undoings
from wiki.admin.views.blueprint import bp
from wiki.errors import Invalid, Problem
from wiki.web.current import actor, service


@bp.errorhandler(Missing)
def missing(_error: Missing) -> ResponseReturnValue:
    """There is no such account."""
    return current_app.handle_http_exception(NotFound())


@bp.route("/accounts/<int:account_id>/undo", methods=["GET", "POST"])
def undo(account_id: int) -> ResponseReturnValue:
    """What would be undone, in numbers; then the deed, or its way back."""
    undoings = service(Undoings)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            if request.form.get("do") == "back":
                undoings.put_back(actor(), account_id)
                flash(_("The account is open again, and what it did is being put back."), "good")
            else:
                undoings.undo(actor(), account_id)
                flash(_("The account is closed, and what it did is being undone."), "good")
            return redirect(url_for("admin.undo", account_id=account_id))
        except Invalid as error:
            problems = error.problems
    state = undoings.state(actor(), account_id)
    return render_template("admin/undo.html", state=state, problems=problems), 422 if problems else 200
